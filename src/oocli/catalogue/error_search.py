"""Find error codes by what people say of them: by number, text, kind, cause and cure. Pure."""

from collections.abc import Sequence

from oocli.catalogue.error_codes import ErrorCode, list_errors
from oocli.catalogue.word_search import Finds, Texts, search


def search_errors(words: Sequence[str]) -> Finds[ErrorCode]:
    """Find the error codes that the words mean; codes that are no errors are left out."""
    return search((error for error in list_errors() if error.code), words, texts=_list_texts)


def _list_texts(error: ErrorCode) -> Texts:
    """Return the texts of an error that are searched."""
    return Texts(str(error.code), error.message, f"{error.error_class} {error.cause}", (error.cure,))
