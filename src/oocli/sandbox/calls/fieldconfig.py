"""The field configuration: get fields and the choices of select fields."""

from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler
from oocli.sandbox.records.configuration import LANGUAGES, Field, Module, Modules
from oocli.sandbox.refusal import Refusal


def list_fields(ask: Ask) -> Found:
    """List the fields of modules, one record a module, its id the module's name."""
    names = ask.parameters.get("modules") or ask.modules.names()
    if not isinstance(names, list | tuple):
        raise Refusal(74)
    language = str(ask.parameters.get("language") or "DEU")
    if language not in LANGUAGES:
        raise Refusal(160, language)
    for name in names:
        if name not in ask.modules.names():
            raise Refusal(163)
    records = [{"id": name, "type": "", "elements": _describe_module(ask, name, language)} for name in names]
    return Found(records)


def list_choices(ask: Ask) -> Found:
    """List the choices of multiselect fields of a module with their place and state."""
    name = str(ask.parameters.get("module"))
    if name not in Modules.NAMES:
        raise Refusal(163)
    fields = ask.module(name).fields
    wanted = ask.parameters.get("fields") or []
    records = []
    for position, field_name in enumerate(wanted if isinstance(wanted, list) else [wanted]):
        field = fields.get(str(field_name))
        if field is None:
            raise Refusal(141, field_name)
        if field.type not in ("multiselect", "singleselect"):
            raise Refusal(171)
        records += _describe_choices(field, first=67 + 100 * position)
    return Found(records)


def _describe_module(ask: Ask, name: str, language: str) -> Any:
    """Return field name to its description; an empty list, as PHP prints it, if there is none."""
    module = ask.module(name)
    wanted = ask.parameters.get("fieldList")
    described: dict[str, Any] = {
        field.name: _describe(ask, field, language)
        for field in module.fields.values()
        if field.facts.get("listed", True) and (not wanted or field.name in wanted)
    }
    if ask.flag("showOnlyInactive"):
        described = {}
    if described and ask.flag("labels"):
        described["label"] = _module_label(module, language)
    return described or []


def _describe(ask: Ask, field: Field, language: str) -> dict[str, Any]:
    told, real = "shown" not in field.facts, field.facts.get("real")
    described: dict[str, Any] = {
        "type": real if real and ask.flag("realDataTypes") else field.shown_type,
        "length": field.facts.get("length"),
        "permittedvalues": _describe_values(ask, field, language) if told else None,
        "default": field.facts.get("default") if told else None,
        "filters": [],
        "dependencies": [],
        "compoundFields": list(field.facts.get("compound", ())),
    }
    if ask.flag("showfielddependencies"):
        described["dependencies"] = dict(field.facts.get("dependencies", {})) or []
    if ask.flag("labels"):
        described["label"] = field.label(language)
    if ask.flag("showFieldMeasureFormat"):
        described["fieldMeasureFormat"] = field.facts.get("measure")
    if ask.flag("showContent"):
        described["content"] = field.facts.get("tab")
    if ask.flag("showTable"):
        described["tablename"] = field.facts.get("table")
    return described


def _describe_values(ask: Ask, field: Field, language: str) -> Any:
    """Return the choices: with labels a map, or a list if PHP makes one of it; without labels the keys."""
    if not field.values:
        return [] if field.shown_type in ("multiselect", "text") else None
    numbered = all(key.isdecimal() for key in field.values)
    keys = sorted(field.values, key=int) if numbered else list(field.values)
    if not ask.flag("labels"):
        return [int(key) if key.isdecimal() else key for key in keys]
    labels = [field.value_label(key, language) for key in keys]
    return labels if keys == [str(at) for at in range(len(keys))] else dict(zip(keys, labels, strict=True))


def _module_label(module: Module, language: str) -> str:
    return module.label[LANGUAGES.index(language)]


def _describe_choices(field: Field, *, first: int) -> list[dict[str, Any]]:
    return [
        {
            "id": first + at,
            "type": "",
            "elements": {
                "field": key,
                "fieldcontent": labels[0],
                "multiselectfield": field.name,
                "active": 1,
                "fieldfilter": 0,
                "default": 0,
                "position": at + 1,
                "level": 1,
                "parent": None,
            },
        }
        for at, (key, labels) in enumerate(field.values.items())
    ]


CALLS: Mapping[str, Handler] = {"get fields": list_fields, "get multiselectconfiguration": list_choices}
