"""What a failing database means to a caller."""

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    OperationalError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from shared.database import sqlstate_of
from shared.errors import Conflict, DomainError, Invalid, PreconditionFailed, Unavailable

_CLASSES: dict[str, type[DomainError]] = {
    "08": Unavailable,  # connection lost
    "22": Invalid,  # a value that no column can hold
    "23": Conflict,  # a constraint: someone else was faster
    "28": Unavailable,  # not let in
    "3D": Unavailable,  # no such database (yet)
    "40": Unavailable,  # serialisation failure or deadlock: may be sent again
    "53": Unavailable,  # out of connections, memory or disk
    "55": Unavailable,  # a lock was not to be had in time
    "57": Unavailable,  # starting, stopping, or a statement that took too long
}
"""By the first two characters of PostgreSQL's error codes (its manual, appendix A)."""


def as_domain_error(fault: SQLAlchemyError | OSError) -> DomainError | None:
    """Return what `fault` means to a caller; None where it can only be a fault of ours."""
    if isinstance(fault, DBAPIError):
        state = sqlstate_of(fault)
        if state is not None:
            kind = _CLASSES.get(state[:2])
            return kind() if kind else None
    match fault:
        case OSError() | PoolTimeout() | OperationalError():
            return Unavailable()
        case StaleDataError():  # the `version_id_col` has moved on since the row was read
            return PreconditionFailed()
        case IntegrityError():
            return Conflict()
        case DataError() | StatementError(orig=OverflowError() | ValueError()):
            return Invalid()  # an instant before year 1 in UTC, for one
    return None
