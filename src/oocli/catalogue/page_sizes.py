"""How much the API takes and gives at a time, where a call documents nothing else."""

PAGE = 500
"""Records in an answer, and numbers of records in one action.

Documented on the general page as the greatest ``listlimit``; that it also holds for lists of numbers is
an assumption, and a safe one: each number then has its record in one answer.
"""

FALLBACK = 20
"""Records in an answer if the ``listlimit`` is above what a call allows; the answer does not say so."""
