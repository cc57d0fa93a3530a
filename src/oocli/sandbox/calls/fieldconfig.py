"""The field configuration: get fields and the choices of select fields."""

from collections.abc import Mapping
from typing import Any

from oocli.sandbox.ask import Ask, Found, Handler
from oocli.sandbox.records.configuration import LANGUAGES, Field, Module, Modules
from oocli.sandbox.refusal import Refusal

_EMPTY_MODULES = ("email", "news", "intranet", "project")
_TYPES = {"text": "text", "time": "varchar"}


def list_fields(ask: Ask) -> Found:
    """List the fields of modules, one record a module, its id the module's name."""
    names = ask.parameters.get("modules") or Modules.NAMES
    if not isinstance(names, list | tuple):
        raise Refusal(74)
    language = str(ask.parameters.get("language") or "DEU")
    if language not in LANGUAGES:
        raise Refusal(160, language)
    for name in names:
        if name not in Modules.NAMES and name not in _EMPTY_MODULES:
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


def _describe_module(ask: Ask, name: str, language: str) -> dict[str, Any]:
    if name in _EMPTY_MODULES:
        return {}
    module = ask.module(name)
    wanted = ask.parameters.get("fieldList")
    described: dict[str, Any] = {
        field.name: _describe(ask, field, language)
        for field in module.fields.values()
        if field.facts.get("listed", True) and (not wanted or field.name in wanted)
    }
    if ask.flag("showOnlyInactive"):
        described = {}
    if ask.flag("labels"):
        described["label"] = _module_label(module, language)
    return described


def _describe(ask: Ask, field: Field, language: str) -> dict[str, Any]:
    choices = {key: field.value_label(key, language) for key in field.values}
    described: dict[str, Any] = {
        "type": _TYPES.get(field.type, field.type),
        "length": field.facts.get("length"),
        "permittedvalues": choices or ([] if field.type in ("multiselect", "text") else None),
        "default": field.facts.get("default"),
        "filters": [],
        "dependencies": [],
        "compoundFields": [],
    }
    if ask.flag("showfielddependencies"):
        described["dependencies"] = dict(field.facts.get("dependencies", {})) or []
    if ask.flag("labels"):
        described["label"] = field.label(language)
    if ask.flag("showFieldMeasureFormat"):
        described["fieldMeasureFormat"] = field.facts.get("measure")
    return described


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
