"""Check an action against the catalogue: everything that is wrong with it, before anything is sent.

Pure. Owns which parameters are allowed, the resourceid and the page size. What is inside a parameter belongs
to ``value_shapes``, ``value_types`` and ``relation_types``, a condition between parameters to ``rules``.
Nothing is changed: what the documentation's own examples bend is accepted as it is, and what the catalogue
calls ``unconfirmed`` is a warning.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from oocli.catalogue import Call, Paging, Parameter
from oocli.catalogue.page_sizes import FALLBACK, PAGE
from oocli.request.actions import Action
from oocli.text.spelling import ask
from oocli.validation.rules import check_rules
from oocli.validation.value_shapes import check_deprecation, check_missing, check_value, doubt_name, soften
from oocli.validation.value_types import (
    OWN_FIELD,
    Objection,
    check_scalar,
    fits,
    is_given,
    list_words,
    same,
    show,
)
from oocli.values.parsed import Unread, list_unread

_PASSED_OVER = frozenset({"listlimit", "listoffset", "listname", "params_list_cache"})
"""Parameters that clients in use send with readings that do not document them; the server ignores them."""

_OF_READING = frozenset({"filter", "filterId", "sortby", "sortorder"})
"""Parameters that a form of a call takes although only another form documents them."""

_CLAIM = Parameter(name="extendedclaim", type="string", summary="accepted by every call")


class Verdict(NamedTuple):
    """What the catalogue says about an action.

    Attributes:
        problems: what must be mended before the action is sent, one sentence each.
        warnings: what may be intended as it is, one sentence each.
    """

    problems: tuple[str, ...]
    warnings: tuple[str, ...]


def check(action: Action, call: Call) -> Verdict:
    """Find everything in an action that does not fit the call that it claims to be."""
    form = call.variant(str(action.resourceid or ""))
    name = f"{call.name} {action.resourceid}" if call.variants else call.name
    others = {parameter.name for other in call.variants.values() for parameter in other.parameters}
    objections = [
        *(Objection(unread.problem) for unread in list_unread(action.parameters)),
        *_check_resourceid(action, call),
        *_check_parameters(action, form, name, others & _OF_READING),
    ]
    if form.unconfirmed:
        objections = list(soften(objections))
    if form.effect != "read" and not any(objection.refuses for objection in objections):
        from oocli.validation.written import check_written

        objections += check_written(action, form)
    objections[:0] = check_deprecation(form.name, form.deprecated)
    return Verdict(
        problems=_unique(objection.text for objection in objections if objection.refuses),
        warnings=_unique(objection.text for objection in objections if not objection.refuses),
    )


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _check_resourceid(action: Action, call: Call) -> Iterator[Objection]:
    objections = _find_in_resourceid(action.resourceid, call)
    yield from soften(objections) if call.resourceid.unconfirmed else objections


def _find_in_resourceid(value: str | int | None, call: Call) -> Iterator[Objection]:
    expected = call.resourceid
    meaning = f" ({expected.meaning})" if expected.meaning else ""
    if value in ("", None):
        if expected.use in ("required", "fixed"):
            wanted = expected.value or (list_words(list(expected.enum)) if expected.enum else "it")
            yield Objection(f"resourceid is missing, give {wanted}{meaning}")
    elif expected.use == "unused":
        yield Objection(
            f"resourceid {show(value)} has no meaning for {call.name}, leave it out", refuses=False
        )
    elif expected.use == "fixed" and value != expected.value:
        yield Objection(f"resourceid must be {expected.value}, not {show(value)}")
    elif expected.enum:
        yield from check_scalar("resourceid", value, "string", Parameter("resourceid", enum=expected.enum))
    elif expected.type == "integer" and not fits("integer", value):
        explained = _explain_id(value, call)
        yield Objection(f"resourceid must be a whole number, not {show(value)}{explained or meaning}")
    elif same(value, 0):
        yield Objection(
            "resourceid 0 asks for record 0, which does not exist; leave it out for a list", refuses=False
        )


def _explain_id(value: str | int | None, call: Call) -> str:
    """Return what to do with what is no number of a record, but several or another key of one."""
    if not isinstance(value, str):
        return ""
    if len(value) == len("00000000-0000-0000-0000-000000000000") and value.count("-") == 4:
        return "; to find a record by its UUID, filter on the field uuid"
    several = value.replace(",", " ").replace(";", " ").split()
    if len(several) < 2 or not all(number.isdecimal() for number in several):
        return ""
    if call.verb == "read":
        return f"; several stand beside each other: {' '.join(several)}"
    return "" if call.verb == "get" else f"; {call.name} takes one record, and many with --from FILE"


def _check_parameters(
    action: Action, form: Call, name: str, tolerated: Container[str]
) -> Iterator[Objection]:
    """Check everything under ``parameters``; nothing can be said if the variant is unknown."""
    if form.variants:
        return
    known = {parameter.name: parameter for parameter in form.parameters} | {"extendedclaim": _CLAIM}
    for key, value in action.parameters.items():
        if key in known:
            yield from _check_known(value, known[key], form)
        elif key in tolerated:
            yield Objection(f"{key} is not documented for {name}, it is sent as it is", refuses=False)
        else:
            yield from _check_unknown(key, value, form, name)
    yield from check_missing(form.parameters, action.parameters)
    yield from check_rules(form.rules, {**action.parameters, "resourceid": action.resourceid or None})


def _check_known(value: Any, parameter: Parameter, form: Call) -> Iterator[Objection]:
    objections: Iterator[Objection] = iter(())
    if isinstance(value, Unread) or (not parameter.required and not is_given(value)):
        return
    if form.paging and parameter.name == form.paging.limit:
        objections = _check_page_size(value, form.paging)
        parameter = parameter._replace(max=None)
    elif parameter.format == "urn" and not parameter.enum and isinstance(value, str):
        from oocli.validation.relation_types import check_relation

        objections = check_relation(parameter.name, value, form)
    yield from soften(objections) if parameter.unconfirmed else objections
    yield from check_value(parameter.name, value, parameter)


def _check_page_size(value: Any, paging: Paging) -> Iterator[Objection]:
    name, most = paging.limit, paging.max
    if not fits("integer", value) or int(value) <= (most or PAGE):
        return
    if most is None:
        doubt = f"above {PAGE} the server may silently answer {FALLBACK} records"
        yield Objection(f"{name} is {value}; {doubt}", refuses=False)
        return
    trap = f", above it the server silently answers {paging.default or FALLBACK} records"
    known = trap if paging.default or most == PAGE else ""
    more = " and page on with --all" if paging.offset else ""
    yield Objection(f"{name} is {value}, the greatest is {most}{known}; ask for {most}{more}")


def _check_unknown(key: str, value: Any, form: Call, name: str) -> Iterator[Objection]:
    known = [parameter.name for parameter in form.parameters if not parameter.names_any_field]
    if form.verb in ("read", "get") and (key in _PASSED_OVER or not is_given(value)):
        near = ask(key, [other for other in known if other.lower() == key.lower()])
        yield Objection(
            f"{key} is not documented for {name}; {near or 'the server ignores it'}", refuses=False
        )
        return
    if form.fields_in and not form.free_fields and key.startswith(OWN_FIELD):
        yield Objection(f"{key} is not documented for {name}, it is sent as it is", refuses=False)
        return
    fields_beside = form.free_fields and form.fields_in == "parameters"
    if fields_beside and not (key == "data" and isinstance(value, dict)):
        yield from doubt_name(key, key, known, is_field=True)
        return
    advice = _advise(key, known, form) or f"`oocli {name} --help` lists them"
    yield Objection(f"{key} is not a parameter of {name}; {advice}")


def _advise(name: str, known: Sequence[str], form: Call) -> str:
    data = form.parameter("data")
    keys = [key.name for key in data.properties] if data and form.fields_in else []
    if name == "data" and form.fields_in == "parameters":
        return "its fields stand side by side, without data"
    if name in keys:
        return f"put it into data (--set {name}=...)"
    if question := ask(name, known):
        return question
    if question := ask(name, keys):
        return f"{question[:-1]} in data?"
    if keys and form.free_fields:
        return f"a field belongs in data (--set {name}=...)"
    return ""
