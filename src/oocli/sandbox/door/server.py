"""The sandbox's place on loopback: who calls there is led into a conversation; many at once."""

import ipaddress
import socket
from collections.abc import Callable, Collection

from oocli.errors import UsageError
from oocli.sandbox.door.conversation import API_PATH, Conversation, Service
from oocli.sandbox.door.faults import FaultPlan, FaultySandbox
from oocli.sandbox.door.relay import Relay, Talk

_IDLE_SECONDS = 120
_BACKLOG = 256
_BREATH_SECONDS = 0.02


class SandboxServer:
    """Serves a sandbox on a loopback address; ``serve_forever`` runs it, ``close`` stops it.

    Attributes:
        server_address: host and port.
        service: how it answers.
    """

    def __init__(
        self,
        office: FaultySandbox,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        plan: FaultPlan | None = None,
        latency: float = 0.0,
        log: Callable[[str], None] | None = None,
        allowed_hosts: Collection[str] = (),
        compresses: bool = True,
    ) -> None:
        """Listen from now on.

        ``plan`` says which fault hits which request, ``latency`` is seconds; the rest as in ``Service``.

        Raises:
            UsageError: the address is not one of this computer alone, or cannot be used.
        """
        address = _find_loopback(host)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            self._listening = socket.create_server((address, port), family=family, backlog=_BACKLOG)
        except (OSError, OverflowError) as error:
            why = str(error).partition(" (while attempting")[0]  # the address stands in the message
            raise UsageError(
                f"Cannot listen on {host}, port {port}", why=why, hint="--port 0 takes a free port"
            ) from error
        self._listening.setblocking(False)
        self.server_address: tuple[str, int] = self._listening.getsockname()[:2]
        self.service = Service(
            office,
            plan or FaultPlan(),
            latency,
            log,
            frozenset(allowed_hosts),
            compresses,
            self.url.removesuffix(API_PATH),
        )
        self._relay = Relay()
        self._relay.add(self._listening, self._accept())

    @property
    def url(self) -> str:
        """The address without version and ``api.php``, such as ``http://127.0.0.1:8080/api``."""
        host, port = self.server_address
        return f"http://{f'[{host}]' if ':' in host else host}:{port}{API_PATH}"

    def serve_forever(self, poll_interval: float = 0.5) -> None:
        """Serve until another thread or a signal closes it; looks for that every so many seconds."""
        self._relay.run(poll_interval)

    def close(self) -> None:
        """Stop serving and release the port; hanging requests end."""
        self._relay.stop()

    def _accept(self) -> Talk:
        """Begin a conversation with everybody who comes."""
        while True:
            yield None
            try:
                connection, _ = self._listening.accept()
                connection.settimeout(_IDLE_SECONDS)
                conversation = Conversation(connection, self.service)
            except OSError:  # whoever called is gone again, or there are too many
                yield _BREATH_SECONDS
                continue
            self._relay.add(connection, conversation.hold(), idle=_IDLE_SECONDS)


def _find_loopback(host: str) -> str:
    """Return the numeric address of a loopback host.

    Raises:
        UsageError: others could reach it; its credentials are not secret.
    """
    address = "127.0.0.1" if host == "localhost" else host.strip("[]")
    try:
        if ipaddress.ip_address(address).is_loopback:
            return address
    except ValueError:
        pass
    raise UsageError(
        f"{host} is not a loopback address",
        why="the sandbox's token and secret are known to everybody",
        hint="Use --host 127.0.0.1, or ::1",
    )
