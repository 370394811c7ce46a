"""How far a reader has come in its agency's log, as an opaque cursor."""

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto import Tampered
from shared.pagination import InvalidCursor
from shared.work import seal, unseal

NO_PAGE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Place:
    """`sequence` is the last of the log's numbers looked at, `handed` counts what was handed out.

    `page_id` names what was handed out right before, to be confirmed by calling again.
    The two differ where a reader may not know what others in its agency may, or not any more: the
    numbers it is shown count what it was handed, so that nothing hidden leaves a gap.
    """

    sequence: int = 0
    handed: int = 0
    page_id: UUID = NO_PAGE


def write_place(session: AsyncSession, agency_id: UUID, place: Place) -> str:
    """Return a cursor that only this agency can use, and nobody outside can read."""
    text = f"{place.sequence:019d}:{place.handed:019d}:{place.page_id.hex}"
    sealed = seal(session, text, f"cursor:feed:{agency_id}")
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read_place(session: AsyncSession, agency_id: UUID, cursor: str) -> Place:
    """Return the place that a cursor names; raises `InvalidCursor`."""
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        text = unseal(session, sealed, f"cursor:feed:{agency_id}")
    except (Tampered, binascii.Error, ValueError):
        raise InvalidCursor from None
    sequence, handed, page_id = text.split(":")
    return Place(int(sequence), int(handed), UUID(page_id))
