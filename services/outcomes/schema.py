"""What the tables of outcomes have in common, and how their narratives are kept."""

from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped

from shared.access.caller import Caller
from shared.database import UtcDateTime, new_metadata
from shared.work import now, seal, unseal

NarrativeT = TypeVar("NarrativeT", bound=BaseModel)


class Base(DeclarativeBase):
    """The tables of outcomes; the kernel's are beside them in the same database."""

    metadata = new_metadata()
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, str: Text}


class Recorded:
    """What every row says that an agency recorded about a case."""

    case_id: Mapped[UUID]
    synthetic: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by_agency_id: Mapped[UUID]
    recorded_by_practitioner_id: Mapped[str | None]


def recorded(session: AsyncSession, caller: Caller, case_id: UUID) -> dict[str, Any]:
    """Return the columns of `Recorded` for what `caller` is recording now."""
    return {
        "case_id": case_id,
        "synthetic": caller.synthetic,
        "recorded_at": now(session),
        "recorded_by_agency_id": caller.agency_id,
        "recorded_by_practitioner_id": caller.practitioner.id if caller.practitioner else None,
    }


def seal_narrative(session: AsyncSession, narrative: BaseModel, row: str) -> bytes:
    """Encrypt all that was told in free text, as one document bound to `row` ("table:id")."""
    return seal(session, narrative.model_dump_json(), row)


def unseal_narrative(
    session: AsyncSession, kind: type[NarrativeT], sealed: bytes, row: str
) -> NarrativeT:
    """Decrypt the document that `seal_narrative` made for the same row."""
    return kind.model_validate_json(unseal(session, sealed, row))
