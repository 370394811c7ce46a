"""A service small enough to see the edge through: agencies keep notes, on cases and off."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import AwareDatetime, field_validator
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.access.caller import Caller, Operator, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.database import UtcDateTime, new_metadata
from shared.errors import Conflict, NotFound
from shared.http.callers import allowed, calling, operating
from shared.http.inputs import BrokenInput, Input, ShortText, View, Words
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.preconditions import IfMatch, etag
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.identifiers import new_id
from shared.pagination import Page, paginate
from shared.versions import check_version
from shared.work import now


class Base(DeclarativeBase):
    metadata = new_metadata()


class Note(Base):
    __tablename__ = "notes"

    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    words: Mapped[str]
    version: Mapped[int] = mapped_column()
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by the mapper


class Colour(StrEnum):
    BLUE = "blue"
    GREEN = "green"


class Line(Input):
    text: ShortText


class NewNote(Input):
    words: Words
    title: ShortText | None = None
    copies: int | None = None
    weight: float | None = None
    is_urgent: bool | None = None
    written_on: date | None = None
    seen_at: AwareDatetime | None = None
    colour: Colour | None = None
    about: UUID | None = None
    lines: tuple[Line, ...] = ()

    @field_validator("written_on")
    @classmethod
    def _be_past(cls, written_on: date | None) -> date | None:
        if written_on is not None and written_on > datetime.now(UTC).date():
            raise BrokenInput("future_date", "Must not be in the future.")
        return written_on

    @field_validator("copies")
    @classmethod
    def _be_reasonable(cls, copies: int | None) -> int | None:
        if copies is not None and copies > 100:
            raise ValueError(f"{copies} is too many")
        return copies


class NoteView(View):
    note_id: UUID
    words: str
    version: int
    case_id: UUID | None = None


router = APIRouter(prefix="/notes/v1", route_class=StrictRoute)
Writer = Annotated[Caller, Depends(calling(Scope.CONCERNS_WRITE))]
Reader = Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))]


async def write_note(
    session: AsyncSession, caller: Caller, new: NewNote, case_id: UUID | None = None
) -> NoteView:
    note = Note(
        note_id=new_id(),
        agency_id=caller.agency_id,
        words=new.words,
        seen_at=new.seen_at,
        written_at=now(session),
    )
    session.add(note)
    record_change(session, "write_note", f"note/{note.note_id}", case_id=case_id)
    return NoteView(note_id=note.note_id, words=note.words, version=1, case_id=case_id)


def location(note: NoteView) -> str:
    return f"/notes/v1/notes/{note.note_id}"


@router.post("/notes", status_code=201, response_model=NoteView)
async def keep_note(body: NewNote, caller: Writer, session: Session, once: Once) -> Response:
    """Keep a note, with `words` as they were said."""
    return await once.answer(201, lambda: write_note(session, caller, body), location=location)


@router.get("/notes")
async def list_notes(caller: Reader, session: Session, page: PageQuery) -> Page[NoteView]:
    """List the notes that the caller keeps."""
    query = select(Note).where(Note.agency_id == caller.agency_id)
    keys = (Note.written_at, Note.note_id)
    rows, following = await paginate(
        session, query, keys=keys, page=page, bound_to=f"notes:{caller.agency_id}"
    )
    return Page[NoteView](items=[view(note) for note in rows], next=following)


def view(note: Note) -> NoteView:
    return NoteView(note_id=note.note_id, words=note.words, version=note.version)


async def own_note(session: AsyncSession, caller: Caller, note_id: UUID) -> Note:
    query = select(Note).where(Note.note_id == note_id, Note.agency_id == caller.agency_id)
    note = (await session.execute(query)).scalar_one_or_none()
    if note is None:
        raise NotFound("No such note.")
    return note


@router.get("/notes/{note_id}")
async def read_note(
    note_id: UUID, caller: Reader, session: Session, response: Response
) -> NoteView:
    """Read a note."""
    note = await own_note(session, caller, note_id)
    response.headers["ETag"] = etag(note.version)
    return view(note)


@router.put("/notes/{note_id}")
async def replace_note(
    note_id: UUID,
    body: NewNote,
    caller: Writer,
    session: Session,
    seen: IfMatch,
    response: Response,
) -> NoteView:
    """Replace a note."""
    note = await own_note(session, caller, note_id)
    check_version(note.version, seen)
    note.words = body.words
    await session.flush()
    response.headers["ETag"] = etag(note.version)
    return view(note)


@router.post("/cases/{case_id}/notes", status_code=201, response_model=NoteView)
async def keep_case_note(
    body: NewNote,
    access: Annotated[Access, Depends(allowed(Operation.READ_CONCERN))],
    session: Session,
    once: Once,
) -> Response:
    """Keep a note on a case."""
    return await once.answer(
        201, lambda: write_note(session, access.caller, body, access.case_id), location=location
    )


class NewFiling(NewNote):
    case_id: UUID


@router.post("/filings", status_code=201, response_model=NoteView)
async def file_note(body: NewFiling, caller: Writer, session: Session, once: Once) -> Response:
    """Keep a note whose answer reveals a case that the path does not name."""
    return await once.answer(
        201,
        lambda: write_note(session, caller, body, body.case_id),
        case_id=lambda note: note.case_id,
    )


class NewTrouble(Input):
    kind: str


@router.post("/troubles", status_code=201, response_model=NoteView)
async def cause_trouble(body: NewTrouble, caller: Writer, session: Session, once: Once) -> Response:
    """Write a note, then fail in the way that is asked for."""

    async def write_then_fail() -> NoteView:
        note = await write_note(session, caller, NewNote(words="about Mrs Smith"))
        await session.flush()
        await TROUBLES[body.kind](session)
        return note

    return await once.answer(201, write_then_fail)


async def _break_a_rule(session: AsyncSession) -> None:
    raise Conflict("This was tried too late.")


async def _crash(session: AsyncSession) -> None:
    raise RuntimeError("about Mrs Smith")


async def _lose_a_race(session: AsyncSession) -> None:
    note = (await session.execute(select(Note))).scalars().first()
    assert note is not None
    await session.execute(
        text("INSERT INTO notes SELECT * FROM notes WHERE note_id = note_id LIMIT 1")
    )


async def _fail_to_commit(session: AsyncSession) -> None:
    async def commit() -> None:
        raise ConnectionResetError

    session.commit = commit  # type: ignore[method-assign]


async def _lose_the_connection(session: AsyncSession) -> None:
    await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


GATE: list[asyncio.Event] = []


async def _wait_at_the_gate(session: AsyncSession) -> None:
    await GATE[-1].wait()


TROUBLES: dict[str, Callable[[AsyncSession], Awaitable[None]]] = {
    "rule": _break_a_rule,
    "crash": _crash,
    "race": _lose_a_race,
    "commit": _fail_to_commit,
    "lost connection": _lose_the_connection,
    "wait": _wait_at_the_gate,
}


@router.get("/machines")
async def list_machines(
    operator: Annotated[Operator, Depends(operating())],
) -> dict[str, int]:
    """Count the machines; only the operator may."""
    return {"machines": 1}
