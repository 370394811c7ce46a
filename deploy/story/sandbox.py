"""A sandbox: a made-up council brings made-up cases to a partner whose developers try things out.

It calls the exchange as any council does, so what the partner is sent, reads and is asked for is
what a real case will bring. Whatever the partner does is gone on with, in this run or the next.
"""

from collections.abc import Callable
from typing import Any

import httpx

from deploy.story.body import body
from deploy.story.driver import Partner, Refused
from deploy.story.joining import go_live, join, keep_id, kept_client
from deploy.story.moments import day, day_in_england, days_from_now, made_up_nhs_number
from deploy.story.place import Place
from deploy.story.tokens import Client, Practitioner
from deploy.story.waiting import TookTooLong, until

SLUG = "sandbox-council"
AGREEMENTS = "/partners/v1/agreements"
LEAD = Practitioner("sandbox-lead", "sandbox", "safeguarding_lead")

Say = Callable[[str], None]


class NoSandboxForThis(Exception):
    """Made-up cases are for made-up agencies that are live."""


async def play_sandbox(
    place: Place, agency_id: str, *, cases: int, patience_seconds: float, say: Say
) -> None:
    """Bring `cases` new cases to the agency, and go on with all there are until it is done."""
    async with httpx.AsyncClient(timeout=30.0, trust_env=False) as http:
        operator = Partner(http, place, Client("operator", place.operator_key))
        agency = await operator.get(f"/partners/v1/agencies/{agency_id}")
        if not agency["synthetic"] or agency["state"] != "live":
            raise NoSandboxForThis(
                f"{agency['name']} is {agency['state']} and "
                f"{'made up' if agency['synthetic'] else 'real'}: register a made-up agency "
                "beside it, and let it go live."
            )
        council = await _council(http, operator, place)
        await _agree(council, agency_id)
        for _ in range(cases):
            case_id = await _begin_case(council, agency_id)
            await council.wait_for_event("partners.party_invited.v1", case_id)
            say(f"Case {case_id}: {agency['name']} is invited. Its feed tells of it now.")
        await _go_on(council, agency_id, patience_seconds, say)


async def _council(http: httpx.AsyncClient, operator: Partner, place: Place) -> Partner:
    """Return the sandbox's council, invited and joined at first."""
    invitation = body("invite-agency-sandbox-council")
    known = {one["name"]: one for one in await operator.every("/partners/v1/agencies")}
    found = known.get(invitation["name"])
    if found is not None and found["state"] == "live":
        keep_id(place.keys, SLUG, found["agency_id"])
        council = Partner(http, place, kept_client(place.keys, SLUG), LEAD)
    else:
        code = (
            await operator.post("/partners/v1/agencies", invitation)
            if found is None or found["state"] == "left"
            else await operator.post(f"/partners/v1/agencies/{found['agency_id']}/joining-code")
        )
        council = Partner(http, place, await join(http, place, SLUG, code), LEAD)
        await go_live(operator, council)
        council = Partner(http, place, kept_client(place.keys, SLUG), LEAD)
    for path in ("/intake/v1/concerns", "/outcomes/v1/statistics/summary"):
        await council.wait_until_known(path)
    return council


async def _agree(council: Partner, agency_id: str) -> None:
    """Have an agreement in force with the agency, without which a party is sent nothing."""
    for agreement in await council.every(AGREEMENTS):
        if agreement["agency_id"] == agency_id and agreement["state"] == "in_force":
            return
    terms = {"today": day_in_england(), "next_year": day_in_england(365)}
    await council.post(AGREEMENTS, body("agree-in-sandbox", agency_id=agency_id, **terms))


async def _begin_case(council: Partner, agency_id: str) -> str:
    concern = body(
        "raise-sandbox-concern",
        nhs_number=made_up_nhs_number(),
        yesterday=day(-1),
        council_id=council.id,
    )
    raised = await until(
        council.patience_seconds,
        lambda: council.attempt("/intake/v1/concerns", concern),
        lambda answer: answer.json().get("code") != "lead_agency_unsuitable",
        "the council to be known as live",
    )
    if not raised.is_success:
        raise Refused(f"raising a concern: {raised.status_code} {raised.text}")
    case_id: str = raised.json()["case_id"]
    await council.post(f"/intake/v1/cases/{case_id}/decision", body("decide-in-sandbox"))
    parties = f"/partners/v1/cases/{case_id}/parties"
    await council.wait_for(parties)
    await council.post(parties, body("invite-to-sandbox", agency_id=agency_id))
    return case_id


async def _go_on(council: Partner, agency_id: str, patience_seconds: float, say: Say) -> None:
    """Ask the agency for something wherever it takes part; stop when it has answered everywhere."""
    said: set[str] = set()

    async def step() -> bool:
        waits = False
        for case_id, types in _cases(await council.feed(), agency_id).items():
            if types & ENDED:
                line = f"Case {case_id}: done ({', '.join(sorted(types & ENDED))})."
            elif "partners.request_made.v1" in types:
                line, waits = f"Case {case_id}: a request waits for the agency's answer.", True
            elif "partners.party_accepted.v1" in types:
                await _ask(council, agency_id, case_id)
                line, waits = f"Case {case_id}: it takes part, and is asked for information.", True
            else:
                line, waits = f"Case {case_id}: the invitation waits for its answer.", True
            if line not in said:
                said.add(line)
                say(line)
        return not waits

    try:
        await until(patience_seconds, step, bool, "the agency to answer")
    except TookTooLong:
        say("The agency has not answered everything. Run this again to go on, with --cases 0.")


ENDED = {
    "partners.request_answered.v1",
    "partners.request_declined.v1",
    "partners.party_declined.v1",
    "partners.party_left.v1",
}


async def _ask(council: Partner, agency_id: str, case_id: str) -> None:
    question = body("request-in-sandbox", agency_id=agency_id, in_five_days=days_from_now(5))
    await council.post(f"/partners/v1/cases/{case_id}/requests", question)
    await council.wait_for_event("partners.request_made.v1", case_id)


def _cases(events: list[dict[str, Any]], agency_id: str) -> dict[str, set[str]]:
    """Return what happened between council and agency, by case, of the cases it is invited to."""
    found: dict[str, set[str]] = {}
    for event in events:
        data = event["data"]
        about = {data.get("agency_id"), data.get("asked_of_agency_id")}
        if data.get("case_id") is not None and agency_id in about:
            found.setdefault(data["case_id"], set()).add(event["type"])
    return found
