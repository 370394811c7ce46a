"""The story is told by a partner system: HTTP with tokens, and bodies that anyone can send."""

import ast
import json
import re
import sys
from pathlib import Path

import deploy.story

FOLDER = Path(deploy.story.__file__).parent
BODIES = sorted((FOLDER / "bodies").glob("*.json"))
MAY_USE = {"httpx", "joserfc"} | sys.stdlib_module_names


def _imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    return names


CHOSEN = ("invite-agency-", "agree-with-")
"""Bodies that are named after the agency that they are about."""


def test_the_story_uses_nothing_that_a_partner_does_not_have() -> None:
    foreign = [
        f"{path.name} imports {name}"
        for path in sorted(FOLDER.rglob("*.py"))
        for name in sorted(_imported(path))
        if name.split(".")[0] not in MAY_USE and not name.startswith("deploy.story")
    ]
    assert foreign == []


def test_every_body_is_kept_as_json_and_sent_by_the_story() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    for path in BODIES:
        json.loads(path.read_text(encoding="utf-8"))
    unsent = [
        path.stem
        for path in BODIES
        if f'"{path.stem}"' not in told and not path.stem.startswith(CHOSEN)
    ]
    assert unsent == []


def test_every_placeholder_in_a_body_is_explained() -> None:
    explained = (FOLDER / "bodies" / "README.md").read_text(encoding="utf-8")
    used = {
        name
        for path in BODIES
        for name in re.findall(r"\{\{(\w+)\}\}", path.read_text(encoding="utf-8"))
    }
    assert {name for name in used if f"`{{{{{name}}}}}`" not in explained} == set()
