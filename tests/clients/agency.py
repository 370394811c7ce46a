"""An agency that takes part by every channel at once: its subscriptions, and what each needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from deploy.servers.private import free_port
from deploy.story.driver import Partner
from deploy.story.joining import kept_client
from deploy.story.place import Place
from deploy.story.tokens import Practitioner
from deploy.story.waiting import until

SLUG = "nhs-trust"
READER = "case-system"


@dataclass(frozen=True)
class Webhook:
    """A webhook subscription: at which port its receiver is to listen, and its secret."""

    port: int
    secret: str


class Agency:
    """The trust of the story, as its integration team sees it."""

    def __init__(self, http: httpx.AsyncClient, place: Place) -> None:
        self._place = place
        self._client = kept_client(place.keys, SLUG)
        self._system = Partner(http, place, self._client, Practitioner(READER, None))

    async def subscribe_webhook(self) -> Webhook:
        """Ask to be called at a port of this machine."""
        port = free_port()
        body = {"channel": "webhook", "url": f"http://127.0.0.1:{port}/events"}
        made = await self._system.post("/partners/v1/subscriptions", body)
        return Webhook(port, made["secret"])

    async def subscribe_queue(self) -> Mapping[str, str]:
        """Ask for a queue; return what its reader is told when it starts."""
        made = await self._system.post("/partners/v1/subscriptions", {"channel": "queue"})
        given = await self._system.post("/partners/v1/queue-access/password")
        access = await until(
            self._place.patience_seconds,
            lambda: self._system.look("/partners/v1/queue-access"),
            lambda answer: _is_ready(answer.json(), made["subscription_id"]),
            "the queue",
        )
        queue = _queue(access.json(), made["subscription_id"])
        parts = httpx.URL(given["address"])
        signed_in = parts.copy_with(username=given["username"], password=given["password"])
        return {"ALONGSIDE_QUEUE_URL": str(signed_in), "ALONGSIDE_QUEUE": queue["queue"]}

    async def place_now(self) -> str:
        """Return the end of the feed, as the place to follow it from."""
        after: dict[str, str | int] = {}
        while True:
            page = await self._system.get("/partners/v1/feed", limit=500, **after)
            after = {"after": page["next"]}
            if not page["items"]:
                return str(page["next"])

    async def told_since(self, place: str) -> list[dict[str, Any]]:
        """Return the events that the feed holds after a place."""
        page = await self._system.get("/partners/v1/feed", limit=500, after=place)
        items: list[dict[str, Any]] = page["items"]
        return items

    async def states(self) -> dict[str, str]:
        """Return how far each event of the agency's log has come, by its id."""
        deliveries = await self._system.every("/partners/v1/deliveries")
        return {delivery["event_id"]: delivery["state"] for delivery in deliveries}

    def environment(self, place_file: Path) -> dict[str, str]:
        """Return what the examples are told when they start."""
        key = place_file.parent / "key.jwk"
        key.write_text((self._place.keys / f"{SLUG}.jwk").read_text())
        return {
            "ALONGSIDE_URL": self._place.partners,
            "ALONGSIDE_CLIENT_ID": self._client.id,
            "ALONGSIDE_KEY": str(key),
            "ALONGSIDE_READER": READER,
            "ALONGSIDE_PLACE": str(place_file),
        }


def _queue(access: Mapping[str, Any], subscription_id: str) -> Mapping[str, Any]:
    queues = (one for one in access["queues"] if one["subscription_id"] == subscription_id)
    return next(queues, {"is_ready": False})


def _is_ready(access: Mapping[str, Any], subscription_id: str) -> bool:
    return bool(access["is_open"] and _queue(access, subscription_id)["is_ready"])
