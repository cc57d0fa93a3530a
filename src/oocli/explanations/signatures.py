"""How an action is signed; and whether the signature of a pasted request fits, and if not, why.

Nothing is sent. Token, secret and signatures are never shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from oocli.catalogue import VERBS
from oocli.context import Context
from oocli.disk.inputs import read_json_stream
from oocli.errors import UsageError
from oocli.explanations.lines import align, find_width, write, write_actions
from oocli.request.actions import Action
from oocli.request.raw_actions import list_items, read_actions
from oocli.text.wrapping import wrap
from oocli.wire.php_json import check_sendable

if TYPE_CHECKING:
    from oocli.profiles import Profile
    from oocli.wire.messages import Credentials

_WINDOW = 120  # seconds
_MILLISECONDS = 10**11  # greater than any time in seconds for 3000 years
_LONGEST = 15  # digits of a time
_TOKEN = 32
_SECRET = 64
_EXAMPLE = Action("read", "estate")

_VERSIONS = (
    (
        2,
        "base64 of HMAC-SHA256, keyed with the secret, over timestamp + token + resourcetype + actionid",
        "The secret is used as text and the parts stand side by side. The bytes of the hash are written as"
        " base64, not as hexadecimal digits. Parameters are not signed. The action has hmac_version 2.",
    ),
    (
        1,
        "md5 of secret + md5 of parameters, token, actionid, identifier, resourceid, secret, timestamp and"
        " resourcetype",
        "Both as 32 hexadecimal digits, the parts joined with commas. The parameters are JSON as PHP writes"
        " it, sorted by name, [] for none. This is the old version, of actions without hmac_version.",
    ),
)


class Pasted(NamedTuple):
    """A signed action as it stands in a request.

    Attributes:
        action: what it is.
        item: the action's own JSON.
        token: of its request; empty if it came without one.
    """

    action: Action
    item: Mapping[str, Any]
    token: str

    @property
    def version(self) -> int:
        """The version of signature that the server will assume."""
        return 2 if str(self.item.get("hmac_version")) == "2" else 1


def explain_signatures(context: Context, words: Sequence[str]) -> None:
    """Explain how actions are signed, or check the signatures of the request in a file.

    Raises:
        UsageError: several files are named, or this one holds no action that could be sent.
        CredentialsError: the profile's secret is missing.
    """
    if not words:
        _explain(context)
        return
    if len(words) > 1:
        raise UsageError("One file is looked at", hint="Give the name of one; - is standard input")
    profile = _find_profile(context)
    credentials = None if profile is None else _find_credentials(context, profile)
    name = "" if profile is None else profile.name
    found = [_assess(pasted, credentials, name, context) for pasted in _read(context, words[0])]
    write_actions(context, "signature", found, _describe)


def _find_profile(context: Context) -> Profile | None:
    from oocli.profiles import find_profile

    return find_profile(context.options, context.environ)


def _find_credentials(context: Context, profile: Profile) -> Credentials:
    from oocli.opening import find_credentials

    found = find_credentials(profile)
    context.voice.hide(found.token, "token")
    context.voice.hide(found.secret, "secret")
    return found


def _explain(context: Context) -> None:
    records = [
        {"id": version, "type": "signature", "elements": {"hmac": rule, "note": note, "window": _WINDOW}}
        for version, rule, note in _VERSIONS
    ]
    write(context, records, _tell_rules(context))


def _tell_rules(context: Context) -> Iterator[str]:
    now = int(context.now())
    width = find_width(context)
    yield from wrap("Every action of a request carries its own signature, hmac, and the time of it.", width)
    for version, rule, note in _VERSIONS:
        yield ""
        yield f"Version {version}"
        yield from wrap(rule, width, "  hmac = ", " " * 9)
        yield from wrap(note, width, "  ", "  ")
    yield ""
    yield "What is signed of `oocli read estate` now, by version 2"
    yield f"  {_write_text(_EXAMPLE, now)}"
    yield '  printf %s "$TEXT" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64'
    yield ""
    yield "Time"
    time = (
        f"timestamp is in whole seconds since 1970, UTC: now {now}. The server takes {_WINDOW} s before and"
        f" after its own time."
    )
    yield from wrap(time, width, "  ", "  ")
    yield ""
    yield from wrap(
        "`oocli explain signature FILE` looks at a request that another program has made, and says why its"
        " signature is refused.",
        width,
    )


def _read(context: Context, name: str) -> list[Pasted]:
    values = read_json_stream(name, context.stdin)
    actions = read_actions(values)
    for action in actions:
        check_sendable(action)
    items = [(item, _read_token(value)) for value in values for item in list_items(value)]
    return [Pasted(action, *item) for action, item in zip(actions, items, strict=True)]


def _read_token(value: Any) -> str:
    return str(value.get("token") or "") if isinstance(value, Mapping) else ""


def _assess(
    pasted: Pasted, credentials: Credentials | None, profile: str, context: Context
) -> dict[str, Any]:
    """Return what there is to say about one action; ``fits`` is None if that is unknown."""
    time = pasted.item.get("timestamp")
    mistakes = list(_list_visible_mistakes(pasted))
    fits: bool | None = None
    if credentials is not None and isinstance(pasted.item.get("hmac"), str):
        made = _find_mistakes(pasted, credentials, context)
        fits = made == ()
        mistakes += made or ()
        if pasted.token and pasted.token != credentials.token and len(pasted.token) == _TOKEN:
            mistakes.append(f"The token is another one than that of the profile {profile}")
    return {
        "action": pasted.action.name,
        "hmac_version": pasted.version,
        "signed": _write_text(pasted.action, time) if pasted.version == 2 else None,
        "timestamp": time,
        "age": _read_age(time, context.now()),
        "profile": profile or None,
        "fits": fits,
        "mistakes": mistakes,
    }


def _find_mistakes(pasted: Pasted, credentials: Credentials, context: Context) -> tuple[str, ...] | None:
    """Return the mistakes in the signature; none if it fits, None if no known mistake explains it."""
    from oocli.wire.messages import Credentials
    from oocli.wire.signature_mistakes import Known, find_mistakes, find_mistakes_of_version_1

    types = sorted({name for verb in VERBS for name in context.catalogue.names(verb)})
    known = Known(VERBS, types)
    token = pasted.token if len(pasted.token) == _TOKEN else credentials.token
    pair = Credentials(token, credentials.secret)
    time, signature = str(pasted.item.get("timestamp")), pasted.item["hmac"]
    if not (time + signature).isascii():
        return None
    given = (pasted.action, time, signature, pair)
    finders = [find_mistakes_of_version_1, find_mistakes]
    right, other = finders if pasted.version == 1 else finders[::-1]
    found = right(*given, known=known)
    if found is not None:
        return found
    found = other(*given, known=known)
    if found is None:
        return None
    if pasted.version == 1:
        return ("hmac_version 2 is missing, so that the server reads version 1", *found)
    return ("It is a signature of version 1, and hmac_version says 2", *found)


def _list_visible_mistakes(pasted: Pasted) -> Iterator[str]:
    """Return the mistakes that can be found without the secret."""
    item, time = pasted.item, pasted.item.get("timestamp")
    if time is None:
        yield "timestamp is missing"
    elif not _is_time(time):
        yield "timestamp is not a whole number of seconds"
    elif int(time) >= _MILLISECONDS:
        yield "timestamp is in milliseconds, the server wants whole seconds"
    if not isinstance(item.get("hmac"), str) or not item["hmac"]:
        yield "hmac is missing"
    if ":" not in str(item.get("actionid")):
        yield f"actionid is {item.get('actionid')}, the server wants {pasted.action.actionid}"
    if len(pasted.token) == _SECRET:
        yield "The token has 64 characters, as a secret has: they look swapped, and this sends the secret"
    elif pasted.token and len(pasted.token) != _TOKEN:
        yield f"The token has {len(pasted.token)} characters, it must have {_TOKEN}"


def _is_time(value: Any) -> bool:
    text = str(value)
    return not isinstance(value, bool) and text.isascii() and text.isdecimal() and len(text) <= _LONGEST


def _read_age(time: Any, now: float) -> int | None:
    """Return the age of a time, in seconds; a time in milliseconds is converted."""
    if not _is_time(time):
        return None
    seconds = int(time) // 1000 if int(time) >= _MILLISECONDS else int(time)
    return int(now) - seconds


def _describe(context: Context, found: Mapping[str, Any], place: str) -> Iterator[str]:
    """Return the lines of one action; ``place`` says which of several it is."""
    yield f"{place}{found['action']}, version {found['hmac_version']}"
    rows = [
        ("Signed text", found["signed"] or ""),
        ("Time", _describe_time(found)),
        ("Verdict", _judge(found)),
    ]
    rows += [("Mistake", f"{mistake}.") for mistake in found["mistakes"]]
    yield from align(context, [row for row in rows if row[1]])


def _describe_time(found: Mapping[str, Any]) -> str:
    age = found["age"]
    if age is None:
        return ""
    try:
        moment = datetime.fromtimestamp(_read_seconds(found), UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return "no time of this world"
    if abs(age) <= _WINDOW:
        return f"{moment}, {_count(abs(age))} {'old' if age >= 0 else 'ahead'}: in time"
    if age > 0:
        return f"{moment}, {_count(age)} old: it was valid for {_WINDOW} s"
    return f"{moment}, {_count(-age)} ahead of this machine's clock: not valid yet"


def _read_seconds(found: Mapping[str, Any]) -> int:
    time = int(found["timestamp"])
    return time // 1000 if time >= _MILLISECONDS else time


def _count(seconds: int) -> str:
    """Return a duration in its greatest unit."""
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size:,} {unit}"
    return f"{seconds} s"


def _judge(found: Mapping[str, Any]) -> str:
    if found["fits"] is None:
        missing = found["profile"] is None
        return "not compared: no profile is set up, --profile NAME names one" if missing else "not compared"
    whose = f"the secret of the profile {found['profile']}"
    if found["fits"]:
        return f"fits {whose}"
    why = "" if found["mistakes"] else "; no mistake that oocli knows makes this signature: another secret?"
    return f"does not fit {whose}{why}"


def _write_text(action: Action, time: Any) -> str:
    return f"{time}[token]{action.resourcetype}{action.actionid}"
