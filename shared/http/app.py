"""Put a service's routers behind the edge."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from shared.auth import TokenVerifier
from shared.http.edge import Edge
from shared.http.problems import Problem, answer_failures
from shared.transactions import Database

VERSION = "0.1.0"


def build_app(
    *,
    service: str,
    title: str,
    summary: str,
    database: Database,
    issuer: str,
    routers: Sequence[APIRouter],
) -> FastAPI:
    """Return the API of one service; `issuer` is whose access tokens are believed."""
    app = FastAPI(
        title=title,
        summary=summary,
        version=VERSION,
        openapi_url=f"/{service}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses={"default": {"model": Problem, "description": "What is wrong."}},
        lifespan=_close_afterwards,
    )
    app.state.database = database
    app.state.verifier = TokenVerifier(issuer)
    app.add_middleware(Edge)
    answer_failures(app)
    for router in routers:
        app.include_router(router)
    return app


@asynccontextmanager
async def _close_afterwards(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.database.dispose()
