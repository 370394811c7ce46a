"""Surveys: who is asked, who answers, and what may be told of it."""

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select

from services.outcomes.consumers import consumer
from services.outcomes.surveys.models import PractitionerDay, SurveyAnswers, SurveyMember
from services.outcomes.surveys.sampling import draw
from services.outcomes.surveys.suppression import suppress
from services.outcomes.surveys.wording import NEWEST, wording
from shared.audit.append import audit_entries
from shared.events import partners
from shared.events.contract import Acted
from shared.messaging.envelope import data_of
from shared.reference.surveys import SurveyKind
from tests.services.outcomes import surveying
from tests.services.outcomes.bodies import CANARY, conversation
from tests.services.outcomes.cases import Case, raise_concern
from tests.services.outcomes.conftest import Hands
from tests.services.outcomes.survey_bodies import ANSWERS
from tests.services.outcomes.surveying import act, my_surveys, open_survey, shown
from tests.support.agencies import (
    BOARD,
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    NURSE,
    POLICE,
    REAL_COUNCIL,
    SAFEGUARDING_LEAD,
    SOCIAL_WORKER,
    TRUST,
    Agency,
    Person,
)
from tests.support.desk import Desk

CROWD = tuple(Person(f"nurse-{number}") for number in range(12))


async def crowd_acts(case: Case, agency: Agency = TRUST) -> None:
    for person in CROWD:
        await act(case, agency, person.id)


async def test_everyone_who_acted_in_any_agency_is_asked_and_nobody_else(case: Case) -> None:
    await act(case, TRUST, NURSE.id)
    await act(case, POLICE, "officer-7")
    await act(case, EMPLOYER, None)
    await case.post("conversations", conversation(), COUNCIL)
    survey = await open_survey(case.desk)
    assert (survey["selection"], survey["agencies_naming_nobody"]) == ("census", 1)
    async with case.desk.database.transaction() as session:
        asked = {(one.agency_id, one.practitioner_id) for one in await session.scalars(_MEMBERS)}
    assert asked == {
        (TRUST.id, NURSE.id),
        (POLICE.id, "officer-7"),
        (COUNCIL.id, NURSE.id),
    }
    assert len(await my_surveys(case.desk, TRUST, NURSE)) == 1
    assert await my_surveys(case.desk, TRUST, SOCIAL_WORKER) == []
    assert await my_surveys(case.desk, BYSTANDER, NURSE) == []
    assert await my_surveys(case.desk, TRUST, None) == []


_MEMBERS = select(SurveyMember)


async def test_looking_is_no_acting_and_other_days_are_not_asked_about(case: Case) -> None:
    await case.get("prompts", TRUST)
    await act(case, POLICE, "officer-7", on=date(2026, 10, 31))
    assert (await surveying.send(case.desk)).json()["code"] == "nobody_to_ask"
    await act(case, POLICE, "officer-8", on=date(2026, 11, 1))
    await open_survey(case.desk)
    assert await my_surveys(case.desk, POLICE, Person("officer-7")) == []
    assert len(await my_surveys(case.desk, POLICE, Person("officer-8"))) == 1


async def test_a_council_asks_about_its_own_cases_and_a_board_about_all(desk: Desk) -> None:
    other = Agency("Eastshire Council", COUNCIL.kind)
    await act(await raise_concern(desk, lead=other), TRUST, NURSE.id)
    assert (await surveying.send(desk, COUNCIL)).json()["code"] == "nobody_to_ask"
    assert (await surveying.send(desk, BOARD)).status_code == 201


@pytest.mark.parametrize("agency", [TRUST, POLICE, EMPLOYER])
async def test_nobody_but_a_council_or_a_board_opens_one(case: Case, agency: Agency) -> None:
    await act(case, TRUST, NURSE.id)
    refused = await surveying.send(case.desk, agency)
    assert (refused.status_code, refused.json()["code"]) == (403, "survey_not_for_this_agency")
    unnamed = await surveying.send(case.desk, COUNCIL, person=None)
    assert unnamed.status_code == 403


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"period_to": "2026-11-23"}, "survey_dates_inconsistent"),
        ({"closes_on": "2026-11-21"}, "survey_dates_inconsistent"),
        ({"closes_on": "2028-01-01"}, "survey_dates_inconsistent"),
        ({"period_from": "2026-11-22", "period_to": "2026-11-01"}, "period_reversed"),
        ({"selection": "random_sample"}, "sample_size_inconsistent"),
        ({"sample_size": 5}, "sample_size_inconsistent"),
    ],
)
async def test_what_does_not_fit_together_is_refused(
    case: Case, changes: dict[str, Any], code: str
) -> None:
    await act(case, TRUST, NURSE.id)
    answer = await surveying.send(case.desk, **changes)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_a_sample_can_be_drawn_again_by_anybody(case: Case) -> None:
    await crowd_acts(case)
    survey = await open_survey(case.desk, selection="random_sample", sample_size=6)
    async with case.desk.database.transaction() as session:
        members = (await session.scalars(_MEMBERS)).all()
    frame = [(one.agency_id, one.practitioner_id) for one in members]
    asked = {(one.agency_id, one.practitioner_id) for one in members if one.is_selected}
    assert len(frame) == len(CROWD)
    assert len(asked) == 6
    assert draw(reversed(frame), size=6, seed=survey["seed"]) == asked
    found = [len(await my_surveys(case.desk, TRUST, person)) for person in CROWD]
    assert sum(found) == 6


def test_every_sample_is_as_likely() -> None:
    frame = [(UUID(int=number), "p") for number in range(10)]
    drawn = Counter(one for seed in range(3000) for one in draw(frame, size=3, seed=str(seed)))
    assert all(abs(count - 900) < 120 for count in drawn.values()), drawn
    assert draw(frame, size=99, seed="x") == set(frame)


async def test_an_answer_is_given_once_and_kept_without_a_name(case: Case) -> None:
    await act(case, TRUST, NURSE.id)
    await open_survey(case.desk)
    [mine] = await my_surveys(case.desk, TRUST, NURSE)
    assert [one["code"] for one in mine["questions"]] == [
        question.code for question in wording(NEWEST[SurveyKind.PRACTITIONERS]).questions
    ]
    first = await surveying.answer(case.desk, mine["survey_id"])
    assert (first.status_code, first.json()["state"]) == (201, "answered_in_part")
    again = await surveying.answer(case.desk, mine["survey_id"])
    assert (again.status_code, again.json()["code"]) == (409, "survey_answered_already")
    assert await my_surveys(case.desk, TRUST, NURSE) == []
    async with case.desk.database.transaction() as session:
        [kept] = (await session.scalars(select(SurveyAnswers))).all()
        entries = (await session.execute(select(audit_entries.c.subject))).scalars().all()
    assert kept.answers == ANSWERS["answers"]
    assert kept.answers_id.version == 4, "a key by time would tell whose it is"
    assert not any(str(kept.answers_id) in subject for subject in entries)
    assert {column.name for column in SurveyAnswers.__table__.columns} == {
        "answers_id", "survey_id", "agency_id", "answers", "words", "synthetic",
    }  # fmt: skip
    assert CANARY.encode() not in (kept.words or b"")


async def test_every_question_answered_is_answered_in_full(case: Case) -> None:
    await act(case, TRUST, NURSE.id)
    await open_survey(case.desk)
    [mine] = await my_surveys(case.desk, TRUST, NURSE)
    whole = {one["code"]: next(iter(one["answers"])) for one in mine["questions"]}
    answer = await surveying.answer(case.desk, mine["survey_id"], answers=whole)
    assert answer.json()["state"] == "answered"


@pytest.mark.parametrize(
    "body",
    [
        {"answers": {}},
        {"answers": {"asked_early": "confident"}},
        {"answers": {"no_such_question": "agree"}},
    ],
)
async def test_an_answer_goes_with_its_question(case: Case, body: dict[str, Any]) -> None:
    await act(case, TRUST, NURSE.id)
    survey = await open_survey(case.desk)
    answer = await surveying.answer(case.desk, survey["survey_id"], **body, words=None)
    assert (answer.status_code, answer.json()["code"]) == (400, "survey_answers_do_not_fit")
    assert len(await my_surveys(case.desk, TRUST, NURSE)) == 1


async def test_who_declined_may_think_better_of_it(case: Case) -> None:
    await act(case, TRUST, NURSE.id)
    survey = await open_survey(case.desk)
    said = await surveying.decline(case.desk, survey["survey_id"], {"reason": "no_time"})
    assert (said.status_code, said.json()["state"]) == (201, "declined")
    [mine] = await my_surveys(case.desk, TRUST, NURSE)
    assert mine["state"] == "declined"
    assert (await surveying.answer(case.desk, survey["survey_id"])).status_code == 201
    async with case.desk.database.transaction() as session:
        [member] = (await session.scalars(_MEMBERS)).all()
    assert (member.state, member.decline_reason) == ("answered_in_part", None)


async def test_why_people_declined_is_counted_and_few_reasons_are_not_shown(case: Case) -> None:
    await crowd_acts(case)
    survey = await open_survey(case.desk)
    said = ["no_time"] * 6 + ["not_comfortable"] * 5
    for person, reason in zip(CROWD, said, strict=False):
        body = {"reason": reason}
        await surveying.decline(case.desk, survey["survey_id"], body, TRUST, person)
    view = await shown(case.desk, survey["survey_id"])
    assert view["states"]["declined"] == 11
    reasons = view["decline_reasons"]
    assert (reasons["no_time"], reasons["not_comfortable"]) in {(6, None), (None, 5)}
    assert reasons["other"] is None


async def test_nobody_who_is_not_asked_can_answer_or_tell_that_there_is_one(case: Case) -> None:
    await act(case, TRUST, NURSE.id)
    survey = await open_survey(case.desk)
    others = ((TRUST, SOCIAL_WORKER), (POLICE, NURSE), (REAL_COUNCIL, NURSE), (TRUST, None))
    for agency, person in others:
        for survey_id in (survey["survey_id"], str(uuid4())):
            answer = await surveying.answer(case.desk, survey_id, agency, person)
            refusal = await surveying.decline(case.desk, survey_id, {}, agency, person)
            assert (answer.status_code, refusal.status_code) == (404, 404)


async def test_after_the_last_day_nobody_answers(case: Case, hands: Hands) -> None:
    await act(case, TRUST, NURSE.id)
    survey = await open_survey(case.desk)
    hands.at += timedelta(days=1)
    assert await my_surveys(case.desk, TRUST, NURSE) == []
    assert (await surveying.answer(case.desk, survey["survey_id"])).status_code == 404


async def test_a_lead_notes_who_left_and_learns_nothing_by_it(case: Case) -> None:
    await act(case, TRUST, NURSE.id)
    survey = await open_survey(case.desk)
    refused = await surveying.note_leaver(case.desk, NURSE.id, TRUST, NURSE)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_the_lead_to_ask")
    answers = [
        await surveying.note_leaver(case.desk, who, TRUST, SAFEGUARDING_LEAD)
        for who in (NURSE.id, "nobody-at-all")
    ]
    assert [one.status_code for one in answers] == [201, 201]
    assert [set(one.json()) for one in answers] == [{"practitioner_id"}] * 2
    async with case.desk.database.transaction() as session:
        [member] = (await session.scalars(_MEMBERS)).all()
    assert member.state == "no_longer_there"
    assert (await surveying.answer(case.desk, survey["survey_id"])).status_code == 201


async def test_the_lead_of_each_agency_answers_for_it_and_boards_are_not_asked(desk: Desk) -> None:
    survey = await open_survey(desk, BOARD, kind="msp_leads")
    assert survey["frame"] == 5
    for agency in (COUNCIL, TRUST, POLICE, EMPLOYER, BYSTANDER):
        [mine] = await my_surveys(desk, agency, SAFEGUARDING_LEAD)
        assert mine["kind"] == "msp_leads"
        assert await my_surveys(desk, agency, NURSE) == []
    assert await my_surveys(desk, BOARD, SAFEGUARDING_LEAD) == []
    assert await my_surveys(desk, REAL_COUNCIL, SAFEGUARDING_LEAD) == []
    said = {"answers": {"how_far": "some"}}
    answer = await surveying.answer(desk, mine["survey_id"], BYSTANDER, SAFEGUARDING_LEAD, **said)
    assert answer.status_code == 201


async def test_results_follow_after_the_last_day_with_their_denominators(
    case: Case, hands: Hands
) -> None:
    await crowd_acts(case)
    survey = await open_survey(case.desk)
    for person in CROWD[:7]:
        await surveying.answer(case.desk, survey["survey_id"], TRUST, person)
    view = await shown(case.desk, survey["survey_id"], POLICE)
    assert (view["responded"], view["states"]["invited"], view["questions"]) == (7, 5, None)
    hands.at += timedelta(days=1)
    view = await shown(case.desk, survey["survey_id"], POLICE)
    assert (view["states"]["lapsed"], view["survey"]["frame"]) == (5, 12)
    assert view["response"] == 7 / 12
    first = view["questions"][0]
    assert (first["of"], first["left_out"]) == (7, 0)
    told = {one["count"] for one in first["answers"].values()}
    assert told == {None}, "that all said the same would tell what each said"
    assert view["agency_kinds"] == [
        {"agency_kind": "nhs_trust", "frame": 12, "selected": 12, "responded": 7}
    ]
    for agency in (TRUST, BOARD, COUNCIL):
        assert await shown(case.desk, survey["survey_id"], agency) == view


async def test_an_answer_has_its_interval_and_bounds_that_suppose_nothing(
    case: Case, hands: Hands
) -> None:
    crowd = [Person(f"nurse-{number}") for number in range(40)]
    for person in crowd:
        await act(case, TRUST, person.id)
    survey = await open_survey(case.desk)
    for person, said in zip(crowd, ["agree"] * 12 + ["disagree"] * 8, strict=False):
        answers = {"asked_early": said}
        await surveying.answer(case.desk, survey["survey_id"], TRUST, person, answers=answers)
    hands.at += timedelta(days=1)
    view = await shown(case.desk, survey["survey_id"])
    first, second = view["questions"][:2]
    assert first["answers"]["disagree"]["count"] is None, "it would tell that nobody said else"
    agreed = first["answers"]["agree"]
    assert (agreed["count"], first["of"]) == (12, 20)
    assert agreed["bounds"] == {"low": 12 / 40, "high": 32 / 40}
    assert agreed["interval"] == pytest.approx({"low": 0.3866, "high": 0.7812}, abs=0.0001)
    assert (second["of"], second["left_out"]) == (0, 20)


async def test_few_answers_are_not_shown_at_all(case: Case, hands: Hands) -> None:
    await crowd_acts(case)
    survey = await open_survey(case.desk)
    for person in CROWD[:4]:
        await surveying.answer(case.desk, survey["survey_id"], TRUST, person)
    hands.at += timedelta(days=1)
    view = await shown(case.desk, survey["survey_id"])
    assert (view["responded"], view["questions"]) == (4, None)
    assert view["agency_kinds"][0]["responded"] is None
    refused = await surveying.words(case.desk, survey["survey_id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "words_not_yet")


async def test_words_are_read_by_who_opened_it_after_the_last_day(case: Case, hands: Hands) -> None:
    await crowd_acts(case)
    survey = await open_survey(case.desk)
    for person in CROWD[:6]:
        await surveying.answer(case.desk, survey["survey_id"], TRUST, person)
    assert (await surveying.words(case.desk, survey["survey_id"])).status_code == 409
    hands.at += timedelta(days=1)
    answer = await surveying.words(case.desk, survey["survey_id"])
    assert answer.json() == {"items": [ANSWERS["words"]] * 6}
    assert (await surveying.words(case.desk, survey["survey_id"], TRUST)).status_code == 403


async def test_surveys_of_another_world_are_not_there(case: Case) -> None:
    await act(case, TRUST, NURSE.id)
    survey = await open_survey(case.desk)
    assert await surveying.listed(case.desk, REAL_COUNCIL) == []
    assert [one["survey_id"] for one in await surveying.listed(case.desk, POLICE)] == [
        survey["survey_id"]
    ]
    answer = await surveying.results(case.desk, survey["survey_id"], REAL_COUNCIL)
    assert answer.status_code == 404


@pytest.mark.parametrize("counts", [(7, 0, 0), (9, 4), (6, 5, 3), (0, 0, 0), (30, 1), (8, 8, 2, 0)])
def test_no_hidden_count_can_be_told_from_the_sum(counts: tuple[int, ...]) -> None:
    kept = dict(enumerate(counts))
    hidden = [key for key, count in suppress(kept).items() if count is None]
    assert all(key in hidden for key, count in kept.items() if count < 5)
    assert len(hidden) != 1
    rest = sum(kept[key] for key in hidden)
    assert not hidden or rest >= 5 or len(hidden) == len(kept)


async def test_a_day_told_twice_is_kept_once(case: Case) -> None:
    for _ in range(2):
        await act(case, TRUST, NURSE.id)
    assert await case.desk.count(PractitionerDay) == 1


async def test_a_crowd_is_asked_at_once(case: Case) -> None:
    days = [
        {
            "case_id": case.id,
            "agency_id": TRUST.id,
            "practitioner_id": f"nurse-{number}",
            "acted_on": date(2026, 11, 20),
        }
        for number in range(10_000)
    ]
    async with case.desk.database.transaction() as session:
        await session.execute(insert(PractitionerDay), days)
    survey = await open_survey(case.desk, selection="random_sample", sample_size=400)
    assert (survey["frame"], survey["selected"]) == (10_000, 400)


async def test_what_a_seal_tells_is_kept_and_an_older_seal_tells_nothing(case: Case) -> None:
    told = partners.AuditSealed(
        number=1,
        digest="00",
        entries=2,
        acted=(
            Acted(
                case_id=case.id,
                agency_id=POLICE.id,
                practitioner_id="officer-7",
                acted_on=date(2026, 11, 20),
            ),
        ),
    )
    older = {key: value for key, value in data_of(told).items() if key != "acted"}
    async with case.desk.database.transaction() as session:
        await consumer.hear(session, told.type, older)
        await consumer.hear(session, told.type, data_of(told))
    assert await case.desk.count(PractitionerDay) == 1
