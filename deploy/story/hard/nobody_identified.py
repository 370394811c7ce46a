"""An allegation with no identified adult: a record of its own, told to nobody, counted nowhere."""

from deploy.story.cast import Cast
from deploy.story.checks import HIDDEN, must
from deploy.story.counts import read_counts
from deploy.story.driver import Partner
from deploy.story.hard.stage import carer
from deploy.story.moments import day
from deploy.story.telling import Telling

_RECORDS = "/intake/v1/positions-of-trust"


async def nobody_is_known_to_be_at_risk(cast: Cast, tell: Telling) -> None:
    """A care worker is cautioned for theft from a relative; no adult at risk is known."""
    tell.act("An allegation against a care worker, with no adult who is known to be at risk")
    everybody = (cast.social_worker, cast.nurse, cast.officer, cast.care_manager)
    before = {one: (await read_counts(one), len(await one.feed())) for one in everybody}
    allegation = {
        "accused": carer("BHC-0407", "Kit Made-Up"),
        "position": "employee",
        "allegations": ["possible_offence"],
        "occurred_on": day(-3),
        "what_happened": "Cautioned for theft from a grandmother, at home and off duty.",
        "adults_at_risk": "not_known",
        "children_at_risk": "no",
        "lead_agency_id": cast.safeguarding_lead.id,
    }
    receipt = await cast.officer.post(_RECORDS, allegation)
    one = f"{_RECORDS}/{receipt['record_id']}"
    tell.says(
        "The police caution a care worker for theft from a relative. No adult at risk is known, so "
        "there is nobody whose wish it is, and it is no case: a record of its own is kept."
    )
    await _only_two_know(cast, one)
    tell.says(
        "Its audience is stricter than any case's: the council's safeguarding lead, and the very "
        "officer who sent it. To the social worker, the trust and the employer it is not there."
    )
    await _decide(cast, tell, one)
    for partner, (counts, told) in before.items():
        must(await read_counts(partner) == counts, "it counts in nobody's figures")
        must(len(await partner.feed()) == told, "nobody's feed tells of it")
    tell.says(
        "No agency's feed has told of any of it, and no figure has moved: it is in no denominator "
        "of what adults wanted."
    )


async def _only_two_know(cast: Cast, one: str) -> None:
    own = await cast.officer.get(one)
    must(own["steps"] is None, "who raised it is not told what is done")
    for outsider in (cast.social_worker, cast.nurse, cast.care_manager):
        await _finds_nothing(outsider, one)


async def _finds_nothing(partner: Partner, one: str) -> None:
    must((await partner.look(one)).status_code == HIDDEN, f"{one} is not there")
    ids = [record["record_id"] for record in await partner.every(_RECORDS)]
    must(one.rpartition("/")[2] not in ids, "nor is it in a list")


async def _decide(cast: Cast, tell: Telling, one: str) -> None:
    decision = {
        "outcome": "meets_threshold",
        "rationale": "She works alone, with keys, in the homes of people who can't check.",
        "review_on": day(14),
    }
    disclosure = {
        "recipient": "employer",
        "is_disclosed": True,
        "lawful_basis": "uk_gdpr_art6_1_e",
        "rationale": "Only the employer can take her off lone visits. She was heard first.",
        "what": "That she was cautioned for theft in a home; not from whom.",
        "person_was_told": True,
    }
    closure = {"finding": "substantiated", "rationale": "She accepted the caution."}
    lead = cast.safeguarding_lead
    for tail, body in (("decision", decision), ("disclosures", disclosure), ("closure", closure)):
        await lead.post(f"{one}/{tail}", body)
    kept = await lead.get(one)
    kinds = [step["kind"] for step in kept["steps"]]
    must(kinds == ["decided", "disclosure_decided", "closed"], "each step is kept")
    refused = await lead.attempt(f"{one}/decision", decision)
    must(refused.is_client_error, "what is closed takes no step")
    await _finds_nothing(cast.care_manager, one)
    tell.says(
        "The council decides, and decides that the employer is told: what, why and on which lawful "
        "basis is kept, and that she knew. The call is made by a person; the exchange tells nobody."
    )
