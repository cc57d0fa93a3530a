"""The words that switch something off, in a variable or a profile; any other word switches it on.

Imports nothing: completion asks at every press of the Tab key.
"""

OFF = ("", "0", "false", "no", "off")


def is_on(text: str) -> bool:
    """Say whether a text switches on; letter case does not count."""
    return text.lower() not in OFF
