"""The contracts as files, written from the code: OpenAPI, event schemas, AsyncAPI, docs/events.md.

They are kept in the repository, so that a change of contract is seen in review.
"""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from deploy.asyncapi import agencies_document, services_document
from deploy.code_lists import codes_page
from deploy.events_page import events_page
from deploy.policy_page import PAGE, policy_page
from deploy.services import SERVICES
from shared.crypto import Cipher
from shared.events.catalogue import EVENT_TYPES
from shared.events.contract import Event
from shared.http.problem_types import problem_types

ROOT = Path(__file__).parents[1]
GOLDEN = Path("tests/golden")

_PROBLEMS_INTRODUCTION = (
    "What goes wrong is answered in `application/problem+json` (RFC 9457): `code` is the stable "
    "name to act on, `type` leads to its explanation on the exchange, `detail` says more where "
    "there is more to say, `errors` names the fields of a malformed request, and `request_id` is "
    "what the operator needs to find it. No answer repeats what was sent. Tokens are refused as "
    "OAuth does (RFC 6749, section 5.2)."
)
_ANSWERING = ("shared.endpoints", "shared.idempotency", "shared.pagination", "services.")


def contracts() -> dict[Path, str]:
    """Return the text of every contract by its path in the repository."""
    documents = {name: _openapi(name) for name in sorted(SERVICES)}
    files = {GOLDEN / f"openapi-{name}.json": _json(documents[name]) for name in documents}
    files[Path("docs/codes.md")] = codes_page(documents)
    for name, event_class in sorted(EVENT_TYPES.items()):
        files[GOLDEN / "events" / f"{name}.json"] = _json(_event_schema(event_class))
    files[GOLDEN / "asyncapi.json"] = _json(services_document())
    files[GOLDEN / "asyncapi-agencies.json"] = _json(agencies_document())
    files[Path("docs/events.md")] = events_page()
    files[Path("docs/problems.md")] = _problems_page()
    files[PAGE] = policy_page()
    return files


def write() -> None:
    """Write every contract, and remove the schemas of event types that are gone."""
    files = contracts()
    for old in (ROOT / GOLDEN / "events").glob("*.json"):
        if old.relative_to(ROOT) not in files:
            old.unlink()
    for path, text in files.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text)


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _openapi(service: str) -> dict[str, Any]:
    values = {
        "database_url": "sqlite+aiosqlite://",
        "encryption_keys": Cipher.new_key_text(),
        "issuer": "https://exchange.example/partners",
    }
    return SERVICES[service].open(values).app().openapi()


def _event_schema(event_class: type[Event]) -> dict[str, Any]:
    """Return the JSON Schema of an event's body, with who may be told and what stays inside."""
    schema = event_class.model_json_schema()
    schema["x-audience"] = event_class.audience.value
    schema["x-referrer-may-know"] = event_class.referrer_may_know
    schema["x-invited-may-know"] = event_class.invited_may_know
    schema["x-internal-fields"] = sorted(event_class.internal_fields)
    return schema


def _problems_page() -> str:
    """List every problem that a service answers with, whatever else has been imported by now."""
    for name in SERVICES:
        import_module(f"services.{name}.worker")
    lines = [
        "# Problems",
        "",
        "Written from the code by `make golden`; do not edit.",
        "",
        _PROBLEMS_INTRODUCTION,
        "",
        "| status | code | title | what it means | what to do |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.status} | `{each.code}` | {each.title} | {each.meaning} | {each.advice} |"
        for each in problem_types("shared.http", "shared.auth", "shared.errors", *_ANSWERING)
    ]
    return "\n".join(lines) + "\n"
