"""How much the API takes and gives at a time, where a call documents nothing else."""

PAGE = 500
"""Records in an answer, and numbers of records in one action.

Documented as the greatest ``listlimit`` of the general page; that it holds for lists of numbers too is
an assumption, and a safe one: each number then has its record in one answer.
"""

FALLBACK = 20
"""Records in an answer where the ``listlimit`` is above what a call allows; nothing is said of it."""
