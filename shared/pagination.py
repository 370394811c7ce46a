"""Lists in pages, newest first: a cursor says where to go on, so that nothing shifts or repeats.

Cursors are sealed for the list and the caller they were given to; they can't be read or moved.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from shared.crypto import Tampered
from shared.database import UtcDateTime
from shared.errors import Invalid
from shared.http.inputs import View
from shared.work import work_of

T = TypeVar("T")

Key = ColumnElement[Any] | InstrumentedAttribute[Any]


class InvalidCursor(Invalid):
    """A cursor is good for the list and the caller it was given to."""

    code = "invalid_cursor"
    title = "The cursor was not given for this list"


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list is asked for."""

    limit: int
    cursor: str | None


class Page(View, Generic[T]):
    """Part of a list, newest first; `next` is the cursor of the following part, if there is one."""

    items: list[T]
    next: str | None


class Found(NamedTuple, Generic[T]):
    """What `paginate` found: the rows of one page, and the cursor of the next."""

    rows: list[T]
    next: str | None


async def paginate(
    session: AsyncSession,
    query: Select[T],
    *,
    keys: tuple[Key, ...],
    page: PageRequest,
    bound_to: str,
) -> Found[T]:
    """Return one page of `query`, newest first by `keys`, of which the last must be unique.

    `bound_to` names the list and the caller, as in "concerns:<agency id>".
    """
    place = f"cursor:{bound_to}"
    if page.cursor is not None:
        values = _open(session, page.cursor, place, keys)
        query = query.where(tuple_(*keys) < tuple_(*values))
    ordered = query.add_columns(*keys).order_by(*(key.desc() for key in keys))
    rows = (await session.execute(ordered.limit(page.limit + 1))).all()
    found = rows[: page.limit]
    has_more = len(rows) > page.limit
    return Found(
        rows=[row[0] for row in found],
        next=_seal(session, tuple(found[-1][1:]), place) if has_more else None,
    )


def _seal(session: AsyncSession, values: tuple[Any, ...], place: str) -> str:
    text = json.dumps(values, default=_written)
    sealed = work_of(session).cipher.seal(text, place)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def _open(
    session: AsyncSession, cursor: str, place: str, keys: tuple[Key, ...]
) -> list[ColumnElement[Any]]:
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = json.loads(work_of(session).cipher.unseal(sealed, place))
    except (Tampered, binascii.Error, ValueError):
        raise InvalidCursor from None
    return [literal(_read(value, key), key.type) for value, key in zip(values, keys, strict=True)]


def _written(value: datetime | UUID) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _read(value: Any, key: Key) -> Any:
    if isinstance(key.type, UtcDateTime):
        return datetime.fromisoformat(value)
    return UUID(value) if isinstance(key.type, Uuid) else value
