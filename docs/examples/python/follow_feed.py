"""Follow the feed: everything your agency is told, in order, from where you stopped.

python follow_feed.py [--once]
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from exchange import Exchange

PLACE = Path(os.environ.get("ALONGSIDE_PLACE", "feed.place"))
PAGE = 100


def take_in(event: dict[str, Any]) -> None:
    """Here your own system takes an event in. The same id may come again: take it in once."""
    sys.stdout.write(json.dumps({name: event.get(name) for name in ("id", "type", "subject")}))
    sys.stdout.write("\n")
    sys.stdout.flush()


def follow(exchange: Exchange, *, once: bool) -> None:
    """Read page after page; while there is nothing new, the exchange holds the call open."""
    place = {"after": PLACE.read_text()} if PLACE.exists() else {}
    while True:
        page = exchange.get("/partners/v1/feed", limit=PAGE, wait=0 if once else 25, **place)
        for event in page["items"]:
            take_in(event)
        # Asking again with `next` says that what came before is safe with you: so keep it now.
        place = {"after": page["next"]}
        new = PLACE.with_suffix(".new")
        new.write_text(page["next"])
        new.replace(PLACE)
        if page["items"]:
            ids = [event["id"] for event in page["items"]]
            exchange.post("/partners/v1/receipts", {"event_ids": ids})
        if once and len(page["items"]) < PAGE:
            return


if __name__ == "__main__":
    follow(Exchange(), once="--once" in sys.argv)
