"""Let everything happen once that agencies are told of, in a case whose cast is in place."""

from collections.abc import Mapping
from typing import Any

from tests.exchange.busy_case import REASON
from tests.matrix import (
    adults,
    concerns,
    endings,
    experience,
    patterns,
    shared_work,
    speaking,
    wishes,
)
from tests.matrix import help as help_asked
from tests.matrix.cast import SPARES, WITH_EXCLUDED, Actor
from tests.matrix.place import Place
from tests.matrix.stage import (
    DIRECTING,
    Case,
    answer,
    ask,
    body_of,
    exclude,
    invite,
    open_in_emergency,
    someone_of,
)
from tests.services.outcomes.bodies import verdict
from tests.support.agencies import COUNCIL, POLICE


async def let_all_happen(place: Place, case: Case, *, decider: Actor = DIRECTING) -> None:
    """Take a case from its decision to what comes after its end."""
    for tail in ("information", "decision"):
        await place.done(
            DIRECTING, "POST", f"/intake/v1/cases/{case.id}/{tail}", body_of(tail, case)
        )
    await place.settle()
    await concerns.report_more(place, case, DIRECTING)
    await adults.find_out(place, case, DIRECTING)
    await patterns.come_up(place, case)
    await _parties_change(place, case)
    await _requests_are_settled(place, case)
    await _contributions_change_hands(place, case)
    await _actions_are_taken(place, case)
    lifted = await exclude(place, case, SPARES[0], by=decider, practitioner_id="nobody")
    path = f"/partners/v1/cases/{case.id}/exclusions/{lifted}/lifting"
    await place.done(decider, "POST", path, REASON)
    opened = await open_in_emergency(place, case)
    path = f"/partners/v1/cases/{case.id}/emergencies/{opened}/review"
    await place.done(DIRECTING, "POST", path, body_of("review", case))
    await _the_adult_is_asked(place, case)
    await help_asked.ask_and_answer(place, case)
    await place.settle()


async def _parties_change(place: Place, case: Case) -> None:
    for spare in SPARES[:3]:
        await invite(place, case, spare)
    await answer(place, case, SPARES[0], "acceptance")
    await answer(place, case, SPARES[1], "decline")
    await answer(place, case, SPARES[2], "acceptance")
    await answer(place, case, SPARES[2], "departure")


async def _requests_are_settled(place: Place, case: Case) -> None:
    path = f"/partners/v1/cases/{case.id}/requests"
    between = ((COUNCIL, POLICE), (POLICE, COUNCIL), (POLICE, WITH_EXCLUDED), (COUNCIL, SPARES[0]))
    for asker, asked in between:
        for replies in (("acknowledgement", "answer"), ("decline",)):
            request_id = await ask(place, case, asker, asked)
            for reply in replies:
                body = None if reply == "acknowledgement" else body_of(reply, case)
                await place.done(someone_of(asked), "POST", f"{path}/{request_id}/{reply}", body)


async def _contributions_change_hands(place: Place, case: Case) -> None:
    for owner, other in ((POLICE, WITH_EXCLUDED), (WITH_EXCLUDED, COUNCIL), (COUNCIL, POLICE)):
        one = await shared_work.give(place, case, owner, shared_with=[SPARES[0]])
        path = f"/partners/v1/cases/{case.id}/contributions/{one}"
        revised = {"words": "canary", "why": "canary", "shared_with_agency_ids": [str(POLICE.id)]}
        if owner == POLICE:
            revised["shared_with_agency_ids"] = []
        tag = {"If-Match": '"1"'}
        again = await place.call(someone_of(owner), "PUT", path, revised, headers=tag)
        again.raise_for_status()
        for reply in ("decline", "acceptance"):
            offered = await shared_work.offer(place, case, one, owner, other)
            its = f"/partners/v1/cases/{case.id}/transfers/{offered}/{reply}"
            body = None if reply == "acceptance" else REASON
            await place.done(someone_of(other), "POST", its, body)
        await place.done(someone_of(other), "POST", f"{path}/withdrawal", REASON)
    sent = await shared_work.report(place, case, DIRECTING)
    path = f"/partners/v1/cases/{case.id}/requests/{sent.ids['request_id']}/judgement"
    await place.done(DIRECTING, "POST", path, sent.body)
    sent = await shared_work.ask_oneself(place, case, someone_of(POLICE))
    path = f"/partners/v1/cases/{case.id}/requests/{sent.ids['request_id']}/withdrawal"
    await place.done(someone_of(POLICE), "POST", path, sent.body)
    sent = await shared_work.await_answer(place, case, someone_of(POLICE))
    path = f"/partners/v1/cases/{case.id}/clocks/{sent.ids['clock_id']}/extension"
    await place.done(someone_of(POLICE), "POST", path, sent.body)


async def _actions_are_taken(place: Place, case: Case) -> None:
    for proposer, owner in ((COUNCIL, POLICE), (POLICE, WITH_EXCLUDED), (WITH_EXCLUDED, SPARES[0])):
        for tail in ("decline", "completion"):
            sent = await shared_work.proposed_by(place, case, proposer, owner, tail)
            path = f"/partners/v1/cases/{case.id}/actions/{sent.ids['action_id']}/{tail}"
            await place.done(someone_of(owner), "POST", path, sent.body)
        sent = await shared_work.proposed_by(place, case, proposer, owner, "cancellation")
        path = f"/partners/v1/cases/{case.id}/actions/{sent.ids['action_id']}/cancellation"
        await place.done(someone_of(proposer), "POST", path, REASON)


async def _the_adult_is_asked(place: Place, case: Case) -> None:
    party, path = someone_of(POLICE), f"/outcomes/v1/cases/{case.id}"

    async def post(tail: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return await place.done(party, "POST", f"{path}/{tail}", dict(body))

    talk = await post("conversations", body_of("conversations", case))
    case.ids["conversation_id"] = talk["conversation_id"]
    await wishes.correct(place, case, talk["conversation_id"])
    wished = body_of("desired-outcomes", case)
    wish = await post("desired-outcomes", wished)
    one = f"desired-outcomes/{wish['desired_outcome_id']}"
    revised = await place.call(
        party, "PUT", f"{path}/{one}", wished | {"why": "canary"}, headers={"If-Match": '"1"'}
    )
    revised.raise_for_status()
    await wishes.withdraw(place, case)
    await wishes.look_again(place, case)
    await wishes.weigh(place, case)
    await speaking.let_speak(place, case)
    await post("coercion", body_of("coercion", case))
    await post(f"{one}/limitations", body_of("limitations", case))
    await post(f"{one}/verdicts", verdict("fully", "worker"))
    await place.done(DIRECTING, "POST", f"{path}/conclusion", body_of("conclusion", case))
    await post("verdicts", verdict("not", "adult"))
    await endings.reopen(place, case)
    await post("death", body_of("death", case))
    await place.done(DIRECTING, "POST", f"{path}/death/retraction", body_of("retraction", case))
    await experience.answer(place, case)
