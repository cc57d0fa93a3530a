"""What validation says of an action of a documented call."""

from typing import Any

from oocli.catalogue import Catalogue
from oocli.request.actions import Action
from oocli.validation import Verdict, check

FINE = Verdict(problems=(), warnings=())
URN = "urn:onoffice-de-ns:smart:2.5:relationTypes:"


def judge(name: str, parameters: dict[str, Any], resourceid: str | int | None = "") -> Verdict:
    """Check an action of the documented call of that name (``read estate``)."""
    verb, resourcetype = name.split()
    call = Catalogue().find(verb, resourcetype)
    assert call is not None
    return check(Action(verb, resourcetype, resourceid, parameters=parameters), call)


def problems(name: str, parameters: dict[str, Any], resourceid: str | int | None = "") -> tuple[str, ...]:
    """Give the refusals alone."""
    return judge(name, parameters, resourceid).problems


def warnings(name: str, parameters: dict[str, Any], resourceid: str | int | None = "") -> tuple[str, ...]:
    """Give the warnings alone, of an action without a refusal."""
    findings = judge(name, parameters, resourceid)
    assert findings.problems == ()
    return findings.warnings
