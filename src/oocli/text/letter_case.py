"""Texts that are the same to people, whatever their letter case, and however an umlaut is made up. Pure."""


def fold_case(text: str) -> str:
    """Return a text as it is compared with others.

    ``ä`` may be one character or, as macOS writes it in names of files, an ``a`` with a mark behind it.
    """
    if text.isascii():
        return text.casefold()
    import unicodedata

    return unicodedata.normalize("NFC", text).casefold()


def list_forms(text: str) -> list[str]:
    """Return a text, and after it the text with each letter as one character, if that is another one."""
    if text.isascii():
        return [text]
    import unicodedata

    return list(dict.fromkeys((text, unicodedata.normalize("NFC", text))))
