"""What must hold: who can read what, who can't tell that anything is there, and the counts."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx

from deploy.story.body import body
from deploy.story.cast import Cast
from deploy.story.counts import Counts, expected, wait_for_gain
from deploy.story.driver import Partner
from deploy.story.telling import Telling

OPEN, REFUSED, HIDDEN = 200, 403, 404


class StoryWentWrong(Exception):
    """The exchange did not keep one of its promises."""


def must(holds: bool, promise: str) -> None:  # noqa: FBT001 - the promise itself is the argument
    """Raise `StoryWentWrong` with the promise that was not kept."""
    if not holds:
        raise StoryWentWrong(promise)


def places_of(case_id: str) -> tuple[str, ...]:
    """Return the addresses at which the story reads a case."""
    return (
        f"/intake/v1/cases/{case_id}",
        f"/intake/v1/cases/{case_id}/information",
        f"/intake/v1/cases/{case_id}/decision",
        f"/outcomes/v1/cases/{case_id}/enquiry",
        f"/outcomes/v1/cases/{case_id}/conversations",
        f"/outcomes/v1/cases/{case_id}/desired-outcomes",
        f"/outcomes/v1/cases/{case_id}/verdicts",
        f"/partners/v1/cases/{case_id}/parties",
        f"/partners/v1/cases/{case_id}/exclusions",
        f"/partners/v1/cases/{case_id}/requests",
    )


def every_place_of(case_id: str) -> tuple[str, ...]:
    """Return every address at which something of a case can be read by anybody."""
    outcomes, partners = f"/outcomes/v1/cases/{case_id}", f"/partners/v1/cases/{case_id}"
    tails = (
        "advocacy",
        "best-interests",
        "capacity",
        "coercion",
        "effort",
        "help-requests",
        "invitations",
        "prompts",
        "representatives",
        "weighings",
    )
    return (
        *places_of(case_id),
        f"/intake/v1/cases/{case_id}/adult",
        *(f"{outcomes}/{tail}" for tail in tails),
        *(f"{partners}/{tail}" for tail in ("actions", "clocks", "contributions", "emergencies")),
    )


async def check_finds_nothing(partner: Partner, case_id: str) -> None:
    """Ask for everything in a case; none of it must be there for this agency."""
    for path in every_place_of(case_id):
        answer = await partner.look(path)
        must(answer.status_code == HIDDEN, f"nothing is found at {path}")


async def check_the_employer_sees_nothing(cast: Cast, case_id: str) -> None:
    """Ask for everything as the employer: all of it must look as if the case had never been."""
    employer = cast.care_manager
    nothing = every_place_of(str(uuid4()))
    for here, nowhere in zip(every_place_of(case_id), nothing, strict=True):
        of_case, of_nothing = await employer.look(here), await employer.look(nowhere)
        must(of_case.status_code == HIDDEN, f"the employer finds nothing at {here}")
        must(_shape(of_case) == _shape(of_nothing), f"{here} answers as if it had never been")
    told = await employer.feed()
    must(
        all("case_id" not in event["data"] for event in told),
        "the employer's feed tells of no case",
    )
    for path in ("/partners/v1/invitations", "/partners/v1/requests"):
        must(await employer.every(path) == [], f"the employer's list at {path} is empty")
    concerns = await employer.every("/intake/v1/concerns")
    must(
        all(one["raised_by_agency_id"] == employer.id for one in concerns),
        "the employer lists no concern but those it raised itself",
    )


def _shape(answer: httpx.Response) -> tuple[int, dict[str, Any], list[str]]:
    """Return what can be told from an answer, apart from its own id."""
    body = answer.json()
    body.pop("request_id")
    return answer.status_code, body, sorted(answer.headers)


async def check_at_the_end(
    cast: Cast, tell: Telling, case_id: str, first_wish: str, before: Mapping[Partner, Counts]
) -> None:
    """Ask every agency's own system what it can read now, and count."""
    tell.act("Afterwards: who can read what, and what is counted")
    await _check_who_reads_what(cast, case_id)
    tell.says(
        "The council reads everything. The trust and the police read the concern, the decision and "
        "the enquiry; what the council gathered and whom it excluded is the council's own. A "
        "request is read by the two it is between, and by the lead."
    )
    await check_the_employer_sees_nothing(cast, case_id)
    tell.says("Brightway still finds nothing anywhere: every answer is that of a random id.")
    await _check_the_first_wish(cast, case_id, first_wish)
    tell.says(
        "The first wish stands as Margaret said it, with its limitation, her verdict (not "
        "achieved) and the worker's (partially achieved) beside each other."
    )
    await _check_what_cannot_be_done_twice(cast, case_id)
    await _check_feeds(cast, case_id)
    await _check_counts(cast, before)
    tell.says(
        "Counted for the council: 2 concerns, 1 not decided yet; 1 section 42 enquiry, concluded, "
        "asked and expressed; 2 desired outcomes, of which the adult judged 1 fully and 1 not "
        "achieved, and the workers 1 fully and 1 partially. For the trust and the police: the "
        "same without the second concern. For Brightway: nothing."
    )


async def _check_who_reads_what(cast: Cast, case_id: str) -> None:
    answers = {
        cast.safeguarding_lead: dict.fromkeys(places_of(case_id), OPEN),
        cast.social_worker: {f"/partners/v1/cases/{case_id}/exclusions": REFUSED},
        **{
            party: dict.fromkeys(places_of(case_id), OPEN)
            | {
                f"/intake/v1/cases/{case_id}/information": REFUSED,
                f"/partners/v1/cases/{case_id}/exclusions": REFUSED,
            }
            for party in (cast.nurse, cast.officer)
        },
    }
    for partner, places in answers.items():
        for path, status in places.items():
            answer = await partner.look(path)
            must(
                answer.status_code == status,
                f"{cast.names[partner.id]} at {path}: {status}, not {answer.status_code}",
            )
    requests = f"/partners/v1/cases/{case_id}/requests"
    must(len(await cast.officer.every(requests)) == 1, "the police read their request")
    must(await cast.nurse.every(requests) == [], "the trust reads no request between others")


async def _check_the_first_wish(cast: Cast, case_id: str, first_wish: str) -> None:
    enquiry = await cast.officer.get(f"/outcomes/v1/cases/{case_id}/enquiry")
    wishes = {wish["desired_outcome_id"]: wish for wish in enquiry["desired_outcomes"]}
    wish = wishes[first_wish]
    must(wish["words"] == "I don't want her to lose her job", "the first wish keeps its words")
    must(wish["version"] == 1, "the first wish was never rewritten")
    must(len(wish["limitations"]) == 1, "the first wish has its limitation beside it")
    verdicts = {verdict["judged_by"]: verdict["achieved"] for verdict in wish["verdicts"]}
    must(verdicts == {"adult": "not", "worker": "partially"}, "both verdicts stand")


async def _check_what_cannot_be_done_twice(cast: Cast, case_id: str) -> None:
    lead = cast.safeguarding_lead
    for path, name in (
        (f"/intake/v1/cases/{case_id}/decision", "make-decision"),
        (f"/outcomes/v1/cases/{case_id}/conclusion", "conclude-enquiry"),
    ):
        answer = await lead.attempt(path, body(name))
        must(answer.status_code == httpx.codes.CONFLICT, f"{path} can be made once")


async def _check_feeds(cast: Cast, case_id: str) -> None:
    for partner in (cast.social_worker, cast.nurse, cast.officer):
        events = await partner.feed()
        numbers = [event["sequence"] for event in events]
        must(
            numbers == list(range(1, len(numbers) + 1)),
            f"{cast.names[partner.id]} has a feed numbered without a gap",
        )
    told = await cast.nurse.feed()
    of_case = [event for event in told if event["data"].get("case_id") == case_id]
    must(
        not any(event["type"].startswith("partners.request_") for event in of_case),
        "the trust is not told of a request between others",
    )


async def _check_counts(cast: Cast, before: Mapping[Partner, Counts]) -> None:
    for partner, gain in expected(cast).items():
        await wait_for_gain(partner, before[partner], gain, cast.names[partner.id])
