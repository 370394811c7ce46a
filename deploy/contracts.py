"""The contracts as files, written from the code: OpenAPI, event schemas, AsyncAPI, docs/events.md.

They are kept in the repository, so that a change of contract is seen in review.
"""

import json
from pathlib import Path
from typing import Any

from deploy.services import SERVICES
from shared.crypto import Cipher
from shared.events.contract import EVENT_TYPES, Event
from shared.http.app import VERSION
from shared.messaging.envelope import CONTENT_TYPE, Envelope

ROOT = Path(__file__).parents[1]
GOLDEN = Path("tests/golden")

_EVENTS_INTRODUCTION = (
    "Between the services every event travels in a CloudEvents 1.0 envelope. An agency is sent "
    "its own copy: its own id, its own numbering, and only the fields marked with a dot below. "
    "Audiences: `internal` (no agency), `lead` (the lead agency), `parties` (the lead and the "
    "agencies that take part); *and the referrer* adds the agency that raised the concern, *and "
    "the invited* those that have not answered yet; *if named* leaves, beside the lead, only the "
    "agencies that the event names. An excluded agency is never told anything."
)


def contracts() -> dict[Path, str]:
    """Return the text of every contract by its path in the repository."""
    files = {GOLDEN / f"openapi-{name}.json": _json(_openapi(name)) for name in sorted(SERVICES)}
    for name, event_class in sorted(EVENT_TYPES.items()):
        files[GOLDEN / "events" / f"{name}.json"] = _json(_event_schema(event_class))
    files[GOLDEN / "asyncapi.json"] = _json(_asyncapi())
    files[Path("docs/events.md")] = _events_page()
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


def _asyncapi() -> dict[str, Any]:
    """Return an AsyncAPI 3.0 document of what the services tell each other."""
    names = sorted(EVENT_TYPES)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Alongside events",
            "version": VERSION,
            "description": "What the services of the exchange tell each other. What an agency "
            "is sent is written anew for it: see docs/events.md.",
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {
            name: {
                "address": name,
                "messages": {"event": {"$ref": f"#/components/messages/{name}"}},
            }
            for name in names
        },
        "operations": {
            f"tell_{name.replace('.', '_')}": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{name}"},
            }
            for name in names
        },
        "components": {
            "messages": {name: _message(EVENT_TYPES[name]) for name in names},
            "schemas": {"envelope": Envelope.model_json_schema()},
        },
    }


def _message(event_class: type[Event]) -> dict[str, Any]:
    return {
        "name": event_class.named(),
        "title": event_class.__name__,
        "summary": _first_line(event_class),
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/envelope"},
                {"type": "object", "properties": {"data": event_class.model_json_schema()}},
            ]
        },
    }


def _events_page() -> str:
    lines = [
        "# Events",
        "",
        "Written from the code by `make golden`; do not edit.",
        "",
        _EVENTS_INTRODUCTION,
    ]
    for name, event_class in sorted(EVENT_TYPES.items()):
        lines += [
            "",
            f"## {name}",
            "",
            _first_line(event_class),
            "",
            f"Audience: {_audience(event_class)}.",
            "",
            "| field | sent to agencies |",
            "|---|---|",
            *_field_rows(event_class),
        ]
    return "\n".join(lines) + "\n"


def _audience(event_class: type[Event]) -> str:
    words = [f"`{event_class.audience}`"]
    if event_class.referrer_may_know:
        words.append("and the referrer")
    if event_class.invited_may_know:
        words.append("and the invited")
    if event_class.addressees is not Event.addressees:
        words.append("if named")
    return " ".join(words)


def _field_rows(event_class: type[Event]) -> list[str]:
    is_internal = event_class.audience == "internal"
    return [
        f"| `{field}` | {'' if is_internal or field in event_class.internal_fields else '•'} |"
        for field in event_class.model_fields
        if field != "type"
    ]


def _first_line(event_class: type[Event]) -> str:
    return (event_class.__doc__ or "").strip().splitlines()[0]
