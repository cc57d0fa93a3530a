"""Throw away what is kept of an account: its field configuration and answers."""

from collections.abc import Mapping

from oocli.answers.answer_files import clear_all_answers, clear_answers, find_answers_dir
from oocli.disk.directories import find_fields_dir
from oocli.fields.field_cache import clear, clear_all
from oocli.profiles.account import Account


def forget(environ: Mapping[str, str], account: Account) -> int:
    """Remove the files of one account; give how many.

    Raises:
        OocliError: a file cannot be removed.
    """
    fields = clear(find_fields_dir(environ) / account.folder)
    return fields + clear_answers(find_answers_dir(environ) / account.folder)


def forget_all(environ: Mapping[str, str]) -> int:
    """Remove the files of every account; give how many.

    Raises:
        OocliError: a file cannot be removed.
    """
    return clear_all(environ) + clear_all_answers(environ)
