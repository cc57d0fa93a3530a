"""Which mistake makes a signature that does not fit: many ways to sign wrongly, tried one by one.

Pure. A recipe is one way to sign, a deviation one mistake; one, and then two of them, are
tried until the signature comes out. Neither a secret nor a signature stands in what is said.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import Any, NamedTuple
from urllib.parse import unquote

from oocli.request.actions import ACTIONID, Action
from oocli.wire.messages import Credentials, sign_v1

_PARTS = ("timestamp", "token", "resourcetype", "actionid")
_BREAKS = {"\n": "a line break", "\r\n": "a line break of Windows", " ": "a blank"}
_JOINTS = (",", "|", ":", ";", " ", "-", "_", "\n")
_DRIFT = 120  # seconds; a clock that is read twice seldom says more
_ZONES = (3600, 7200)  # seconds between German local time and UTC
_MILLI = 1000
_LONGEST = 15  # digits of a time
_HASHES = {"sha1": "SHA-1", "md5": "MD5", "sha512": "SHA-512", "sha384": "SHA-384"}


class Known(NamedTuple):
    """What may have been signed in the place of what is sent.

    Attributes:
        verbs: of the API.
        resourcetypes: of the API.
    """

    verbs: Sequence[str] = ()
    resourcetypes: Sequence[str] = ()


class _Recipe(NamedTuple):
    """One way to sign by version 2.

    Attributes:
        key: what keys the hash.
        timestamp, token, resourcetype, actionid: the parts of the text.
        order: places of the parts.
        joint: what stands between them.
        ending: what stands behind them.
        hash: its name.
        method: ``hmac``; ``swapped`` with key and text exchanged, or ``plain`` without a key.
    """

    key: bytes
    timestamp: str
    token: str
    resourcetype: str
    actionid: str
    order: tuple[int, ...] = (0, 1, 2, 3)
    joint: str = ""
    ending: str = ""
    hash: str = "sha256"
    method: str = "hmac"

    def sign(self) -> bytes:
        """Return the digest."""
        parts = (self.timestamp, self.token, self.resourcetype, self.actionid)
        text = (self.joint.join([parts[place] for place in self.order]) + self.ending).encode()
        if self.method == "plain":
            return hashlib.new(self.hash, self.key + text).digest()
        key, text = (text, self.key) if self.method == "swapped" else (self.key, text)
        return hmac.digest(key, text, self.hash)


class _Deviation(NamedTuple):
    """One mistake.

    Attributes:
        says: what it is, a sentence without its full stop.
        change: parts of a recipe.
    """

    says: str
    change: Mapping[str, Any]


def find_mistakes(
    action: Action, timestamp: str, signature: str, credentials: Credentials, *, known: Known
) -> tuple[str, ...] | None:
    """Return the mistakes that make this signature of version 2; none where it fits, None where nobody knows.

    ``timestamp`` is what is sent, as text; it and the signature are ASCII.
    """
    right = _Recipe(
        credentials.secret.encode(), timestamp, credentials.token, action.resourcetype, action.actionid
    )
    digests = dict(_read_digests(signature))
    deviations = list(_list_deviations(right, credentials, action, known))
    for number in range(3):
        for chosen in combinations(deviations, number):
            changes = [name for deviation in chosen for name in deviation.change]
            if len(changes) != len(set(changes)):
                continue
            recipe = right._replace(**{k: v for deviation in chosen for k, v in deviation.change.items()})
            form = digests.get(recipe.sign())
            if form is not None:
                return tuple(filter(None, (*(deviation.says for deviation in chosen), form)))
    return None


def find_mistakes_of_version_1(
    action: Action, timestamp: str, signature: str, credentials: Credentials, *, known: Known
) -> tuple[str, ...] | None:
    """Return the same for a signature of version 1."""
    swapped = Credentials(credentials.secret, credentials.token)
    if not timestamp.isdecimal() or len(timestamp) > _LONGEST:
        return None
    time = int(timestamp)
    others = [("", action, credentials, time), (_SWAPPED, action, swapped, time)]
    others += [
        (_say_time(seconds, timestamp), action, credentials, seconds) for seconds in _list_times(timestamp)
    ]
    others += [
        (_say_other("resourcetype", name, action.resourcetype), _rename(action, name), credentials, time)
        for name in known.resourcetypes
        if name != action.resourcetype
    ]
    for says, changed, pair, signed in others:
        made = sign_v1(pair, signed, changed)
        if made == signature.strip().lower():
            form = "" if made == signature else "It is written with capitals or blanks"
            return tuple(filter(None, (says, form)))
    return None


_SWAPPED = "Token and secret are swapped: the token is the key, and the secret stands in the text"


def _list_deviations(
    right: _Recipe, credentials: Credentials, action: Action, known: Known
) -> Iterator[_Deviation]:
    secret, token = credentials.secret, credentials.token
    yield _Deviation(_SWAPPED, {"key": token.encode(), "token": secret})
    for order in list(permutations(range(4)))[1:]:
        names = ", ".join(_PARTS[place] for place in order)
        yield _Deviation(f"The order is {names}, not {', '.join(_PARTS)}", {"order": order})
    for joint in _JOINTS:
        yield _Deviation(f"The parts are joined with {joint!r}, they stand side by side", {"joint": joint})
    for ending, name in _BREAKS.items():
        yield _Deviation(f"At the end of the text that is signed stands {name}", {"ending": ending})
        yield _Deviation(f"At the end of the secret stands {name}", {"key": (secret + ending).encode()})
        yield _Deviation(f"At the end of the token that is signed stands {name}", {"token": token + ending})
    for says, key in _decode_secret(secret):
        yield _Deviation(says, {"key": key})
    for seconds in _list_times(right.timestamp):
        yield _Deviation(_say_time(seconds, right.timestamp), {"timestamp": str(seconds)})
    yield _Deviation("The timestamp is not in the text that is signed", {"timestamp": ""})
    yield _Deviation("The token is not in the text that is signed", {"token": ""})
    for name, says in _list_actionids(action, known):
        yield _Deviation(says, {"actionid": name})
    for name in (*known.resourcetypes, action.resourcetype.lower(), action.resourcetype.upper(), ""):
        if name != action.resourcetype:
            yield _Deviation(_say_other("resourcetype", name, action.resourcetype), {"resourcetype": name})
    yield from _list_methods(secret)


def _list_methods(secret: str) -> Iterator[_Deviation]:
    for name, shown in _HASHES.items():
        yield _Deviation(f"The hash is {shown}, not SHA-256", {"hash": name})
    yield _Deviation("Key and text are swapped: the secret is the key", {"method": "swapped"})
    yield _Deviation("It is a plain hash of secret and text, not an HMAC", {"method": "plain"})
    yield _Deviation("It is a plain hash of the text, without the secret", {"method": "plain", "key": b""})
    yield _Deviation("The secret is empty", {"key": b""})
    yield _Deviation(
        "The key is a hash of the secret, not the secret", {"key": hashlib.sha256(secret.encode()).digest()}
    )


def _decode_secret(secret: str) -> Iterator[tuple[str, bytes]]:
    readers: tuple[tuple[str, Callable[[str], bytes]], ...] = (
        ("hexadecimal", bytes.fromhex),
        ("base64", base64.b64decode),
    )
    for name, read in readers:
        try:
            yield f"The secret is decoded as {name}, it is used as the text that it is", read(secret)
        except ValueError:
            continue


def _list_times(sent: str) -> Iterator[int]:
    """Return the times that may have been signed in the place of the one that is sent."""
    if not sent.isdecimal() or len(sent) > _LONGEST:
        return
    time = int(sent)
    yield time * _MILLI
    if time >= 10**11:
        yield time // _MILLI
    for seconds in (*range(1, _DRIFT + 1), *_ZONES):
        yield time - seconds
        yield time + seconds


def _say_time(signed: int, sent: str) -> str:
    if signed == int(sent) * _MILLI:
        return "The time that is signed is in milliseconds, the one that is sent in seconds"
    if signed == int(sent) // _MILLI:
        return "The time that is sent is in milliseconds, the one that is signed in seconds"
    difference = signed - int(sent)
    side = "after" if difference > 0 else "before"
    return f"The time that is signed is {abs(difference)} s {side} the one that is sent"


def _list_actionids(action: Action, known: Known) -> Iterator[tuple[str, str]]:
    right = action.actionid
    yield right.removeprefix(ACTIONID), "The actionid is signed without its beginning, urn:onoffice-de-ns:..."
    names = [ACTIONID + verb for verb in known.verbs]
    for name in dict.fromkeys((*names, right.lower(), right.upper(), right + "/", "")):
        if name != right:
            yield name, _say_other("actionid", name.removeprefix(ACTIONID), action.verb)


def _say_other(part: str, signed: str, sent: str) -> str:
    return f"The {part} that is signed is {signed or 'empty'}, the one that is sent is {sent}"


def _rename(action: Action, resourcetype: str) -> Action:
    return Action(action.verb, resourcetype, action.resourceid, action.identifier, action.parameters)


def _read_digests(signature: str) -> Iterator[tuple[bytes, str]]:
    """Return the digests that a signature may write, with what is wrong about it; the likely last."""
    text = signature.strip()
    whole = unquote(text).replace("-", "+").replace("_", "/").replace("\n", "").rstrip("=")
    with_padding = whole + "=" * (-len(whole) % 4)
    try:
        decoded = base64.b64decode(with_padding, validate=True)
    except (ValueError, binascii.Error):
        decoded = b""
    if decoded:
        with_hex = _from_hex(decoded.decode("ascii", "replace"))
        if with_hex:
            yield with_hex, "It is base64 of the hexadecimal digits, not of the bytes"
        yield decoded, _describe_base64(signature, with_padding)
    digits = _from_hex(text)
    if digits:
        yield digits, "It is hexadecimal, not base64"


def _describe_base64(signature: str, right: str) -> str:
    if signature == right:
        return ""
    if signature.strip() == right:
        return "Blanks or a line break stand around the hmac"
    if "%" in signature:
        return "It is written for an address (%2B for +), which JSON does not need"
    if "-" in signature or "_" in signature:
        return "It is base64 for addresses (- and _ for + and /)"
    if "\n" in signature.strip():
        return "A line break stands in the hmac"
    return "The = at the end of the hmac is missing"


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
