"""Inside a service imports point down; the roles of a feature folder are a fixed list."""

from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, SERVICES, imported, parsed, python_files

ROLES = ["models", "queries", "commands", "views", "routes"]
SERVICE_FILES = {
    "__init__",
    "app",
    "consumers",
    "errors",
    "schema",
    "settings",
    "worker",
}
RANK = {
    "models": 1,
    "queries": 2,
    "commands": 3,
    "consumers": 4,
    "routes": 4,
    "app": 5,
    "worker": 5,
}


def _features(service: str) -> list[Path]:
    return [
        folder
        for folder in (ROOT / "services" / service).iterdir()
        if (folder / "__init__.py").exists() and folder.name != "migrations"
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_same_files_as_the_others(service: str) -> None:
    found = {path.stem for path in (ROOT / "services" / service).glob("*.py")}
    assert found == SERVICE_FILES


@pytest.mark.parametrize("service", SERVICES)
def test_a_role_imports_only_from_roles_below_it(service: str) -> None:
    upward = []
    for path in python_files(f"services/{service}"):
        rank = RANK.get(path.stem)
        if rank is None:
            continue
        for name in imported(parsed(path)):
            parts = name.split(".")
            if parts[:2] == ["services", service] and RANK.get(parts[-1], 0) > rank:
                upward.append(f"{path.relative_to(ROOT)} imports {name}")
    assert upward == []


@pytest.mark.parametrize("service", SERVICES)
def test_only_routes_and_apps_know_the_web_framework(service: str) -> None:
    knowing = [
        str(path.relative_to(ROOT))
        for path in python_files(f"services/{service}")
        if path.stem not in {"routes", "app"}
        and any(name.split(".")[0] in {"fastapi", "starlette"} for name in imported(parsed(path)))
    ]
    assert knowing == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_feature_that_can_be_called_has_routes_views_and_what_they_call(service: str) -> None:
    for feature in _features(service):
        roles = {path.stem for path in feature.glob("*.py")} & set(ROLES)
        if "routes" in roles:
            assert "views" in roles, feature
            assert roles & {"commands", "queries"}, feature
