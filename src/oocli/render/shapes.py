"""What is known of a field, and how its values look to a person. Pure.

Alignment follows what a field is: the field configuration says it, else the values that were
sent do. A text of digits alone is not a number: it may be a postcode, a phone number or a key, and
the next page may hold one that begins with a zero.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from oocli.render.encoding import encode_cell
from oocli.text.number_style import NumberStyle

NUMBER = "number"
TEXT = "text"

# A text that is surely a number: with decimals, or with a unit as formatoutput writes it.
_SURE = re.compile(
    r"-?(?:0|[1-9]\d*)\.\d+|-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|-?(?:0|[1-9][\d.]*)(?:,\d+)? ?(?:€|m²|%)",
    re.ASCII,
)
# Amounts and sizes as the API writes them. Versions, coordinates and house numbers look otherwise.
_AMOUNT = re.compile(r"-?(?:0|[1-9]\d*)\.\d\d", re.ASCII)
_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)


class Shape(NamedTuple):
    """What is known of a field.

    Attributes:
        kind: ``number``, which stands right, ``text``, which stands left, or empty: values decide.
        is_grouped: whether its numbers are written as the reader's locale has them.
        labels: key to label of a select field.
    """

    kind: str = ""
    is_grouped: bool = False
    labels: Mapping[str, str] = MappingProxyType({})

    def show(self, value: Any, style: NumberStyle | None) -> Any:
        """Return a value as a person reads it; one that is neither a number nor a key stays as it is."""
        if self.labels:
            return self._label(value)
        is_number = isinstance(value, str | int | float) and not isinstance(value, bool)
        return style.write(encode_cell(value)) if self.is_grouped and style and is_number else value

    def _label(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._label(item) for item in value]
        if isinstance(value, str) and value not in self.labels and len(value) > 2 and _is_joined(value):
            return [self._label(key) for key in value.strip("|").split("||")]
        is_key = isinstance(value, str | int) and not isinstance(value, bool) and value != ""
        return self.labels.get(str(value), value) if is_key else value


def _is_joined(text: str) -> bool:
    """Say whether a text is the keys of a multiselect as the API joins them: ``|a||b|``."""
    return text.startswith("|") and text.endswith("|")


def are_numbers(values: Iterable[Any], *, are_ids: bool = False) -> bool:
    """Tell by values as they were sent whether they are numbers; whole ones in texts only beside sure ones.

    ``are_ids`` says that they number records, so that whole ones are sure.
    """
    sure = False
    for value in values:
        if value is None or value == "":
            continue
        is_text = isinstance(value, str)
        if isinstance(value, bool) or not (is_text or isinstance(value, int | float)):
            return False
        if is_text and not _SURE.fullmatch(value):
            if not _WHOLE_NUMBER.fullmatch(value):
                return False
            sure = sure or are_ids
        else:
            sure = True
    return sure


def guess_shape(values: Iterable[Any]) -> Shape:
    """Return the shape of a field of which nothing is known: grouped where there are only amounts."""
    texts = [value for value in values if value not in (None, "")]
    return Shape(
        is_grouped=bool(texts) and all(isinstance(text, str) and _AMOUNT.fullmatch(text) for text in texts)
    )


class Showing:
    """Shows rows as a person reads them."""

    def __init__(
        self,
        names: Sequence[str],
        rows: Sequence[Sequence[Any]],
        shapes: Mapping[str, Shape],
        style: NumberStyle | None,
    ) -> None:
        """Take the columns, their first rows, what is known of them, and how numbers are written."""
        known = [
            (index, shapes.get(name) or guess_shape([row[index] for row in rows]))
            for index, name in enumerate(names)
            if style or name in shapes
        ]
        self._changed = [
            (index, shape) for index, shape in known if shape.labels or (shape.is_grouped and style)
        ]
        self._style = style

    def show(self, values: Sequence[Any]) -> Sequence[Any]:
        """Return the values of a row as they are shown."""
        if not self._changed:
            return values
        shown = list(values)
        for index, shape in self._changed:
            shown[index] = shape.show(shown[index], self._style)
        return shown
