"""A field of a module: from the cache of ``oocli fields``, or from what ships with oocli."""

from oocli.catalogue.modules import list_modules
from oocli.context import Context
from oocli.errors import UsageError
from oocli.interface.field_help import find_unlisted, write_field
from oocli.text.spelling import ask


def explain_field(context: Context, text: str) -> None:
    """Explain a field from the cache, or from what ships with oocli.

    Raises:
        UsageError: there is no such module or field, or nothing is known of it without asking.
    """
    known = {name.lower(): name for name in list_modules()}
    word, _, name = text.partition(".")
    module = known.get(word.lower(), word)
    configuration = context.load_fields(module)
    field = configuration.find_in_any_case(name) if configuration is not None else None
    field = field or find_unlisted(module, name)
    if field is not None:
        write_field(context, field)
    elif configuration is not None:
        near = " or ".join(f"{module}.{other}" for other in configuration.suggest(name))
        raise UsageError(
            f"{module} has no field {name!r}",
            hint=f"Did you mean {near}?" if near else f"`oocli fields {module} --refresh` asks again",
        )
    elif module not in known.values():
        near = ask(word, known.values())
        raise UsageError(
            f"There is no module {word!r}" + (f", {near}" if near else ""),
            hint=f"The modules are {', '.join(known.values())}",
        )
    else:
        raise UsageError(
            f"The fields of {module} are not known here yet",
            hint=f"`oocli fields {module}` asks for them once and keeps them",
        )
