"""Put a service's routers behind the edge."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from shared.auth import TokenVerifier
from shared.http.docs import docs_routes
from shared.http.edge import Edge
from shared.http.health import CHECKS, health_routes
from shared.http.metrics import Figures, metrics_routes, of_the_service
from shared.http.problems import MEDIA_TYPE, Problem, answer_failures
from shared.transactions import Database

VERSION = "0.1.0"


class _Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """Describe the API; failures in the media type that they really have."""
        document = super().openapi()
        for operations in document["paths"].values():
            for operation in operations.values():
                answer = operation["responses"]["default"]
                answer["content"] = {MEDIA_TYPE: next(iter(answer["content"].values()))}
        return document


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
    app = _Api(
        title=title,
        summary=summary,
        version=VERSION,
        openapi_url=f"/{service}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        responses={"default": {"model": Problem, "description": "What is wrong."}},
        lifespan=_close_afterwards,
    )
    app.state.database = database
    app.state.verifier = TokenVerifier(issuer)
    app.state.origin = issuer.removesuffix("/partners")
    app.state.problem_page = f"{app.state.origin}/{service}/problems"
    app.state.checks = dict(CHECKS)
    figures: list[Figures] = [of_the_service]
    app.state.figures = figures
    app.add_middleware(Edge)
    answer_failures(app)
    own = (health_routes(service), metrics_routes(service), docs_routes(service))
    for router in (*routers, *own):
        app.include_router(router)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


@asynccontextmanager
async def _close_afterwards(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.database.dispose()
