"""How an agency's system joins: with its code and a key of its own, then a test event."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from joserfc.jwk import ECKey

from deploy.story.driver import Partner, Refused
from deploy.story.place import Place
from deploy.story.tokens import Client
from deploy.story.waiting import answered


async def join(http: httpx.AsyncClient, place: Place, slug: str, code: Mapping[str, Any]) -> Client:
    """Join with the code of an invitation and the key kept for the agency; return its client.

    The key is kept before it is registered, so a run that breaks off in between can go on.
    """
    agency_id: str = code["agency_id"]
    key = _kept_key(place.keys / f"{slug}.jwk", slug)
    body = {
        "agency_id": agency_id,
        "code": code["joining_code"],
        "jwks": {"keys": [key.as_dict(private=False)]},
    }
    answer = await answered(
        place.patience_seconds, lambda: http.post(place.url("/partners/v1/joining"), json=body)
    )
    if not answer.is_success:
        raise Refused(f"joining: {answer.status_code} {answer.text}")
    keep_id(place.keys, slug, agency_id)
    return kept_client(place.keys, slug)


async def go_live(operator: Partner, agency: Partner) -> None:
    """Have the agency receive a test event, and the operator let it go live."""
    sent = await agency.post(f"/partners/v1/agencies/{agency.id}/test-events")
    await agency.wait_for_test(sent["test_id"])
    await operator.post(f"/partners/v1/agencies/{agency.id}/admission")


def kept_client(keys: Path, slug: str) -> Client:
    """Return the client kept for an agency; `FileNotFoundError` before it has joined."""
    return Client(
        id=(keys / f"{slug}.id").read_text(encoding="utf-8").strip(),
        key=json.loads((keys / f"{slug}.jwk").read_text(encoding="utf-8")),
    )


def keep_id(keys: Path, slug: str, agency_id: str) -> None:
    """Keep under which id an agency is on the exchange."""
    (keys / f"{slug}.id").write_text(f"{agency_id}\n", encoding="utf-8")


def _kept_key(path: Path, slug: str) -> ECKey:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        key = ECKey.generate_key("P-256", {"kid": slug, "alg": "ES256", "use": "sig"})
        path.write_text(json.dumps(key.as_dict(private=True)), encoding="utf-8")
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return ECKey.import_key(kept)
