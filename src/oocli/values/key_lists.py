"""The keys of a multiselect value in the text that the API writes for them: ``|a||b|``. Pure."""


def split_text(text: str) -> list[str]:
    """Return the keys in a text; one without bars around it is a key itself."""
    inner = text.strip()
    if inner.startswith("|") and inner.endswith("|"):
        return [key for key in inner.strip("|").split("||") if key]
    return [text]
