"""Numbers in a sentence: what is counted stands in its singular where there is one. Pure."""


def count(number: int, one: str, many: str) -> str:
    """Return ``1 row was`` or ``1,298 rows were``, of ``row was`` and ``rows were``."""
    return f"{number:,} {one if number == 1 else many}"


def count_of(number: int, total: int, one: str, many: str) -> str:
    """Return ``1 of 1 row`` or ``1 of 3 rows``, of ``row`` and ``rows``: the total decides."""
    return f"{number:,} of {count(total, one, many)}"
