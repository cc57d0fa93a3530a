"""A field of a module: from the cache of ``oocli fields``, or from what ships with oocli."""

from oocli.catalogue.modules import list_modules, suggest_modules
from oocli.catalogue.usual_fields import list_usual_fields
from oocli.context import Context
from oocli.errors import UsageError
from oocli.fields.facts import Field
from oocli.fields.queries import find_unlisted
from oocli.interface.field_help import write_field


def explain_field(context: Context, text: str) -> None:
    """Explain a field from the cache, or from what ships with oocli.

    Raises:
        UsageError: there is no such module or field, or nothing is known of it without asking the API.
    """
    known = {name.lower(): name for name in list_modules()}
    word, _, name = text.partition(".")
    module = known.get(word.lower(), word)
    configuration = context.load_fields(module)
    field = configuration.find_in_any_case(name) if configuration is not None else None
    field = field or find_unlisted(module, name)
    usual = None if configuration is not None else _find_usual(module, name)
    if field is None and usual is not None:
        context.voice.note(f"This is how it usually is; `oocli fields {module} {usual.name}` asks for yours")
    if field is not None and configuration is not None:
        context.tell_whose()
    if field := field or usual:
        write_field(context, field)
    elif configuration is not None:
        near = " or ".join(f"{module}.{other}" for other in configuration.suggest(name))
        raise UsageError(
            f"{module} has no field {name!r}",
            hint=f"Did you mean {near}?" if near else f"`oocli fields {module} --refresh` asks again",
        )
    elif module not in known.values():
        near = " or ".join(suggest_modules(word))
        raise UsageError(
            f"There is no module {word!r}" + (f", did you mean {near}?" if near else ""),
            hint=f"The modules are {', '.join(known.values())}",
        )
    else:
        raise UsageError(
            f"The fields of {module} are not known here yet",
            hint=f"`oocli fields {module}` asks for them once and keeps them",
        )


def _find_usual(module: str, name: str) -> Field | None:
    """Return a field as most customers have it, case forgiven, or None."""
    named = [field for field in list_usual_fields() if field.module == module]
    field = next((field for field in named if field.name == name), None) or next(
        (field for field in named if field.name.lower() == name.lower()), None
    )
    return Field(module, field.name, label=field.label, type=field.type) if field is not None else None
