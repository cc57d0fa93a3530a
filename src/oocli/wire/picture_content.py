"""Whether what came from the address of a picture is one, and all of it. Pure."""

from typing import NamedTuple

from oocli.wire.reply import Reply


class _Kind(NamedTuple):
    """A kind of picture.

    Attributes:
        type: media type.
        begin: bytes that it begins with.
        end: bytes that stand where it ends, maybe with more behind them; empty where there are none.
    """

    type: str
    begin: bytes
    end: bytes = b""


_KINDS = (
    _Kind("image/png", b"\x89PNG\r\n\x1a\n", b"IEND"),
    _Kind("image/jpeg", b"\xff\xd8\xff", b"\xff\xd9"),
    _Kind("image/gif", b"GIF8", b"\x3b"),
    _Kind("image/webp", b"RIFF"),
    _Kind("image/bmp", b"BM"),
    _Kind("image/tiff", b"II*\0"),
    _Kind("image/tiff", b"MM\0*"),
)


def find_picture_type(content: bytes) -> str:
    """Return the media type of a picture by how it begins; empty where it is none that is known."""
    kind = _find_kind(content)
    return "" if kind is None else kind.type


def find_damage(reply: Reply) -> str:
    """Return why the reply is no picture or not all of one; empty where nothing is wrong with it."""
    content, headers = reply.body, reply.headers
    if not content:
        return "nothing came"
    if "content-length" not in headers and "chunked" not in headers.get("transfer-encoding", "").lower():
        return "nobody says how long it is"
    kind = _find_kind(content)
    if kind is not None:
        return "" if kind.end in content else "it broke off"
    is_told = headers.get("content-type", "").strip().lower().startswith("image/")
    if content[:100].lstrip().startswith(b"<"):
        return "a web page came"
    return "" if is_told else "what came is no picture"


def _find_kind(content: bytes) -> _Kind | None:
    return next((kind for kind in _KINDS if content.startswith(kind.begin)), None)
