"""Nothing can be called, done or told that the sheet of the policy does not speak of.

How to add to it is said in docs/policy/README.md.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

import shared.events.intake
import shared.events.outcomes
import shared.events.partners
from deploy.services import SERVICES
from shared.access.policy import Operation
from shared.events.contract import EVENT_TYPES
from tests.architecture.test_routes import ABOUT_THE_SERVICE, _routes
from tests.matrix.sheet import read_sheet
from tests.support.desk import settings_for, sqlite_url

ROWS = [row for row in read_sheet() if not row.is_event]
EVENTS = [row for row in read_sheet() if row.is_event]
LISTENED_TO = (shared.events.intake, shared.events.outcomes, shared.events.partners)


def _asked_of_the_policy(dependant: Dependant) -> Iterator[str]:
    """Yield the operations that a route asks the policy about before it does anything."""
    for dependency in dependant.dependencies:
        call: Any = dependency.call
        if getattr(call, "__qualname__", "").startswith("allowed."):
            yield inspect.getclosurevars(call).nonlocals["operation"].value
        yield from _asked_of_the_policy(dependency)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Return every route that is served, with the operations it asks the policy about."""
    folder: Path = tmp_path_factory.mktemp("sheet")
    found: dict[str, set[str]] = {}
    for name, service in SERVICES.items():
        app: FastAPI = service.open(settings_for(sqlite_url(folder, name))).app()
        for route in _routes(app.routes):
            if route.path.split("/")[2] in ABOUT_THE_SERVICE:
                continue
            asked = _asked_of_the_policy(route.dependant) if isinstance(route, APIRoute) else ()
            operations = set(asked)
            found |= {f"{method} {route.path}": operations for method in route.methods - {"HEAD"}}
    return found


def test_every_route_has_a_row(served: dict[str, set[str]]) -> None:
    missing = served.keys() - {row.route for row in ROWS}
    assert sorted(missing) == [], "give each a row in docs/policy/matrix.csv"


def test_every_row_has_a_route(served: dict[str, set[str]]) -> None:
    stale = {row.route for row in ROWS} - served.keys()
    assert sorted(stale) == [], "these rows speak of nothing"


def test_a_route_asks_the_policy_what_its_row_says(served: dict[str, set[str]]) -> None:
    otherwise = {
        row.call: f"asks {sorted(served[row.route])}, the sheet says {row.policy}"
        for row in ROWS
        if row.route in served and served[row.route] - {row.policy}
    }
    assert otherwise == {}


def test_a_row_of_a_case_is_asked_of_the_policy(served: dict[str, set[str]]) -> None:
    unasked = [row.call for row in ROWS if "{case_id}" in row.path and not served.get(row.route)]
    assert unasked == []


def test_every_event_has_a_row_and_every_row_an_event() -> None:
    assert LISTENED_TO
    assert sorted(EVENT_TYPES.keys() ^ {row.call for row in EVENTS}) == []


def test_every_operation_of_the_policy_has_a_row() -> None:
    missing = {operation.value for operation in Operation} - {row.policy for row in read_sheet()}
    assert sorted(missing) == []
