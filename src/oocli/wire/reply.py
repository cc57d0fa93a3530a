"""One HTTP answer as values, so that transport, sandbox and client agree without knowing each other."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import IO, NamedTuple


class Reply(NamedTuple):
    """What one HTTP attempt brought back.

    Attributes:
        body: the decoded (decompressed) bytes of the answer.
        status: HTTP status code; the API answers 200 for its own errors too.
        headers: header names in lower case to their values (``date``, ``content-type``, ``retry-after``).
        lifted: a name that stands in the body to a file with the long text that stood there; see ``lifting``.
    """

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = MappingProxyType({})
    lifted: Mapping[str, IO[bytes]] = MappingProxyType({})

    def discard(self) -> None:
        """Let go of the files of an answer that nobody reads."""
        for file in self.lifted.values():
            file.close()
