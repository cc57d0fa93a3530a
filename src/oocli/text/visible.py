"""Make characters visible that would otherwise control the terminal, or hide in a text.

Everything that comes from outside (records, API messages, file contents) passes here
before it is shown to a person. Owns which characters those are and how they look; needs
no ``re``, because ``__main__`` loads it at every start.
"""

from collections.abc import Iterator

# First and last code point of each range that is never shown as it is.
_HIDDEN = (
    (0x0000, 0x001F),  # C0: ESC, BEL, CR, LF, TAB ...
    (0x007F, 0x009F),  # DEL and C1: CSI in one character
    (0x00AD, 0x00AD),  # soft hyphen: some terminals draw it, some do not
    (0x061C, 0x061C),  # Arabic letter mark
    (0x180E, 0x180E),  # Mongolian vowel separator
    (0x200B, 0x200F),  # zero-width characters, left-to-right and right-to-left marks
    (0x2028, 0x202E),  # line and paragraph separators, bidirectional embeddings and overrides
    (0x2060, 0x206F),  # word joiner, bidirectional isolates, deprecated format characters
    (0xD800, 0xDFFF),  # lone surrogates: they cannot even be encoded
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),  # interlinear annotation
    (0xE0000, 0xE007F),  # tags
)


def make_visible(text: str, *, keep: str = "", ascii_only: bool = False) -> str:
    r"""Return the text with every controlling or hidden character shown as a symbol.

    C0 and DEL become their control pictures (ESC is ``␛``, a line feed ``␊``), everything
    else its code point (``<U+202E>``). ``keep`` holds characters that pass unchanged, such
    as ``"\n"`` in a message of several lines. With ``ascii_only`` the symbols are ASCII
    too (``\x1b``, ``\n``); the text itself is never changed otherwise.
    """
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable() or char in keep or not _is_hidden(ord(char))
        else _show(char, ascii_only=ascii_only)
        for char in text
    )


def list_hidden() -> Iterator[str]:
    """Return every character that is never shown as it is."""
    for first, last in _HIDDEN:
        yield from map(chr, range(first, last + 1))


def _is_hidden(code: int) -> bool:
    return any(first <= code <= last for first, last in _HIDDEN)


def _show(char: str, *, ascii_only: bool) -> str:
    code = ord(char)
    if code > 0x7F:
        return f"<U+{code:04X}>"
    if ascii_only:
        return repr(char)[1:-1]
    return "␡" if code == 0x7F else chr(0x2400 + code)
