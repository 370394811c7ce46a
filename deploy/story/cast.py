"""The agencies of the story, the people they act for, and how each joins the exchange."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from deploy.story.body import body
from deploy.story.driver import Partner
from deploy.story.joining import go_live, join, keep_id, kept_client
from deploy.story.place import Place
from deploy.story.tokens import Client, Practitioner, ask_for_token

AGENCIES = {
    "council": "Northshire Council",
    "nhs-trust": "Northshire Community NHS Trust",
    "police": "Northshire Police",
    "care-provider": "Brightway Home Care",
}
"""The agencies' names, by the word that their key's file and their invitation's body bear."""

SYSTEM = Practitioner("integration", None)
"""Who reads an agency's feed where no person does."""

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
    """Have every agency on the exchange, found again or invited now, and known everywhere."""
    operator = Partner(http, place, Client("operator", place.operator_key))
    known = await _known(operator)
    clients = {slug: await _found(http, operator, place, slug, known) for slug in AGENCIES}

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


async def token_of(place: Place, slug: str, practitioner: Practitioner | None) -> str:
    """Return an access token for an agency that has joined, to try calls by hand with."""
    async with httpx.AsyncClient(trust_env=False) as http:
        client = kept_client(place.keys, slug)
        return (await ask_for_token(http, place, client, practitioner)).value


async def _known(operator: Partner) -> dict[str, dict[str, Any]]:
    """Return the agencies on the exchange by name; of those that have left, none."""
    agencies = await operator.every("/partners/v1/agencies")
    return {agency["name"]: agency for agency in agencies if agency["state"] != "left"}


async def _found(
    http: httpx.AsyncClient,
    operator: Partner,
    place: Place,
    slug: str,
    known: Mapping[str, Mapping[str, Any]],
) -> Client:
    """Find the agency by its name, or have it invited; let it join and go live if it is not."""
    agency = known.get(AGENCIES[slug])
    if agency is not None and agency["state"] == "live":
        keep_id(place.keys, slug, agency["agency_id"])
        return kept_client(place.keys, slug)
    if agency is None:
        code = await operator.post("/partners/v1/agencies", body(f"invite-agency-{slug}"))
    else:  # an earlier run broke off; its code is lost
        code = await operator.post(f"/partners/v1/agencies/{agency['agency_id']}/joining-code")
    client = await join(http, place, slug, code)
    await go_live(operator, Partner(http, place, client, SYSTEM))
    return client
