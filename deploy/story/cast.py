"""The agencies of the story, the people they act for, and how each joins the exchange."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from joserfc.jwk import ECKey

from deploy.story.body import body
from deploy.story.driver import Partner
from deploy.story.place import Place
from deploy.story.tokens import Client, Practitioner, ask_for_token

AGENCIES = {
    "council": "Northshire Council",
    "nhs-trust": "Northshire Community NHS Trust",
    "police": "Northshire Police",
    "care-provider": "Brightway Home Care",
}
"""The agencies' names, by the word that their key's file and their registration's body bear."""

NURSE = Practitioner("NCT-2204", "district nursing east")
SOCIAL_WORKER = Practitioner("NC-0117", "adult safeguarding team")
SAFEGUARDING_LEAD = Practitioner("NC-0003", "adult safeguarding team", "safeguarding_lead")
OFFICER = Practitioner("NP-5512", "adult protection unit")
CARE_MANAGER = Practitioner("BHC-0001", "registered manager")


@dataclass(frozen=True)
class Cast:
    """Who acts in the story, each through their own agency's system."""

    operator: Partner
    nurse: Partner
    social_worker: Partner
    safeguarding_lead: Partner
    officer: Partner
    care_manager: Partner

    @property
    def names(self) -> Mapping[str, str]:
        """Return the agencies' names by id."""
        speaking = (self.social_worker, self.nurse, self.officer, self.care_manager)
        return dict(zip((one.id for one in speaking), AGENCIES.values(), strict=True))


async def gather(http: httpx.AsyncClient, place: Place) -> Cast:
    """Have every agency on the exchange, found again or registered now, and known everywhere."""
    operator = Partner(http, place, Client("operator", place.operator_key))
    known = await _known(operator)
    clients = {slug: await _join(operator, place.keys, slug, known) for slug in AGENCIES}

    def system(slug: str, practitioner: Practitioner) -> Partner:
        return Partner(http, place, clients[slug], practitioner)

    cast = Cast(
        operator=operator,
        nurse=system("nhs-trust", NURSE),
        social_worker=system("council", SOCIAL_WORKER),
        safeguarding_lead=system("council", SAFEGUARDING_LEAD),
        officer=system("police", OFFICER),
        care_manager=system("care-provider", CARE_MANAGER),
    )
    for partner in (cast.social_worker, cast.nurse, cast.officer, cast.care_manager):
        for path in ("/intake/v1/concerns", "/outcomes/v1/statistics/summary"):
            await partner.wait_until_known(path)
    return cast


def kept_client(keys: Path, slug: str) -> Client:
    """Return the client kept for an agency; `FileNotFoundError` before it has joined."""
    return Client(
        id=(keys / f"{slug}.id").read_text(encoding="utf-8").strip(),
        key=json.loads((keys / f"{slug}.jwk").read_text(encoding="utf-8")),
    )


async def token_of(place: Place, slug: str, practitioner: Practitioner | None) -> str:
    """Return an access token for an agency that has joined, to try calls by hand with."""
    async with httpx.AsyncClient(trust_env=False) as http:
        client = kept_client(place.keys, slug)
        return (await ask_for_token(http, place, client, practitioner)).value


async def _known(operator: Partner) -> dict[str, str]:
    """Return the ids of the agencies on the exchange, by name."""
    agencies = await operator.every("/partners/v1/agencies")
    return {agency["name"]: agency["agency_id"] for agency in agencies}


async def _join(operator: Partner, keys: Path, slug: str, known: Mapping[str, str]) -> Client:
    """Find the agency by its name, or have the operator register it with its kept key.

    The key is kept before it is registered, so a run that breaks off in between can go on.
    """
    key = _kept_key(keys / f"{slug}.jwk", slug)
    agency_id = known.get(AGENCIES[slug])
    if agency_id is None:
        public = key.as_dict(private=False)
        answer = await operator.post(
            "/partners/v1/agencies", body(f"register-{slug}", public_key=public)
        )
        agency_id = answer["agency_id"]
    (keys / f"{slug}.id").write_text(f"{agency_id}\n", encoding="utf-8")
    return kept_client(keys, slug)


def _kept_key(path: Path, slug: str) -> ECKey:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        key = ECKey.generate_key("P-256", {"kid": slug, "alg": "ES256", "use": "sig"})
        path.write_text(json.dumps(key.as_dict(private=True)), encoding="utf-8")
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return ECKey.import_key(kept)
