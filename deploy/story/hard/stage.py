"""What the hard stories have in common: a case up to its enquiry, a talk, an end, a timeline."""

from collections.abc import Mapping
from typing import Any

from deploy.story.cast import Cast
from deploy.story.checks import must
from deploy.story.driver import Partner
from deploy.story.moments import day, made_up_nhs_number, now
from deploy.story.telling import Telling
from deploy.story.timeline import timeline

Body = Mapping[str, Any]

MET = {"finding": "met", "evidence": "Seen by the worker who decides, and written down."}
PRIYA = {"name": "Priya Nair", "role": "safeguarding lead, Northshire Council"}
AMA = {"name": "Ama Boateng", "role": "district nurse"}


def adult(given_name: str, family_name: str, **more: Any) -> dict[str, Any]:
    """Return somebody made up, with a number that is never issued."""
    return {
        "given_name": given_name,
        "family_name": family_name,
        "nhs_number": made_up_nhs_number(),
        **more,
    }


async def begin_enquiry(cast: Cast, raiser: Partner, concern: Body) -> str:
    """Raise a concern and decide that section 42 applies; return the case, with its enquiry."""
    told = {"occurred_on": day(-1), "location": "own_home", "immediate_danger": False}
    lead = cast.safeguarding_lead
    receipt = await raiser.post(
        "/intake/v1/concerns", told | {"lead_agency_id": lead.id} | dict(concern)
    )
    raised = await lead.wait_for(f"/intake/v1/concerns/{receipt['concern_id']}")
    case_id: str = raised["case_id"]
    given = None if raiser is cast.care_manager else case_id
    must(receipt["case_id"] == given, "who reports its own is given no case, and others are")
    decision = {
        "care_and_support_needs": MET,
        "abuse_or_neglect": MET,
        "unable_to_protect": MET,
        "outcome": "section_42",
        "rationale": "All three limbs are met.",
        "decider": PRIYA,
    }
    await lead.post(f"/intake/v1/cases/{case_id}/decision", decision)
    await lead.wait_for(f"/outcomes/v1/cases/{case_id}/enquiry")
    return case_id


async def let_join(cast: Cast, case_id: str, *partners: Partner) -> None:
    """Invite agencies, let each accept, and wait until it can read the enquiry."""
    parties = f"/partners/v1/cases/{case_id}/parties"
    await cast.safeguarding_lead.wait_for(parties)
    for partner in partners:
        invitation = {"agency_id": partner.id, "reason": "The adult trusts them."}
        await cast.safeguarding_lead.post(parties, invitation)
        await partner.post(f"{parties}/acceptance")
        await partner.wait_for(f"/outcomes/v1/cases/{case_id}/enquiry")


async def talk(cast: Cast, case_id: str, **changes: Any) -> str:
    """Let the nurse ask the adult, alone and with time; return the conversation's id."""
    asked = {
        "asked": "asked_and_expressed",
        "asked_of": "adult",
        "asked_by": AMA,
        "held_at": now(),
        "circumstances": {"seen_alone": "yes", "place": "own_home", "method": "face_to_face"},
    }
    path = f"/outcomes/v1/cases/{case_id}/conversations"
    told = await cast.nurse.post(path, asked | changes)
    conversation_id: str = told["conversation_id"]
    return conversation_id


async def wish(
    cast: Cast, case_id: str, conversation_id: str, words: str, category: str, **more: Any
) -> str:
    """Write down what the adult wants, in their words, owned by the trust; return its id."""
    said = {
        "conversation_id": conversation_id,
        "words": words,
        "category": category,
        "owner_agency_id": cast.nurse.id,
    }
    kept = await cast.nurse.post(f"/outcomes/v1/cases/{case_id}/desired-outcomes", said | more)
    desired_outcome_id: str = kept["desired_outcome_id"]
    return desired_outcome_id


async def judge(
    cast: Cast, case_id: str, desired_outcome_id: str, judged_by: str, achieved: str, note: str
) -> None:
    """Write down what came of it in somebody's eyes."""
    verdict = {"achieved": achieved, "judged_by": judged_by, "given_at": now(), "note": note}
    path = f"/outcomes/v1/cases/{case_id}/desired-outcomes/{desired_outcome_id}/verdicts"
    await cast.nurse.post(path, verdict)


async def conclude(cast: Cast, case_id: str, findings: Body, summary: str) -> dict[str, Any]:
    """Conclude the enquiry without a gap; return it."""
    path = f"/outcomes/v1/cases/{case_id}/conclusion"
    enquiry: dict[str, Any] = await cast.safeguarding_lead.post(
        path, {"summary": summary, "findings": dict(findings)}
    )
    return enquiry


async def show_timelines(cast: Cast, tell: Telling, case_id: str, last: str) -> None:
    """Print what each agency was told of the case, once the lead has been told the last of it."""
    await cast.social_worker.wait_for_event(last, case_id)
    for partner in (cast.social_worker, cast.nurse, cast.officer, cast.care_manager):
        events = await partner.feed()
        for line in timeline(cast.names[partner.id], events, case_id, cast.names):
            tell.shows(line)


def carer(staff_id: str, name: str) -> dict[str, Any]:
    """Return somebody who works for Brightway Home Care."""
    return {
        "source": "service_provider",
        "relationship": "home-care worker",
        "name": name,
        "organisation_name": "Brightway Home Care",
        "identifiers": [{"scheme": "cqc_provider", "value": "1-999000001"}],
        "practitioner_id": staff_id,
    }
