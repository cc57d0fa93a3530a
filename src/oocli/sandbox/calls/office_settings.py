"""Settings of the agency: basic settings, imprint, kinds of action, filters, regions, and so on."""

from collections.abc import Mapping, Sequence
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler, one
from oocli.sandbox.calls.activities import KINDS, OWN_TYPES
from oocli.sandbox.records.agency import office_data
from oocli.sandbox.records.configuration import LANGUAGES
from oocli.sandbox.records.documents import keep, recall
from oocli.sandbox.records.storing import as_text
from oocli.sandbox.refusal import Refusal

_COMPLETION = ("Anrede", "Vorname", "Name", "Strasse", "Plz", "Ort", "Email", "Telefon1")


def read_basic_settings(ask: Ask) -> Found:
    """Return the settings that ``data`` names, as a tree of the same shape.

    Number and count are the recorded ones if one category is asked for, else those of the documentation.
    """
    wanted = ask.parameters.get("data")
    if not isinstance(wanted, Mapping):
        raise Refusal(167, "data")
    found: dict[str, Any] = {}
    for tab, categories in wanted.items():
        known = office_data().get(tab) if tab == "basicData" else None
        if known is None or not isinstance(categories, Mapping):
            raise Refusal(255, tab)
        found[tab] = {category: _pick(known, category, names) for category, names in categories.items()}
    if len(found.get("basicData") or ()) == 1:
        return Found([{"id": 15, "type": None, "elements": found}], 1)
    return one(0, None, found or [])


def read_imprint(ask: Ask) -> Found:
    """Return the imprint, all of it or the fields named."""
    imprint = dict(office_data()["impressum"])
    language = _language(ask)
    if ask.flag("formatoutput"):
        imprint["country"] = _translate(office_data()["countries"][imprint["country"]], language)
    imprint["title"] = _translate(imprint["title"], language)
    names = ask.parameters.get("data") or list(imprint)
    unknown = [name for name in names if name not in imprint]
    if unknown:
        raise Refusal(141, unknown[0])
    return one("impressum", None, {name: imprint[name] for name in names})


def list_kinds(ask: Ask) -> Found:
    """List kinds of action with their types; the number of a kind is mostly text."""
    language = _language(ask, "lang")
    records = [
        {
            "id": str(at) if types else at,
            "type": "actionkind",
            "elements": {
                "key": kind,
                "label": _translate(kind, language),
                "types": {name: _translate(name, language) for name in types} or [],
                "default": "" if types else None,
                **_own_types(kind),
            },
        }
        for at, (kind, types) in enumerate(KINDS.items())
    ]
    return Found(records)


def _own_types(kind: str) -> dict[str, Any]:
    """Return the types that the customer added to a kind, by their number in the database."""
    own = OWN_TYPES.get(kind)
    return {"typesByDatabaseId": {str(number): name for number, name in own.items()}} if own else {}


def list_filters(ask: Ask) -> Found:
    """List the stored filters of a module that the API user may see."""
    module = ask.parameters.get("module")
    if module not in ("address", "estate"):
        raise Refusal(163)
    rows = ask.db.execute(
        "SELECT id, scope, name, user, office FROM stored_filter"
        " WHERE module = ? AND (scope <> 'private' OR user = 17) ORDER BY id",
        (module,),
    )
    keys = ("scope", "name", "userId", "groupId")
    records = [
        {"id": row[0], "type": "filter", "elements": dict(zip(keys, row[1:], strict=True))} for row in rows
    ]
    return Found(records, len(records))


def list_regions(ask: Ask) -> Found:
    """Return the regions as a tree; the count is that of all nodes, not of records."""
    _language(ask)
    regions = office_data()["regions"]
    records = [{"id": region["id"], "type": "", "elements": _describe_region(region)} for region in regions]
    return Found(records, sum(_count_regions(region) for region in regions))


def search_regions(ask: Ask) -> Found:
    """Return regions whose name contains a text, each with its path of names."""
    text = as_text(ask.parameters.get("searchstring"))
    if len(text) < 2:
        raise Refusal(151)
    hits = [hit for hit in _walk(office_data()["regions"], [], 1) if text.lower() in hit["title"].lower()]
    return Found([{"id": 0, "type": "", "elements": hits}])


def list_categories(ask: Ask) -> Found:
    """Return classes of property, and the types of each class."""
    fields = ask.module("estate").fields
    classes = [{"id": key, "name": labels[0]} for key, labels in fields["objektart"].values.items()]
    types: dict[str, list[dict[str, str]]] = {}
    belongs_to = fields["objekttyp"].facts["dependencies"]
    for key, labels in fields["objekttyp"].values.items():
        types.setdefault(belongs_to[key], []).append({"id": key, "name": labels[0]})
    return Found(
        [
            {"id": "objektart", "type": "", "elements": classes},
            {"id": "objekttyp", "type": "", "elements": types},
        ]
    )


def list_address_choices(ask: Ask) -> Found:
    """Return the choices of an address field, one record each."""
    if ask.resourceid not in ("", "fieldvalues"):
        raise Refusal(24, ask.resourceid)
    name = as_text(ask.parameters.get("fieldname"))
    field = ask.module("address").fields.get(name)
    if field is None:
        raise Refusal(141, name)
    choices = {key: field.value_label(key, "DEU") for key in field.values}
    if not choices:
        raise Refusal(171)
    return Found([{"id": key, "type": "", "elements": {"title": label}} for key, label in choices.items()])


def list_completion_fields(ask: Ask) -> Found:
    """Return the fields of the address completion by category."""
    fields = [ask.module("address").fields[name] for name in _COMPLETION]
    described = [
        {
            "id": field.name,
            "name": field.label("DEU"),
            "type": field.type,
            **(
                {"values": {key: label[0] for key, label in field.values.items()}, "default": None}
                if field.values
                else {}
            ),
        }
        for field in fields
    ]
    return one(0, "", {"name": "Stammdaten", "fields": described})


def list_widgets(ask: Ask) -> Found:
    """Return the widgets of the estate statistics."""
    if ask.parameters["module"] != "estate":
        raise Refusal(163)
    widgets = office_data()["widgets"]
    records = [
        {"id": int(widget["id"]), "type": "statisticWidgets", "elements": widget} for widget in widgets
    ]
    return Found(records, len(records))


def track_time(ask: Ask) -> Found:
    """Start or stop the clock of the API user, and report today's times."""
    state = recall(ask, "timetracking", ask.today[:10])
    seconds, since = state[1] if state else (0, 0)
    if "track" in ask.parameters:
        if since and not ask.flag("track"):
            seconds, since = seconds + int(ask.now) - since, 0
        elif not since and ask.flag("track"):
            since = int(ask.now)
        keep(ask, "timetracking", ask.today[:10], [seconds, since])
    running = int(ask.now) - since if since else 0
    elements = {
        "worktimeActive": True,
        "worktime": _clock(seconds + running),
        "breaktime": "00:00:00",
        "currentlytracking": bool(since),
        "targetTimeToday": "08:00:00",
    }
    return one(0, None, elements)


def _pick(known: Mapping[str, Any], category: str, names: Any) -> dict[str, Any]:
    values = known.get(category)
    if values is None or not isinstance(names, list):
        raise Refusal(255, category)
    for name in names:
        if name not in values:
            raise Refusal(255, name)
    return {name: values[name] for name in names}


def _language(ask: Ask, name: str = "language") -> str:
    language = as_text(ask.parameters.get(name) or "DEU")
    if language not in LANGUAGES:
        raise Refusal(160, language)
    return language


def _translate(word: str, language: str) -> str:
    return str(office_data()["english"].get(word, word)) if language == "ENG" else word


def _describe_region(region: Mapping[str, Any]) -> dict[str, Any]:
    """Return a region with its children by key; PHP prints none of them as a list."""
    described = {name: value for name, value in region.items() if name != "number"}
    described["children"] = {child["id"]: _describe_region(child) for child in region["children"]} or []
    return described


def _count_regions(region: Mapping[str, Any]) -> int:
    return 1 + sum(_count_regions(child) for child in region["children"])


def _walk(regions: Sequence[Mapping[str, Any]], path: list[str], level: int) -> list[dict[str, str]]:
    hits = []
    for region in regions:
        names = [*path, region["name"]]
        hits.append({"key": f"{level}_{region['number']}", "title": " - ".join(names), "field": region["id"]})
        hits += _walk(region["children"], names, level + 1)
    return hits


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


CALLS: Mapping[str, Handler] = {
    "read basicsettings": read_basic_settings,
    "read impressum": read_imprint,
    "get actionkindtypes": list_kinds,
    "get filters": list_filters,
    "get regions": list_regions,
    "get regionsLiveSearch": search_regions,
    "get estateCategories": list_categories,
    "get confignewaddressfields": list_address_choices,
    "get addressCompletionFields": list_completion_fields,
    "get statisticWidgets": list_widgets,
    "modify timetracking": track_time,
}
