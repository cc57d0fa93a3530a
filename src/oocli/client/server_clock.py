"""How far this machine's clock is from the server's, by the ``Date`` header of an answer.

A signature is valid for 120 seconds around the server's time, so this number decides whether anything works
at all.
"""

WINDOW = 120
"""Seconds: a signature whose time is further off the server's clock is refused."""


def find_offset(server_date: str, now: float) -> int | None:
    """Return the whole seconds that ``now`` is ahead of the server (negative: behind).

    ``server_date`` is the HTTP header as it came, ``now`` this machine's Unix time when it
    came. None if the header tells no time.
    """
    # Imported here: it costs milliseconds, and only trouble with the clock asks for it.
    from datetime import UTC
    from email.utils import parsedate_to_datetime

    try:
        date = parsedate_to_datetime(server_date)
        return round(now - (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


class ClockOffset:
    """How far this machine's clock was found to be off; one for all requests of a run.

    Attributes:
        seconds: whole seconds that it is ahead of the server's, which signing subtracts; 0 as long as nothing
            was found.
    """

    def __init__(self) -> None:
        self.seconds = 0

    def learn(self, server_date: str, now: float) -> bool:
        """Take over the server's time unless that was done before; say whether it differs."""
        self.seconds = self.seconds or find_offset(server_date, now) or 0
        return self.seconds != 0


def describe_offset(offset: int) -> str:
    """Describe an offset in words, as a sentence without a full stop."""
    if offset == 0:
        return "This machine's clock agrees with the server's"
    relation = "ahead of" if offset > 0 else "behind"
    return f"This machine's clock is {_say_duration(abs(offset))} {relation} the server's"


def _say_duration(seconds: int) -> str:
    if seconds < 2 * 3600:
        return f"{seconds} second{'s' if seconds > 1 else ''}"
    hours, rest = divmod(seconds, 3600)
    return f"{hours:,} hours and {rest // 60} minutes" if rest // 60 else f"{hours:,} hours"
