"""A refusal as the API gives it: a number and a text, instead of records."""

from typing import Any

from oocli.catalogue.error_codes import find_error


class Refusal(Exception):
    """The sandbox refuses an action, or a whole request, as the API would.

    Attributes:
        errorcode: the API's number.
        value: the offending value, which the text names in place of ``%s``.
    """

    def __init__(self, errorcode: int, value: Any = "") -> None:
        super().__init__(errorcode, value)
        self.errorcode = errorcode
        self.value = str(value)

    @property
    def text(self) -> str:
        """The API's text for the number, with the offending value filled in."""
        known = find_error(self.errorcode)
        return known.message.replace("%s", self.value) if known else self.value
