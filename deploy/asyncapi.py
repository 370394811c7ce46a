"""The AsyncAPI 3.0 documents: what the services tell each other, and what agencies are sent."""

import json
import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from deploy.events_page import first_line
from services.partners.agreements.terms import ALWAYS_SHARED
from services.partners.deliveries.views import DeliveredEvent
from shared.events.catalogue import EVENT_TYPES
from shared.events.contract import Audience, Event
from shared.http.app import VERSION
from shared.messaging.envelope import CONTENT_TYPE, Envelope

Document = dict[str, Any]

_SCHEMAS = "#/components/schemas/"

_FOR_AGENCIES = (
    "What an agency is sent, by whichever of three channels it subscribes to. An event has the "
    "same `id` on all of them and at every repetition: process each id once, and confirm it. "
    "`sequence` counts what is handed over by one channel, from 1 and without a gap. `replay` "
    "marks what you have confirmed before or asked for again. Ignore fields that you don't know; "
    "a sharing agreement may leave fields out of `data`. docs/events.md says what to do."
)
_CHANNELS: dict[str, Document] = {
    "feed": {
        "address": "/partners/v1/feed",
        "title": "Feed",
        "description": "You ask, with a token, and get a page, oldest first. Ask again with "
        "`after`, which takes the `next` of the page before, and `wait`, in seconds.",
    },
    "queue": {
        "address": "{queue}",
        "title": "Queue",
        "description": "A queue of your own for each subscription, read over AMQP 0-9-1; where, "
        "and as whom, is at `GET /partners/v1/queue-access`.",
        "parameters": {"queue": {"description": "Its name, as shown there. Treat it as a secret."}},
    },
    "webhook": {
        "address": None,
        "title": "Webhook",
        "description": "You are called at the address that you gave, by POST, signed as Standard "
        "Webhooks say: verify before you read. Only a 2xx means that you have it; a 410, that you "
        "want no more, ever. What fails is tried again for days.",
    },
}
_SIGNED: Document = {
    "type": "object",
    "required": ["webhook-id", "webhook-timestamp", "webhook-signature"],
    "properties": {
        "webhook-id": {"type": "string", "format": "uuid", "description": "The event's `id`."},
        "webhook-timestamp": {
            "type": "string",
            "pattern": "^[0-9]+$",
            "description": "Seconds since 1970, new at each attempt: refuse what is old.",
        },
        "webhook-signature": {
            "type": "string",
            "description": "A `v1,<base64>` for each secret that is valid, parted by spaces.",
        },
    },
}


def services_document() -> Document:
    """Return what the services tell each other."""
    schemas: Document = {}
    messages = {
        name: _message(event_class, _described(event_class, schemas))
        for name, event_class in sorted(EVENT_TYPES.items())
    }
    schemas["envelope"] = _hoisted(Envelope, schemas)
    return _document(
        "Alongside events",
        "What the services of the exchange tell each other. What an agency is sent is written "
        "anew for it: see asyncapi-agencies.json and docs/events.md.",
        channels={
            name: {
                "address": name,
                "messages": {"event": {"$ref": f"#/components/messages/{name}"}},
            }
            for name in messages
        },
        operations={
            f"tell_{name.replace('.', '_')}": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{name}"},
            }
            for name in messages
        },
        components={"messages": messages, "schemas": schemas},
    )


def agencies_document() -> Document:
    """Return what agencies are sent, from the side of a program of theirs that receives it."""
    schemas: Document = {}
    messages = {
        name: _message(event_class, _as_sent(event_class, schemas))
        for name, event_class in sorted(EVENT_TYPES.items())
        if event_class.audience is not Audience.INTERNAL
    }
    schemas["envelope"] = _hoisted(DeliveredEvent, schemas)
    by_channel = {
        "feed": {"page": {"$ref": "#/components/messages/page"}},
        "queue": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        "webhook": {name: _signed(name) for name in messages},
    }
    return _document(
        "Alongside, as agencies receive it",
        _FOR_AGENCIES,
        channels={
            channel: described | {"messages": by_channel[channel]}
            for channel, described in _CHANNELS.items()
        },
        operations={
            f"receive_by_{channel}": {
                "action": "receive",
                "channel": {"$ref": f"#/channels/{channel}"},
            }
            for channel in _CHANNELS
        },
        components={
            "messages": messages | {"page": _page(messages)},
            "messageTraits": {"signed": {"headers": _SIGNED}},
            "schemas": _reached(messages, schemas),
        },
    )


def _document(title: str, description: str, **parts: Document) -> Document:
    return {
        "asyncapi": "3.0.0",
        "info": {"title": title, "version": VERSION, "description": description},
        "defaultContentType": CONTENT_TYPE,
        **parts,
    }


def _message(event_class: type[Event], data: Document) -> Document:
    return {
        "name": event_class.named(),
        "title": event_class.__name__,
        "summary": first_line(event_class),
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/envelope"},
                {
                    "type": "object",
                    "properties": {"type": {"const": event_class.named()}, "data": data},
                },
            ]
        },
    }


def _signed(name: str) -> Document:
    """Return a message as a webhook carries it."""
    return {
        "name": name,
        "payload": {"$ref": f"#/components/messages/{name}/payload"},
        "traits": [{"$ref": "#/components/messageTraits/signed"}],
    }


def _page(names: Iterable[str]) -> Document:
    events = [{"$ref": f"#/components/messages/{name}/payload"} for name in names]
    return {
        "name": "page",
        "title": "Page of the feed",
        "contentType": "application/json",
        "payload": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": {"anyOf": events}},
                "next": {"type": "string", "description": "Always there: ask again with it."},
            },
        },
    }


def _described(event_class: type[Event], schemas: Document) -> Document:
    """Return the schema of an event's `data`: its type is told by the envelope alone."""
    schema = _hoisted(event_class, schemas)
    del schema["properties"]["type"]
    return schema


def _as_sent(event_class: type[Event], schemas: Document) -> Document:
    """Return the schema of the `data` that an agency is sent: nothing of what stays inside."""
    schema = _described(event_class, schemas)
    del schema["description"]
    for field in event_class.internal_fields:
        del schema["properties"][field]
    is_by_agreement = event_class.audience is Audience.PARTIES
    always = ALWAYS_SHARED if is_by_agreement else schema["properties"].keys()
    schema["required"] = [field for field in schema["properties"] if field in always]
    return schema


def _hoisted(model: type[BaseModel], schemas: Document) -> Document:
    """Return a model's schema; what it refers to is moved to where references lead."""
    schema = model.model_json_schema(ref_template=_SCHEMAS + "{model}", mode="serialization")
    for name, definition in schema.pop("$defs", {}).items():
        if schemas.setdefault(name, definition) != definition:
            raise ValueError(f"two schemas are called {name}")
    return schema


def _reached(messages: Document, schemas: Document) -> Document:
    """Return the schemas that the messages refer to, directly or not."""
    reached: Document = {}
    waiting = [messages]
    while waiting:
        for name in re.findall(f'"{_SCHEMAS}([^"]+)"', json.dumps(waiting.pop())):
            if name not in reached:
                reached[name] = schemas[name]
                waiting.append(schemas[name])
    return reached
