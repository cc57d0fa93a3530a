"""How the files of a record are listed: one form of a call for each kind of record that has some."""

from collections.abc import Mapping

from oocli.catalogue import Call, Catalogue


def list_forms(catalogue: Catalogue) -> Mapping[str, Call]:
    """Give the forms of the call that lists files, by kind of record."""
    call = catalogue.find("get", "file")
    return {} if call is None else call.variants


def find_record_parameter(form: Call) -> str:
    """Give the name of the parameter that takes the number of the record."""
    return next(parameter.name for parameter in form.parameters if parameter.required)


def find_list_command(catalogue: Catalogue, module: str, record: int) -> str:
    """Give the command that lists the files of a record, without ``oocli``; empty where there is none."""
    form = list_forms(catalogue).get(module)
    if form is None:
        return ""
    return f"{form.name} {module} --{find_record_parameter(form)} {record}"
