"""Every failure of oocli: what happened, why, what to do next, and the exit code.

Pure code raises these; only ``__main__`` shows them. Foreign exceptions (requests,
json, sqlite3, OSError) stop at the module that met them, with ``raise ... from``.

    OocliError              1  unexpected failure
      UsageError            2  wrong usage, or input refused before any request
        MissingExtra        2  a package that comes only when it is asked for is not installed
        FilterError         2  a --where expression cannot be read; says where
        InvalidAction       2  the catalogue refuses the action; every problem at once
      RecordNotFound        3  a record asked for by id does not exist
      CredentialsError      4  no credentials, or they cannot be read
      ApiError              5  the API refused (4 where it refused the credentials or a right)
      PartlyDone            6  some actions failed, or a count does not fit
        CannotWalk          6  a call cannot be read page by page in the order of a number
        AddressRefused      6  an address that stands in a record is not opened
      NetworkError          7  no answer, or none that can be used
      GuardError            8  stopped by a guard, or not confirmed
      DifferencesFound      9  what was compared differs, and --exit-code asked for that
      OutcomeUnknown       10  a write was sent and its answer was lost
      DiskFull              1  a file cannot grow, or there is no room for temporary ones
      ChecksFailed          4  the doctor found what will not work (2, 5, 7: what a command would say)
      Interrupted         130  Ctrl-C (143 for SIGTERM and SIGHUP)
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class OocliError(Exception):
    """A failure with one line for what, one for why, and one for what to do.

    Attributes:
        message: what is wrong, one sentence without a full stop.
        why: the reason, where it is known and not said by the message; may be empty.
        hint: what to do next, if possible a command to run; may be empty.
        doc_url: page that explains more; may be empty.
        details: further facts for ``--errors json`` (``api_errorcode``, ``action``, ``row``).
        exit_code: exit code of the process.
        code: short stable name of the failure for machines.
        retryable: whether the same command may succeed when run again later.
    """

    exit_code: int = 1
    code: ClassVar[str] = "unexpected"
    retryable: bool = False

    def __init__(
        self,
        message: str,
        *,
        why: str = "",
        hint: str = "",
        doc_url: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.why = why
        self.hint = hint
        self.doc_url = doc_url
        self.details: dict[str, Any] = dict(details or {})

    def supplement(self, *, why: str = "", hint: str = "", details: Mapping[str, Any] | None = None) -> None:
        """Add what is known further up: more lines for why and hint, such as how to go on, and facts."""
        self.why = "\n".join(filter(None, (self.why, why)))
        self.hint = "\n".join(filter(None, (self.hint, hint)))
        self.details.update(details or {})

    def as_dict(self) -> dict[str, Any]:
        """Return the failure as the object that ``--errors json`` prints.

        Keys: ``code``, ``exit_code``, ``message``, ``why``, ``hint``, ``doc_url``,
        ``retryable``, then whatever ``details`` holds.
        """
        return {
            "code": self.code,
            "exit_code": self.exit_code,
            "message": self.message,
            "why": self.why,
            "hint": self.hint,
            "doc_url": self.doc_url,
            "retryable": self.retryable,
            **self.details,
        }


class UsageError(OocliError):
    """The command line or an input file is wrong; nothing was sent."""

    exit_code = 2
    code = "usage"


class MissingExtra(UsageError):
    """Something needs a package that only an extra of oocli brings."""

    code = "missing_extra"

    def __init__(self, what: str, *, package: str, extra: str) -> None:
        super().__init__(
            f"{what} needs {package}, which is not installed", hint=f"pip install 'oocli[{extra}]' brings it"
        )


class FilterError(UsageError):
    """A ``--where`` expression cannot be read.

    Attributes:
        expression: the whole expression as it was typed.
        position: index of the character where reading stopped, from 0.

    ``pointer`` shows the place to a person.
    """

    code = "filter"

    def __init__(self, message: str, *, expression: str, position: int, pointer: str, hint: str = "") -> None:
        super().__init__(
            message, why=pointer, hint=hint, details={"expression": expression, "position": position}
        )
        self.expression = expression
        self.position = position


class InvalidAction(UsageError):
    """The catalogue refuses an action before it is sent.

    Attributes:
        problems: every problem found, one sentence each.
    """

    code = "invalid_action"

    def __init__(self, message: str, problems: Sequence[str], *, hint: str = "", doc_url: str = "") -> None:
        super().__init__(
            message,
            why="\n".join(problems),
            hint=hint,
            doc_url=doc_url,
            details={"problems": list(problems)},
        )
        self.problems = tuple(problems)


class RecordNotFound(OocliError):
    """A record that was asked for by its id does not exist, or may not be read."""

    exit_code = 3
    code = "not_found"


class CredentialsError(OocliError):
    """Token or secret are missing, malformed or unreadable on this side."""

    exit_code = 4
    code = "credentials"


class ApiError(OocliError):
    """The API refused a request or an action.

    Attributes:
        errorcode: the API's own number.
        exit_code: 5, or 4 where the credentials or a right are the reason.
    """

    exit_code = 5
    code = "api"

    def __init__(
        self,
        message: str,
        *,
        errorcode: int,
        exit_code: int = 5,
        why: str = "",
        hint: str = "",
        doc_url: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(
            message,
            why=why,
            hint=hint,
            doc_url=doc_url,
            details={"api_errorcode": errorcode, **(details or {})},
        )
        self.errorcode = errorcode
        self.exit_code = exit_code


class PartlyDone(OocliError):
    """Some actions of a command succeeded and some did not, or a count does not fit."""

    exit_code = 6
    code = "partly_done"


class CannotWalk(PartlyDone):
    """The API does not take the number of a record as a reading needs it to walk by numbers."""


class AddressRefused(PartlyDone):
    """An address that stands in a record leads elsewhere than to onOffice, and is not opened."""


class NetworkError(OocliError):
    """No answer came, or none that can be used.

    Attributes:
        arrived: False if the request certainly never reached the server, so that even a write may be sent
            again; True if it may have been carried out.
        retry_after: seconds that the server asked to wait, or None.
        retryable: False if the same request is certain to fail again (an untrusted certificate, a redirect to
            another host).
    """

    exit_code = 7
    code = "network"
    retryable = True

    def __init__(
        self,
        message: str,
        *,
        arrived: bool,
        retry_after: float | None = None,
        retryable: bool = True,
        why: str = "",
        hint: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message, why=why, hint=hint, details=details)
        self.arrived = arrived
        self.retry_after = retry_after
        self.retryable = retryable


class GuardError(OocliError):
    """A guard stopped the command, or it was not confirmed; nothing was sent."""

    exit_code = 8
    code = "guard"


class DifferencesFound(OocliError):
    """What was compared differs, and --exit-code asked for that."""

    exit_code = 9
    code = "differences"


class OutcomeUnknown(OocliError):
    """A write was sent and its answer was lost: it may or may not have happened."""

    exit_code = 10
    code = "outcome_unknown"


class DiskFull(OocliError):
    """A file cannot grow, or there is no room for temporary ones; what was written before is whole."""


class ChecksFailed(OocliError):
    """The doctor found something that will make commands fail.

    Attributes:
        exit_code: what such a command exits with.
    """

    exit_code = 4
    code = "checks_failed"

    def __init__(self, message: str, *, exit_code: int, hint: str, details: Mapping[str, Any]) -> None:
        super().__init__(message, hint=hint, details=details)
        self.exit_code = exit_code


class Interrupted(OocliError):
    """Ctrl-C (exit code 130), SIGTERM or SIGHUP (143)."""

    exit_code = 130
    code = "interrupted"

    def __init__(self, message: str = "Interrupted", *, exit_code: int = 130, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.exit_code = exit_code
