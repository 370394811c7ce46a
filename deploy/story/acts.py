"""The story, act by act: who does it, what they say, and who can and cannot see it."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from deploy.story.asking import ask_the_adult, conclude, give_verdicts, say_what_cannot_be
from deploy.story.body import body
from deploy.story.cast import Cast, gather
from deploy.story.checks import (
    check_at_the_end,
    check_finds_nothing,
    check_the_employer_sees_nothing,
    must,
)
from deploy.story.counts import expected, read_counts
from deploy.story.moments import day, day_in_england, days_from_now, made_up_nhs_number
from deploy.story.place import Place
from deploy.story.telling import Telling
from deploy.story.timeline import timeline

REQUEST_SECONDS = 30.0


@dataclass(frozen=True)
class Story:
    """What was played: the case, and how long it took."""

    case_id: str
    seconds: float


async def play(place: Place, *, narrate: Callable[[str], None]) -> Story:
    """Play the story to its end and check it; raises what went wrong.

    Each telling has an adult and a case of its own; the agencies are the same.
    """
    tell = Telling(narrate)
    limits = httpx.Timeout(REQUEST_SECONDS)
    async with httpx.AsyncClient(timeout=limits, trust_env=False) as http:
        cast = await agencies_join(http, place, tell)
        await the_council_agrees_what_it_shares(cast, tell)
        before = {partner: await read_counts(partner) for partner in expected(cast)}
        case_id = await a_concern_is_raised(cast, tell)
        await the_council_decides(cast, tell, case_id)
        await the_others_join(cast, tell, case_id)
        await the_police_are_asked(cast, tell, case_id)
        first_wish, second_wish = await ask_the_adult(cast, tell, case_id)
        await say_what_cannot_be(cast, tell, case_id, first_wish)
        await give_verdicts(cast, tell, case_id, first_wish, second_wish)
        await conclude(cast, tell, case_id)
        await a_provider_reports_its_own_worker(cast, tell)
        await check_at_the_end(cast, tell, case_id, first_wish, before)
        await show_the_timelines(cast, tell, case_id)
    tell.says("The end. Everything above was checked through the agencies' own systems.")
    return Story(case_id, tell.seconds)


async def agencies_join(http: httpx.AsyncClient, place: Place, tell: Telling) -> Cast:
    """The operator invites who is not on the exchange yet; each joins with a key of its own."""
    tell.act("The agencies join the exchange")
    cast = await gather(http, place)
    tell.says(
        f"{', '.join(cast.names.values())} are on the exchange, each with a key of its own. The "
        "operator, who invited them, sees no case. All of them, and everybody below, are made "
        "up."
    )
    return cast


async def the_council_agrees_what_it_shares(cast: Cast, tell: Telling) -> None:
    """The council makes an agreement with each agency that it will invite, if there is none."""
    tell.act("The council agrees what it shares, and with whom")
    lead = cast.safeguarding_lead
    in_force = await lead.get("/partners/v1/agreements", state="in_force")
    agreed = {agreement["agency_id"] for agreement in in_force["items"]}
    for slug, partner in (("trust", cast.nurse), ("police", cast.officer)):
        if partner.id not in agreed:
            terms = {"today": day_in_england(), "next_year": day_in_england(365)}
            agreement = body(f"agree-with-{slug}", **{f"{slug}_id": partner.id}, **terms)
            await lead.post("/partners/v1/agreements", agreement)
    tell.says(
        "An agency that takes part in a case is sent what happens only under a sharing agreement: "
        "which events, which of their fields, for what purpose, on which legal basis, until when. "
        "The trust is sent all of it; the police are not sent who it was that was asked what the "
        "adult wants. Each agreement runs out in a year."
    )


async def a_concern_is_raised(cast: Cast, tell: Telling) -> str:
    """A district nurse raises a concern about a home-care worker."""
    tell.act("A district nurse raises a concern")
    concern = body("raise-concern", nhs_number=made_up_nhs_number(), yesterday=day(-1))
    # Needed where there is another made-up council, as that of a sandbox.
    concern |= {"lead_agency_id": cast.social_worker.id}
    receipt = await cast.nurse.post("/intake/v1/concerns", concern)
    case_id: str = receipt["case_id"]
    tell.says(
        "Margaret Ellison tells her district nurse that money goes missing from her purse. "
        "The nurse's own system at the NHS trust raises the concern. It names the morning carer "
        "and her employer, Brightway Home Care, which is on this exchange too. The carer was in "
        "the house, so nobody has asked Margaret yet what she wants: 'not asked, unsafe to ask'."
    )
    await check_the_employer_sees_nothing(cast, case_id)
    tell.says(
        "From this moment Brightway is held: its feed tells of nothing and the case is 'not "
        "found', just as a case that never was."
    )
    return case_id


async def the_council_decides(cast: Cast, tell: Telling, case_id: str) -> None:
    """The lead agency looks further and decides under section 42."""
    tell.act("The council decides whether section 42 applies")
    case = f"/intake/v1/cases/{case_id}"
    await cast.social_worker.wait_for_event("intake.concern_raised.v1", case_id)
    await cast.social_worker.get(case)
    await cast.social_worker.post(f"{case}/information", body("gather-information"))
    tell.says("A social worker reads of the concern in the council's feed, and rings the nurse.")
    decision = await cast.safeguarding_lead.post(f"{case}/decision", body("make-decision"))
    await cast.nurse.get(f"{case}/decision")
    stranger = await cast.officer.look(f"{case}/decision")
    must(stranger.status_code == httpx.codes.NOT_FOUND, "the police know nothing yet")
    await cast.social_worker.wait_for(f"/outcomes/v1/cases/{case_id}/enquiry")
    tell.says(
        f"Priya Nair, safeguarding lead, decides: {decision['outcome'].replace('_', ' ')}, all "
        "three limbs met. The enquiry opens in another part of the exchange by itself. The nurse "
        "can read the decision, since her trust raised the concern; the police know nothing yet."
    )


async def the_others_join(cast: Cast, tell: Telling, case_id: str) -> None:
    """The trust and the police become parties."""
    tell.act("The trust and the police are invited, and accept")
    parties = f"/partners/v1/cases/{case_id}/parties"
    lead = cast.social_worker
    await lead.wait_for(parties)
    await lead.post(parties, body("invite-trust", trust_id=cast.nurse.id))
    await lead.post(parties, body("invite-police", police_id=cast.officer.id))
    enquiry = f"/outcomes/v1/cases/{case_id}/enquiry"
    for partner in (cast.nurse, cast.officer):
        await partner.post(f"{parties}/acceptance")
        await partner.wait_for(enquiry)
        await partner.wait_for(f"/intake/v1/cases/{case_id}")
    refused = await lead.attempt(parties, body("invite-police", police_id=cast.care_manager.id))
    must(refused.is_client_error, "a held agency can't be invited")
    tell.says(
        "Both accept and can read the enquiry now. Inviting Brightway is refused: a held agency "
        "can't be made a party, neither by intention nor by mistake."
    )


async def the_police_are_asked(cast: Cast, tell: Telling, case_id: str) -> None:
    """The council asks the police for information, and is answered."""
    tell.act("The council asks the police for information")
    requests = f"/partners/v1/cases/{case_id}/requests"
    question = body("request-information", police_id=cast.officer.id, in_five_days=days_from_now(5))
    request = await cast.social_worker.post(requests, question)
    one = f"{requests}/{request['request_id']}"
    await cast.officer.wait_for_event("partners.request_made.v1", case_id)
    await cast.officer.post(f"{one}/acknowledgement")
    await cast.officer.post(f"{one}/answer", body("answer-request"))
    answered = await cast.social_worker.get(one)
    tell.says(
        "The police acknowledge the request and answer it within their own system; the council "
        f"reads '{answered['state']}'. The trust is a party too, but the request was not "
        "between it and anybody, so it is not told of it."
    )


async def a_provider_reports_its_own_worker(cast: Cast, tell: Telling) -> None:
    """Brightway raises a concern about another of its workers."""
    tell.act("Meanwhile, Brightway Home Care reports another of its own workers")
    concern = body(
        "raise-concern-about-own-worker", nhs_number=made_up_nhs_number(), yesterday=day(-1)
    )
    concern |= {"lead_agency_id": cast.social_worker.id}
    receipt = await cast.care_manager.post("/intake/v1/concerns", concern)
    one = f"/intake/v1/concerns/{receipt['concern_id']}"
    own = await cast.care_manager.get(one)
    lead = await cast.social_worker.get(one)
    must(receipt["case_id"] is None, "a provider reporting its own worker is given no case")
    must(own["case_id"] is None, "nor does it find the case in what it sent")
    await check_finds_nothing(cast.care_manager, lead["case_id"])
    tell.says(
        "Albert Finch was left without two evening meals, and his provider says so itself. It gets "
        "an acknowledgement and can read again what it sent, but is given no case, and finds none: "
        "what becomes of it is for others to say. The council sees the concern and the case."
    )


async def show_the_timelines(cast: Cast, tell: Telling, case_id: str) -> None:
    """Print what each agency was told, from its own feed."""
    tell.act("The timeline, from each agency's own feed")
    for partner in (cast.social_worker, cast.nurse, cast.officer, cast.care_manager):
        events = await partner.feed()
        for line in timeline(cast.names[partner.id], events, case_id, cast.names):
            tell.shows(line)
