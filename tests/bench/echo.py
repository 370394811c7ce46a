"""One route that answers with what it was sent: behind our edge, or on bare FastAPI."""

import sys

import uvicorn
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel

from shared.crypto import Cipher
from shared.http.app import build_app
from shared.http.inputs import Input, View, Words
from shared.http.strict_route import StrictRoute
from shared.logging import set_up_logging
from shared.transactions import Database

PATH = "/echo/v1/words"
DESCRIPTION = "/echo/openapi.json"


class NewWords(Input):
    """What is sent to our edge."""

    words: Words
    count: int


class WordsView(View):
    """What it answers."""

    words: str
    count: int


class Plain(BaseModel):
    """What bare FastAPI is sent, and answers."""

    words: str
    count: int


def ours() -> FastAPI:
    """Return an app as every service builds it, with the route alone."""
    router = APIRouter(route_class=StrictRoute)

    @router.post(PATH)
    async def echo(body: NewWords) -> WordsView:
        return WordsView(words=body.words, count=body.count)

    set_up_logging()
    cipher = Cipher.from_text(Cipher.new_key_text())
    return build_app(
        service="echo",
        title="Echo",
        summary="Answers with what it was sent.",
        database=Database("echo", "sqlite+aiosqlite://", cipher),
        issuer="http://bench",
        routers=(router,),
    )


def bare() -> FastAPI:
    """Return the same route with nothing around it."""
    app = FastAPI(openapi_url=DESCRIPTION)

    @app.post(PATH)
    async def echo(body: Plain) -> Plain:
        return Plain(words=body.words, count=body.count)

    return app


APPS = {"ours": ours, "bare": bare}

if __name__ == "__main__":
    uvicorn.run(
        APPS[sys.argv[1]](),
        port=int(sys.argv[2]),
        log_config=None,
        access_log=False,
        server_header=False,
    )
