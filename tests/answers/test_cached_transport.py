"""``--cache``: which answers are kept, and who gets one of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import Clock, Outcome
from oocli.answers.answer_files import AnswerFiles
from oocli.answers.transport import CachedTransport
from oocli.errors import NetworkError
from oocli.wire.messages import Credentials
from oocli.wire.reply import Reply
from paged_office import PagedOffice, make_records
from scripted import ScriptedTransport, answer, refusal, result

Run = Callable[..., Outcome]

TOKEN, SECRET, CLAIM = "t" * 32, "s" * 64, "claim-of-the-market"
OURS = {"OOCLI_TOKEN": TOKEN, "OOCLI_SECRET": SECRET}
READ = ("read", "estate", "--limit", "1", "--cache", "10m")


def cacheable(number: int) -> dict[str, Any]:
    """Give a result with one estate that the API calls cacheable."""
    return {**result({"id": number, "type": "estate", "elements": {}}, total=1), "cacheable": True}


def office(*replies: Reply | NetworkError) -> ScriptedTransport:
    """Give an office that answers with these, or with estate 1, then 2, then 3."""
    return ScriptedTransport(list(replies) or [answer(cacheable(number)) for number in (1, 2, 3)])


def read_ids(outcome: Outcome) -> list[int]:
    """Give the numbers of the records that came."""
    assert (outcome.code, outcome.err) == (0, "")
    return [record["id"] for record in outcome.json]


def test_an_answer_is_used_until_it_is_too_old(oocli: Run, clock: Clock) -> None:
    """Within ten minutes nothing is sent; afterwards it is asked and kept anew."""
    onoffice, found = office(), []
    for seconds in (0, 599, 1, 599):
        clock.time += seconds
        found += read_ids(oocli(*READ, transport=onoffice, variables=OURS))
    assert (found, len(onoffice.sent)) == ([1, 1, 2, 2], 2)


def test_without_the_option_nothing_is_kept_and_nothing_used(oocli: Run, home: Path) -> None:
    """Who does not ask for it leaves no records on the disk, and gets what is there now."""
    onoffice, asked = office(), READ[:-2]
    assert read_ids(oocli(*asked, transport=onoffice, variables=OURS)) == [1]
    assert not (home / "cache").exists()
    oocli(*READ, transport=onoffice, variables=OURS)
    assert read_ids(oocli(*asked, transport=onoffice, variables=OURS)) == [3]


@pytest.mark.parametrize(
    "other",
    [
        {"OOCLI_TOKEN": "u" * 32},
        {"OOCLI_SECRET": "x" * 64},
        {"OOCLI_URL": "https://other.example.com/api"},
        {"OOCLI_API_VERSION": "latest"},
        {"OOCLI_EXTENDEDCLAIM": CLAIM},
    ],
    ids=" ".join,
)
def test_other_credentials_and_addresses_get_no_answer_of_ours(oocli: Run, other: dict[str, str]) -> None:
    """A wrong secret is refused by onOffice, and learns nothing from the disk."""
    onoffice = office()
    oocli(*READ, transport=onoffice, variables=OURS)
    assert read_ids(oocli(*READ, transport=onoffice, variables={**OURS, **other})) == [2]


@pytest.mark.parametrize(
    "words",
    [
        ("read", "estate", "--limit", "2"),
        ("read", "estate", "--limit", "1", "--where", "Id=7"),
        ("read", "estate", "7"),
        ("read", "address", "--limit", "1"),
        ("read", "estate", "--limit", "1", "--identifier", "x"),
    ],
    ids=" ".join,
)
def test_another_request_has_another_answer(oocli: Run, words: tuple[str, ...]) -> None:
    """Call, number, parameters and identifier tell requests apart."""
    onoffice = office()
    oocli(*READ, transport=onoffice, variables=OURS)
    assert read_ids(oocli(*words, "--cache", "10m", transport=onoffice, variables=OURS)) == [2]


@pytest.mark.parametrize(
    "reply",
    [
        answer(refusal(137, "No rights"), errorcode=97, code=500),
        answer(code=400, errorcode=22, message="no such token"),
        answer({**cacheable(1), "cacheable": False}),
        answer(result({"id": 1, "type": "estate", "elements": {}})),
        answer({"cacheable": True, "data": None, "status": {"errorcode": 0}}),
        Reply(b"<html>", status=200),
        Reply(b"{}", status=503),
    ],
    ids=["refused action", "refused request", "not cacheable", "not said", "unreadable", "html", "503"],
)
def test_what_failed_or_must_not_be_kept_is_not_kept(oocli: Run, home: Path, reply: Reply) -> None:
    """Refusals, answers that nobody can read, and those that the API does not call cacheable."""
    oocli(*READ, transport=office(reply), variables=OURS)
    assert list(home.glob("cache/answers/*/*")) == []


def test_a_write_is_sent_each_time(oocli: Run) -> None:
    """A request with a write in it is never answered from the disk, whatever it reads beside."""
    onoffice = office(answer(cacheable(1), cacheable(2)))
    for _ in range(2):
        actions = '[{"actionid":"read","resourcetype":"estate"},{"actionid":"create","resourcetype":"task"}]'
        oocli("send", "-", "--cache", "10m", stdin=actions, transport=onoffice, variables=OURS)
    assert len(onoffice.sent) == 2


def test_send_takes_kept_answers_too(oocli: Run) -> None:
    """Raw actions that read are answered from the disk the second time."""
    onoffice = office()
    for _ in range(2):
        action = '{"actionid":"get","resourcetype":"users","parameters":{}}'
        oocli("send", "-", "--cache", "1h", stdin=action, transport=onoffice, variables=OURS)
    assert len(onoffice.sent) == 1


def test_no_secret_stands_in_what_is_kept(oocli: Run, home: Path) -> None:
    """Token, secret, claim and signature are on the disk in no file, also where an answer repeats them."""
    echo = {**cacheable(1), "identifier": f"{TOKEN} {SECRET} {CLAIM}"}
    oocli(*READ, transport=office(answer(echo)), variables={**OURS, "OOCLI_EXTENDEDCLAIM": CLAIM})
    (path,) = home.glob("cache/answers/*/*")
    assert [secret for secret in (TOKEN, SECRET, CLAIM) if secret in f"{path} {path.read_text()}"] == []


def test_verbose_says_that_a_kept_answer_was_used(oocli: Run, clock: Clock) -> None:
    """-v tells how old it is; --debug shows it."""
    onoffice = office()
    oocli(*READ, transport=onoffice, variables=OURS)
    clock.time += 90
    outcome = oocli(*READ, "-v", transport=onoffice, variables=OURS)
    assert "an answer that was kept 90 s ago" in outcome.err
    assert '"cacheable": true' in oocli(*READ, "--debug", transport=onoffice, variables=OURS).err


def test_all_pages_come_back_from_the_disk(oocli: Run) -> None:
    """The second walk through the same pages sends nothing and gives the same records."""
    pages = CacheableOffice(PagedOffice(make_records(range(1, 2701))))
    walk = ("read", "estate", "--all", "--cache", "10m", "-o", "ids")
    first = oocli(*walk, transport=pages, variables=OURS)
    asked = pages.asked
    second = oocli(*walk, transport=pages, variables=OURS)
    assert (len(first.out.split()), second, pages.asked) == (2700, first, asked)


def test_after_a_missing_page_all_others_are_asked(oocli: Run, home: Path) -> None:
    """Old pages behind a new one would be two states of the records in one list."""
    pages = CacheableOffice(PagedOffice(make_records(range(1, 2701))))
    walk = ("read", "estate", "--all", "--cache", "10m", "-o", "ids", "--jobs", "1")
    oocli(*walk, transport=pages, variables=OURS)
    asked = pages.asked
    _remove_first(home)
    oocli(*walk, transport=pages, variables=OURS)
    assert pages.asked == 2 * asked


def test_what_is_asked_twice_in_one_run_is_kept_twice(tmp_path: Path, clock: Clock) -> None:
    """Who looks again whether something has changed gets no answer from before; a later run gets both."""
    onoffice = office()
    files = AnswerFiles(tmp_path, "", "", 60, clock.now, lambda _text: None)
    action = '{"actionid":"urn:onoffice-de-ns:smart:2.5:smartml:action:read","resourcetype":"estate",'
    body = f'{{"request":{{"actions":[{action}"parameters":[],"hmac":""}}]}}}}'.encode()
    runs = []
    for _ in range(2):
        transport = CachedTransport(onoffice, files, Credentials(TOKEN, SECRET))
        runs.append([transport.post(body).body for _ in range(2)])
    assert runs == [[reply.body for reply in onoffice.script[:2] if isinstance(reply, Reply)]] * 2


@pytest.mark.parametrize("typed", ["10", "m", "-1m", "1y", "10 m", "٣m", "9999999s"])
def test_what_is_no_time_span_is_refused(oocli: Run, typed: str) -> None:
    """A number alone could be seconds or minutes."""
    outcome = oocli("--sandbox", "read", "estate", "--cache", typed)
    assert (outcome.code, outcome.error["message"]) == (2, f"--cache does not understand {typed!r}")


def test_no_time_at_all_takes_and_keeps_nothing(oocli: Run, home: Path) -> None:
    """--cache 0m switches it off, for scripts that pass it on."""
    oocli("--sandbox", "read", "estate", "--cache", "0m")
    assert not (home / "cache").exists()


def test_calls_that_onoffice_does_not_call_cacheable_have_no_option(oocli: Run) -> None:
    """Tasks and the log of changes are never kept."""
    assert oocli("--sandbox", "read", "task", "--cache", "10m").code == 2
    assert "--cache" not in oocli("read", "task", "--help").out


class CacheableOffice:
    """An office that calls its answers cacheable, and counts how often it is asked."""

    def __init__(self, inner: PagedOffice) -> None:
        self.asked = 0
        self._inner = inner

    def post(self, body: bytes) -> Reply:
        """Answer, and mark the answer."""
        self.asked += 1
        reply = self._inner.post(body)
        return reply._replace(body=reply.body.replace(b'{"data"', b'{"cacheable": true, "data"'))


def _remove_first(home: Path) -> None:
    """Throw away the answer with the first page."""
    (first,) = (path for path in home.glob("cache/answers/*/*") if b'"id": 1,' in path.read_bytes())
    first.unlink()
