"""Every route of every running app refuses whoever does not say who they are."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from deploy.services import SERVICES
from services.outcomes.app import PUBLIC as PUBLIC_IN_OUTCOMES
from services.partners.app import PUBLIC as PUBLIC_IN_PARTNERS
from shared.http.strict_route import StrictRoute
from shared.migrations.upgrade import upgrade
from shared.pages.route import PageRoute
from tests.support.desk import client_for, settings_for, sqlite_url

PUBLIC = PUBLIC_IN_OUTCOMES | PUBLIC_IN_PARTNERS
ABOUT_THE_SERVICE = {"assets", "docs", "healthz", "metrics", "openapi.json", "problems", "readyz"}


def _routes(routes: Iterable[Any]) -> Iterator[Any]:
    """Yield every route of an app or a router; included routers are looked into."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            yield route
        else:
            yield from _routes(inner.routes)


def _app(service: str, folder: Path) -> FastAPI:
    return SERVICES[service].open(settings_for(sqlite_url(folder, service))).app()


def _is_public(path: str) -> bool:
    return path in PUBLIC or path.split("/")[2] in ABOUT_THE_SERVICE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("routes")


@pytest.fixture
async def served(service: str, folder: Path) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    opened = SERVICES[service].open(settings_for(sqlite_url(folder, service)))
    await upgrade(opened.database.engine, service)
    app = opened.app()
    try:
        async with client_for(app, None) as client:
            yield app, client
    finally:
        await opened.database.dispose()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("token", [None, "Bearer nonsense", "Basic YTpi"])
async def test_every_route_refuses_an_anonymous_caller(
    token: str | None, served: tuple[FastAPI, httpx.AsyncClient]
) -> None:
    app, client = served
    asked = 0
    headers = {} if token is None else {"Authorization": token}
    for route in _routes(app.routes):
        for method in route.methods - {"HEAD"}:
            if _is_public(route.path):
                continue
            path = re.sub(r"\{[^}]*\}", str(uuid4()), route.path)
            answer = await client.request(method, path, headers=headers)
            asked += 1
            if isinstance(route, PageRoute):
                assert answer.status_code == 303, f"{method} {route.path}"
                back = "?back=" if method == "GET" else ""
                assert answer.headers["Location"].startswith(f"/partners/sign-in{back}")
                continue
            assert answer.status_code == 401, f"{method} {route.path}"
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert asked > 5


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_is_under_its_service_and_reads_strictly(service: str, folder: Path) -> None:
    for route in _routes(_app(service, folder).routes):
        assert route.path.startswith(f"/{service}/"), route.path
        if isinstance(route, APIRoute) and "/v1/" in route.path and route.path not in PUBLIC:
            assert isinstance(route, StrictRoute), route.path


@pytest.mark.parametrize("service", SERVICES)
def test_every_post_needs_an_idempotency_key_and_every_put_a_version(
    service: str, folder: Path
) -> None:
    document = _app(service, folder).openapi()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            headers = {
                parameter["name"]: parameter["required"]
                for parameter in operation.get("parameters", [])
                if parameter["in"] == "header"
            }
            if method == "post" and path not in PUBLIC:
                assert headers.get("Idempotency-Key"), path
            if method in {"put", "patch", "delete"}:
                assert headers.get("If-Match"), path


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_says_what_it_is_for(service: str, folder: Path) -> None:
    for path, methods in _app(service, folder).openapi()["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description") or operation.get("summary"), f"{method} {path}"
            assert len(operation.get("description", "")) > 20, f"{method} {path}"


@pytest.mark.parametrize("service", SERVICES)
async def test_every_service_has_a_page_that_shows_what_can_be_called(
    served: tuple[FastAPI, httpx.AsyncClient], service: str
) -> None:
    _, client = served
    for page in ("docs", "problems"):
        assert (await client.get(f"/{service}/{page}")).status_code == 200
