"""Opening a survey, answering it once, and saying why not."""

import secrets
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.statistics.period import Period
from services.outcomes.surveys import queries
from services.outcomes.surveys.errors import (
    NobodyToAsk,
    NotForThisAgency,
    NotTheLeadToAsk,
    SampleSizeInconsistent,
    SurveyAnsweredAlready,
    SurveyAnswersDoNotFit,
    SurveyDatesInconsistent,
)
from services.outcomes.surveys.frame import agencies_asked, who_acted
from services.outcomes.surveys.models import NOBODY_NAMED, Survey, SurveyAnswers, SurveyMember
from services.outcomes.surveys.sampling import Person, draw
from services.outcomes.surveys.views import (
    LeaverReceipt,
    NewAnswers,
    NewLeaver,
    NewRefusal,
    NewSurvey,
    ResponseReceipt,
    SurveyView,
)
from services.outcomes.surveys.wording import NEWEST, wording
from shared.access.caller import Caller, Role
from shared.audit.append import record_change
from shared.clock import london_date
from shared.errors import Denial
from shared.identifiers import new_id
from shared.reference.agencies import AgencyKind
from shared.reference.surveys import ResponseState, Selection, SurveyKind
from shared.work import now, seal

_OPENERS = frozenset({AgencyKind.COUNCIL, AgencyKind.SAFEGUARDING_ADULTS_BOARD})
_LONGEST_OPEN = timedelta(days=366)
_ANSWERED = frozenset({ResponseState.ANSWERED, ResponseState.ANSWERED_IN_PART})


async def open_survey(session: AsyncSession, caller: Caller, new: NewSurvey) -> SurveyView:
    """Open a survey, freeze its frame, and pick whom it asks.

    Raises `NotForThisAgency`, `SurveyDatesInconsistent`, `SampleSizeInconsistent` and
    `NobodyToAsk`.
    """
    if caller.kind not in _OPENERS or caller.practitioner is None:
        denial = Denial("open_survey", None, "survey", "neither a council nor a board")
        raise NotForThisAgency(denial=denial)
    _check(session, new)
    frame, agencies_naming_nobody = await _frame(session, caller, new)
    seed = secrets.token_hex(16) if new.selection is Selection.RANDOM_SAMPLE else None
    selected = draw(frame, size=new.sample_size or 0, seed=seed) if seed else frame
    survey = Survey(
        survey_id=new_id(),
        opened_by_agency_id=caller.agency_id,
        opened_by_practitioner_id=caller.practitioner.id,
        opened_at=now(session),
        seed=seed,
        wording=NEWEST[new.kind],
        agencies_naming_nobody=agencies_naming_nobody,
        synthetic=caller.synthetic,
        **new.model_dump(),
    )
    session.add(survey)
    await session.flush()
    await _invite(session, survey, frame, selected)
    record_change(session, "open_survey", f"survey/{survey.survey_id}")
    return await queries.show_survey(session, survey)


async def answer(
    session: AsyncSession, caller: Caller, survey_id: UUID, new: NewAnswers
) -> ResponseReceipt:
    """Keep what somebody answers, once, apart from who it was.

    Raises `NotFound` where no open survey asks them, `SurveyAnsweredAlready` and
    `SurveyAnswersDoNotFit`.
    """
    survey, member = await _asked(session, caller, survey_id)
    asked = wording(survey.wording)
    if not new.answers and new.words is None:
        raise SurveyAnswersDoNotFit
    if any(said not in (asked.choices(code) or ()) for code, said in new.answers.items()):
        raise SurveyAnswersDoNotFit
    is_whole = len(new.answers) == len(asked.questions)
    member.state = ResponseState.ANSWERED if is_whole else ResponseState.ANSWERED_IN_PART
    member.decline_reason = None
    kept = SurveyAnswers(
        answers_id=uuid4(),  # random through and through: a key by time would tell whose it is
        survey_id=survey_id,
        agency_id=member.agency_id,
        answers=dict(new.answers),
        synthetic=survey.synthetic,
    )
    kept.words = None if new.words is None else seal(session, new.words, kept.place)
    session.add(kept)
    return _receipt(session, "answer_survey", member)


async def decline(
    session: AsyncSession, caller: Caller, survey_id: UUID, new: NewRefusal
) -> ResponseReceipt:
    """Note that somebody would rather not answer; they may think better of it while it is open."""
    _, member = await _asked(session, caller, survey_id)
    member.state, member.decline_reason = ResponseState.DECLINED, new.reason
    return _receipt(session, "decline_survey", member)


async def note_leaver(session: AsyncSession, caller: Caller, new: NewLeaver) -> LeaverReceipt:
    """Note that a practitioner has left; who answers after all was there.

    The same is answered whether or not a survey asks them. Raises `NotTheLeadToAsk`.
    """
    if caller.practitioner is None or caller.practitioner.role is not Role.SAFEGUARDING_LEAD:
        denial = Denial("note_leaver", None, "survey", "not the safeguarding lead")
        raise NotTheLeadToAsk(denial=denial)
    still_open = select(Survey.survey_id).where(Survey.closes_on >= london_date(now(session)))
    await session.execute(
        update(SurveyMember)
        .where(
            SurveyMember.agency_id == caller.agency_id,
            SurveyMember.practitioner_id == new.practitioner_id,
            SurveyMember.state == ResponseState.INVITED,
            SurveyMember.survey_id.in_(still_open),
        )
        .values(state=ResponseState.NO_LONGER_THERE)
    )
    record_change(session, "note_leaver", "survey")
    return LeaverReceipt(practitioner_id=new.practitioner_id)


def _check(session: AsyncSession, new: NewSurvey) -> None:
    today = london_date(now(session))
    Period(new.period_from, new.period_to)
    if new.period_to > today or not today <= new.closes_on <= today + _LONGEST_OPEN:
        raise SurveyDatesInconsistent
    if (new.sample_size is None) is (new.selection is Selection.RANDOM_SAMPLE):
        raise SampleSizeInconsistent


async def _frame(session: AsyncSession, caller: Caller, new: NewSurvey) -> tuple[set[Person], int]:
    """Return the frame, and how many agencies acted without naming anybody."""
    if new.kind is SurveyKind.MSP_LEADS:
        agencies = await agencies_asked(session, caller)
        frame, naming_nobody = {(agency_id, NOBODY_NAMED) for agency_id in agencies}, 0
    else:
        acted = await who_acted(session, caller, Period(new.period_from, new.period_to))
        frame = {person for person in acted if person[1] != NOBODY_NAMED}
        naming_nobody = len({one for one, _ in acted} - {one for one, _ in frame})
    if not frame:
        raise NobodyToAsk
    return frame, naming_nobody


async def _invite(
    session: AsyncSession, survey: Survey, frame: set[Person], selected: set[Person]
) -> None:
    rows = [
        {
            "survey_id": survey.survey_id,
            "agency_id": person[0],
            "practitioner_id": person[1],
            "is_selected": person in selected,
            "state": ResponseState.INVITED,
        }
        for person in sorted(frame)
    ]
    await session.execute(insert(SurveyMember), rows)


async def _asked(
    session: AsyncSession, caller: Caller, survey_id: UUID
) -> tuple[Survey, SurveyMember]:
    survey, member = await queries.asked(session, caller, survey_id)
    if member.state in _ANSWERED:
        raise SurveyAnsweredAlready
    return survey, member


def _receipt(session: AsyncSession, operation: str, member: SurveyMember) -> ResponseReceipt:
    record_change(session, operation, f"survey/{member.survey_id}")
    return ResponseReceipt(survey_id=member.survey_id, state=member.state)
