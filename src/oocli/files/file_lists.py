"""How the files of a record are listed: one form of a call for each kind of record that has some."""

from collections.abc import Mapping, Sequence

from oocli.catalogue import Call, Catalogue
from oocli.errors import UsageError
from oocli.text.spelling import ask


def list_forms(catalogue: Catalogue) -> Mapping[str, Call]:
    """Return the forms of the call that lists files, by kind of record."""
    call = catalogue.find("get", "file")
    return {} if call is None else call.variants


def find_record_parameter(form: Call) -> str:
    """Return the name of the parameter that takes the number of the record."""
    return next(parameter.name for parameter in form.parameters if parameter.required)


def find_list_command(catalogue: Catalogue, module: str, record: int) -> str:
    """Return the command that lists the files of a record, without ``oocli``; empty where there is none."""
    form = list_forms(catalogue).get(module)
    if form is None:
        return ""
    return f"{form.name} {module} --{find_record_parameter(form)} {record}"


def find_form(catalogue: Catalogue, module: str) -> tuple[str, Call]:
    """Return the kind of record as the API spells it, and how its files are asked for.

    Raises:
        UsageError: the API lists no files of such records.
    """
    forms = list_forms(catalogue)
    folded = {name.lower(): name for name in forms}
    if module.lower() in folded:
        form = folded[module.lower()]
        return form, forms[form]
    near = ask(module, forms)
    raise UsageError(
        f"The API lists no files of {module!r}{near and f', {near}'}",
        hint=f"It lists those of {', '.join(forms)}",
    )


def check_kinds(catalogue: Catalogue, form: str, kinds: Sequence[str]) -> None:
    """Refuse a misspelt type; one like none that is known may be the customer's own.

    Raises:
        UsageError: it is misspelt, or the API tells no type of such files.
    """
    if kinds and "type" not in list_forms(catalogue)[form].response.get("elements", {}):
        raise UsageError(
            f"The API does not tell the types of the files of an {form}", hint="Leave out --type"
        )
    upload = catalogue.find("do", "uploadfile")
    art = upload.parameter("Art") if upload else None
    known = art.enum if art else ()
    for kind in kinds:
        near = "" if kind.lower() in map(str.lower, known) else ask(kind, known)
        if near:
            raise UsageError(f"There is no file type {kind!r}, {near}")
