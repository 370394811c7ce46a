"""The acts in which the adult is asked, answered honestly, and judges what came of it."""

from deploy.story.body import body
from deploy.story.cast import Cast
from deploy.story.driver import Partner
from deploy.story.moments import day, now
from deploy.story.telling import Telling


async def ask_the_adult(cast: Cast, tell: Telling, case_id: str) -> tuple[str, str]:
    """The nurse asks; return the ids of the two desired outcomes."""
    tell.act("The nurse, whom Margaret trusts, asks her what she wants")
    case = f"/outcomes/v1/cases/{case_id}"
    conversation = await cast.nurse.post(
        f"{case}/conversations", body("record-conversation", now=now())
    )
    known = {
        "conversation_id": conversation["conversation_id"],
        "trust_id": cast.nurse.id,
        "police_id": cast.officer.id,
    }
    wishes = []
    for name in ("record-first-wish", "record-second-wish"):
        wish = await cast.nurse.post(f"{case}/desired-outcomes", body(name, **known))
        wishes.append(wish["desired_outcome_id"])
        owner = cast.names[wish["owner_agency_id"]]
        tell.says(f'Margaret: "{wish["words"]}". Owned by {owner}.')
    tell.says(
        "It is the trust, not the council, that asked and recorded it. Her words are kept as she "
        "said them; a category stands beside them for counting."
    )
    return wishes[0], wishes[1]


async def say_what_cannot_be(cast: Cast, tell: Telling, case_id: str, wish: str) -> None:
    """The council records why the first wish can't be delivered; the wish stays."""
    tell.act("One wish can't be met, and Margaret is told why")
    limitation = await cast.safeguarding_lead.post(
        f"/outcomes/v1/cases/{case_id}/desired-outcomes/{wish}/limitations",
        body("record-limitation", now=now(), in_two_weeks=day(14)),
    )
    reasons = " and ".join(reason.replace("_", " ") for reason in limitation["reasons"])
    answer = limitation["explanation"]["adults_response"]
    tell.says(
        f"The worker visits other adults ({reasons}), so Margaret's wish can't decide the matter. "
        "Who decided that, why, what can still be met and the honest conversation with her are "
        f'recorded. Margaret: "{answer}" Her wish keeps its words and stays in the counts.'
    )


async def give_verdicts(
    cast: Cast, tell: Telling, case_id: str, first_wish: str, second_wish: str
) -> None:
    """What came of it, in Margaret's eyes and beside it in the workers'."""
    tell.act("What came of it: Margaret's verdict, and the workers' beside it")
    first = f"/outcomes/v1/cases/{case_id}/desired-outcomes/{first_wish}/verdicts"
    second = f"/outcomes/v1/cases/{case_id}/desired-outcomes/{second_wish}/verdicts"
    given: tuple[tuple[Partner, str, str], ...] = (
        (cast.nurse, first, "give-adults-verdict-on-first-wish"),
        (cast.nurse, first, "give-workers-verdict-on-first-wish"),
        (cast.nurse, second, "give-adults-verdict-on-second-wish"),
        (cast.officer, second, "give-workers-verdict-on-second-wish"),
        (cast.nurse, f"/outcomes/v1/cases/{case_id}/verdicts", "give-adults-overall-verdict"),
    )
    for recorder, path, name in given:
        verdict = await recorder.post(path, body(name, now=now()))
        judge = {"adult": "Margaret", "worker": "The worker"}[verdict["judged_by"]]
        about = {first: "the first wish", second: "the second wish"}.get(path, "all of it")
        tell.says(
            f'{judge} on {about}: {verdict["achieved"]} achieved. "{verdict["note"]}" '
            f"(recorded by {cast.names[recorder.id]})"
        )


async def conclude(cast: Cast, tell: Telling, case_id: str) -> None:
    """The council concludes the enquiry."""
    tell.act("The council concludes the enquiry")
    enquiry = await cast.safeguarding_lead.post(
        f"/outcomes/v1/cases/{case_id}/conclusion", body("conclude-enquiry")
    )
    result = enquiry["conclusion"]["result"]
    tell.says(
        f"Asked: {enquiry['asked'].replace('_', ' ')}. Overall: {result['achieved']} achieved, "
        f"judged by the {result['judged_by']}. Where she and a worker disagree, both stand."
    )
    for partner in (cast.social_worker, cast.nurse, cast.officer):
        await partner.wait_for_event("outcomes.enquiry_concluded.v1", case_id)
