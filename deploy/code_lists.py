"""The code lists that partners meet in bodies, written from the services' OpenAPI documents."""

from collections.abc import Mapping
from typing import Any

_INTRODUCTION = (
    "Every code that a body may hold, by the name that its list has in the OpenAPI documents. "
    "Lists grow: be ready for a code you don't know, and show it as it is. *Don't know* and *not "
    "recorded* are answers of their own and never a default. Where a list is a national one, or "
    "somebody's published one, its line says so; the others are the exchange's own."
)


def codes_page(documents: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a page of all code lists; `documents` are the OpenAPI documents by service."""
    lists: dict[str, dict[str, Any]] = {}
    used_by: dict[str, list[str]] = {}
    for service, document in sorted(documents.items()):
        for name, schema in document["components"]["schemas"].items():
            if "enum" in schema:
                lists[name] = schema
                used_by.setdefault(name, []).append(service)
    lines = [
        "# Codes",
        "",
        "Written from the code by `make golden`; do not edit.",
        "",
        _INTRODUCTION,
    ]
    for name in sorted(lists):
        lines += [
            "",
            f"## {name}",
            "",
            " ".join(str(lists[name].get("description", "")).split()),
            "",
            " · ".join(f"`{code}`" for code in lists[name]["enum"]),
            "",
            f"Used by {', '.join(used_by[name])}.",
        ]
    return "\n".join(lines) + "\n"
