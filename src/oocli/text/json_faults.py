"""Say why a text is not JSON, in words that are not Python's. Pure."""

import json


def explain_json_fault(error: Exception, *, located: bool = True) -> str:
    """Return what an error of reading JSON means; with the line and the column, where it has them."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}" if located else error.msg
    if "int_max_str_digits" in str(error):
        return "a number in it is too long"
    return str(error)  # what oocli itself refuses while it reads
