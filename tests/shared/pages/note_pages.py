"""Pages small enough to see the shell through: a form, what comes of it, and failures."""

from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from sqlalchemy.orm import DeclarativeBase

from shared.database import new_metadata
from shared.errors import Unauthenticated
from shared.http.app import build_app
from shared.pages.assets import asset_routes
from shared.pages.forms import FormError, read_form
from shared.pages.rendering import Pages
from shared.pages.route import PageRoute
from shared.pages.signed_in import named_in_header
from shared.transactions import Database
from tests.support.agencies import ISSUER

pages = Pages(Path(__file__).parent / "templates")
router = APIRouter(prefix="/notes", route_class=PageRoute, include_in_schema=False)


class Base(DeclarativeBase):
    metadata = new_metadata()


def app_of(database: Database) -> FastAPI:
    """Return the app that serves the pages."""
    return build_app(
        service="notes",
        title="Notes",
        summary="Pages of notes.",
        database=database,
        issuer=ISSUER,
        routers=[router, asset_routes("notes")],
    )


@router.get("/write")
async def offer_form(request: Request, said: str = "") -> Response:
    return pages.answer(request, "note.html", said=said)


@router.post("/write")
async def take_form(request: Request) -> Response:
    form = await read_form(request, {"words", "seen"})
    words = form.one("words")
    if not words.strip():
        missing = [FormError("words", "Write something")]
        return pages.answer(
            request, "note.html", status=HTTPStatus.BAD_REQUEST, errors=missing, said=""
        )
    return pages.answer(request, "note.html", said=words)


@router.get("/by-id/{note_id}")
async def show_note(request: Request, note_id: UUID) -> Response:
    return pages.answer(request, "note.html", said=str(note_id))


@router.get("/mine")
async def show_mine(after: str = "") -> Response:
    raise Unauthenticated


@router.get("/who", dependencies=[Depends(named_in_header)])
async def show_who(request: Request) -> Response:
    return pages.answer(request, "note.html", said="")


@router.get("/broken")
async def break_down() -> Response:
    raise RuntimeError("holds a secret of Marigold's")


@router.get("/forgotten")
async def forget_a_value(request: Request) -> Response:
    return pages.answer(request, "note.html")
