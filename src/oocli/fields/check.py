"""An action against the field configuration: unknown fields, and values that a select field does not take.

Pure. Gives warnings and never refuses: the configuration is neither complete nor fully
readable, so the server has the last word. What a call documents itself is the business of
``validation``. Turns labels into keys where that is asked for.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from oocli.catalogue import Call
from oocli.fields.facts import Field, FieldConfiguration
from oocli.fields.uses import SET, WHERE, list_documented, list_uses, read_sets, takes_name
from oocli.request.actions import Action
from oocli.text.spelling import suggest
from oocli.values.parsed import Unread
from oocli.values.value_kinds import find_kind

_NAMED = 12  # keys in one message; `oocli fields` lists the rest
_BY_KEY = ("=", "==", "is", "!=", "<>", "in", "not in")  # operators that compare whole keys


def check_fields(
    action: Action, call: Call, configuration: FieldConfiguration, *, unlisted: Mapping[str, str]
) -> list[str]:
    """Return a sentence for each field name and select value that the configuration does not know.

    ``unlisted`` has the fields that the module takes although the configuration lacks them.
    """
    found = [
        *_check_names(action, call, configuration, unlisted),
        *_check_values(action, call, configuration),
    ]
    return list(dict.fromkeys(found))


def suggest_fields(
    name: str, call: Call, configuration: FieldConfiguration | None, *, unlisted: Mapping[str, str]
) -> tuple[str, ...]:
    """Return up to three field names that may have been meant by an unknown one, nearest first."""
    if configuration is None:
        return suggest(name, dict.fromkeys((*list_documented(call), *unlisted)))
    return configuration.suggest(name) or suggest(name, dict.fromkeys((*list_documented(call), *unlisted)))


def turn_labels_into_keys(action: Action, call: Call, configuration: FieldConfiguration) -> Action:
    """Return the action with the key of a select field wherever its label stands.

    In what is set, several labels of a multiselect field may be joined by commas. A label of
    several keys, or of none, stays as it is; ``check_fields`` reports it.
    """
    parameters = dict(action.parameters)
    sets = {
        name: _turn(value, field) if (field := configuration.find(name)) and field.permitted else value
        for name, value in read_sets(action, call).items()
    }
    if call.fields_in == "parameters.data" and sets:
        parameters["data"] = sets
    elif sets:
        parameters = sets
    filters = parameters.get("filter")
    if isinstance(filters, Mapping):
        parameters["filter"] = {
            name: _turn_conditions(conditions, configuration.find(name))
            for name, conditions in filters.items()
        }
    return action._replace(parameters=parameters)


# Names


def _check_names(
    action: Action, call: Call, configuration: FieldConfiguration, unlisted: Mapping[str, str]
) -> Iterator[str]:
    for use in list_uses(action, call):
        if use.name in configuration.facts or use.name in unlisted or takes_name(call, use):
            continue
        near = suggest_fields(use.name, call, configuration, unlisted=unlisted)
        advice = (
            f"did you mean {' or '.join(near)}?"
            if near
            else f"`oocli fields {configuration.module}` lists them"
        )
        yield f"{configuration.module} has no field {use.name!r} ({use.option}); {advice}"


# Values


def _check_values(action: Action, call: Call, configuration: FieldConfiguration) -> Iterator[str]:
    for option, name, value in _list_values(action, call):
        field = configuration.find(name)
        if field is None or not field.permitted:
            continue
        for item in value if isinstance(value, list) else [value]:
            key = _as_key(item)
            if key and not _is_taken(key, field, is_set=option == SET):
                yield f"{option} {name}: {_describe_value(key, field, is_set=option == SET)}"


def _is_taken(key: str, field: Field, *, is_set: bool) -> bool:
    """Say whether a field takes a value: one of its keys, or, set in a text such as a country, its label."""
    return key in field.permitted or (is_set and find_kind(field) == "text" and bool(field.keys_of(key)))


def _list_values(action: Action, call: Call) -> Iterator[tuple[str, str, Any]]:
    """Return option, field and value of whatever is compared with whole keys, or set."""
    for name, value in read_sets(action, call).items():
        yield SET, name, value
    filters = action.parameters.get("filter")
    for name, conditions in filters.items() if isinstance(filters, Mapping) else ():
        for condition in conditions if isinstance(conditions, list) else ():
            if _compares_keys(condition):
                yield WHERE, name, condition.get("val")


def _as_key(value: Any) -> str:
    """Return a value as the key that it would be; empty for what is unread, empties a field or is a list."""
    if isinstance(value, Unread):
        return ""
    if isinstance(value, bool):
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else ""


def _describe_value(key: str, field: Field, *, is_set: bool) -> str:
    """Say what a select field takes instead: the key of a label, a list of keys, or one of its keys."""
    keys = field.keys_of(key)
    if len(keys) == 1:
        return f"{key!r} is a label, its key is {keys[0]} (--labels turns labels into keys)"
    if keys:
        return f"{key!r} is the label of several keys: {', '.join(keys)}"
    parts = [part for part in key.replace("|", ",").split(",") if part.strip()]
    if is_set and field.type == "multiselect" and len(parts) > 1:
        example = ", ".join(f'"{_key_for(part.strip(), field)}"' for part in parts)
        return f"several keys are a list, '{field.name}:=[{example}]'"
    near = suggest(key, {**field.permitted, **dict.fromkeys(field.permitted.values())})
    if near:
        meant = " or ".join(dict.fromkeys(_key_for(word, field) for word in near))
        return f"{key!r} is not one of its keys; did you mean {meant}?"
    rest = f" and {len(field.permitted) - _NAMED} more" if len(field.permitted) > _NAMED else ""
    named = ", ".join(list(field.permitted)[:_NAMED])
    return f"{key!r} is not one of its keys: {named}{rest} (`oocli fields {field.module} {field.name}`)"


def _key_for(word: str, field: Field) -> str:
    return word if word in field.permitted else (field.keys_of(word) or [word])[0]


# Labels


def _turn(value: Any, field: Field) -> Any:
    """Return the key for a label, the keys for a list of labels, or for labels joined by commas."""
    if isinstance(value, list):
        return [_turn_one(item, field) for item in value]
    turned = _turn_one(value, field)
    if field.type != "multiselect" or not isinstance(value, str) or not value:
        return turned
    if turned in field.permitted:
        return [turned]
    keys = [_turn_one(part.strip(), field) for part in value.split(",")]
    return keys if all(key in field.permitted for key in keys) else value


def _turn_one(value: Any, field: Field) -> Any:
    if not isinstance(value, str) or value in field.permitted:
        return value
    keys = field.keys_of(value)
    return keys[0] if len(keys) == 1 else value


def _turn_conditions(conditions: Any, field: Field | None) -> Any:
    if field is None or not field.permitted or not isinstance(conditions, list):
        return conditions
    return [
        {**condition, "val": _turn_compared(condition.get("val"), field)}
        if _compares_keys(condition)
        else condition
        for condition in conditions
    ]


def _turn_compared(value: Any, field: Field) -> Any:
    return [_turn_one(item, field) for item in value] if isinstance(value, list) else _turn_one(value, field)


def _compares_keys(condition: Any) -> bool:
    return isinstance(condition, Mapping) and str(condition.get("op", "")).lower() in _BY_KEY
