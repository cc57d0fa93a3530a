"""How long something took, in words. Pure."""

_MINUTE = 60
_HOUR = 3600


def describe_duration(seconds: float) -> str:
    """Return seconds as a person says them: ``12 seconds``, ``2 minutes 5 seconds``, ``2 hours``."""
    whole = round(seconds)
    if whole < 1:
        return "less than a second"
    if whole < _MINUTE:
        return _count(whole, "second")
    if whole < _HOUR:
        return _join(whole // _MINUTE, "minute", whole % _MINUTE, "second")
    minutes = round(seconds / _MINUTE)
    return _join(minutes // _MINUTE, "hour", minutes % _MINUTE, "minute")


def _join(greater: int, unit: str, less: int, smaller_unit: str) -> str:
    return _count(greater, unit) + (f" {_count(less, smaller_unit)}" if less else "")


def _count(number: int, unit: str) -> str:
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"
