"""How a made-up enquiry ends, and what the adult says of it afterwards, if anything."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final
from uuid import UUID

from deploy.synthesis.area import CHANCES, Plan, new_id, one_of
from deploy.synthesis.telling import Told
from shared.events.outcomes import (
    AdultDied,
    ConclusionDescribed,
    EnquiryConcluded,
    ExperienceAnswered,
    InvitationChanged,
    RiskFound,
)
from shared.reference.dates import DatePrecision
from shared.reference.experience import AnswerMethod, InvitationState, Respondent
from shared.reference.msp import Achieved, JudgedBy
from shared.reference.sac import AbuseType, Location, SourceOfRisk
from shared.reference.sac_concluded import (
    ActionTaken,
    LackedCapacity,
    RiskAssessment,
    RiskOutcome,
    SupportProvided,
)

if TYPE_CHECKING:
    from deploy.synthesis.enquiry import Enquiry

_SAFER: Final = {Achieved.FULLY: 0.85, Achieved.PARTIALLY: 0.55, Achieved.NOT: 0.2}
"""How likely somebody feels safer, by what came true for them. Made up."""


def tell_ending(
    told: Told, plan: Plan, enquiry: "Enquiry", enquiry_id: UUID, chance: Random
) -> None:
    """Tell of the conclusion unless it would come after the last day, and of what follows."""
    at = told.after(chance, hours=24 * CHANCES["practice"]["concluded_after_days"])
    if at > datetime.combine(plan.until, time(17), UTC):
        return
    told.at = enquiry.concluded_at = at
    heard = {wish.adult or wish.worker for wish in enquiry.wishes if wish.worker}
    if heard:
        enquiry.achieved = heard.pop() if len(heard) == 1 else Achieved.PARTIALLY
    by = JudgedBy.ADULT if any(wish.adult for wish in enquiry.wishes) else JudgedBy.WORKER
    told.add(
        EnquiryConcluded,
        enquiry_id=enquiry_id,
        asked=enquiry.asked,
        achieved=enquiry.achieved,
        achieved_judged_by=by if enquiry.achieved else None,
        derived=enquiry.achieved is not None,
        concluded_at=at,
        team=enquiry.team,
    )
    _tell_findings(told, enquiry_id, chance)
    has_died = chance.random() < CHANCES["person"]["died"]
    if has_died:
        told.add(
            AdultDied,
            died_on=at.date(),
            precision=DatePrecision.DAY,
            recorded_by_agency_id=told.council_id,
        )
    _tell_experience(told, enquiry, chance, has_died=has_died)


def _tell_findings(told: Told, enquiry_id: UUID, chance: Random) -> None:
    of = CHANCES["risk"]
    found = RiskAssessment(one_of(chance, of["found"]))
    ceased = found is RiskAssessment.CEASED_AT_INDIVIDUALS_REQUEST
    action = ActionTaken.NOT_TAKEN if ceased or chance.random() < 0.2 else ActionTaken.TAKEN
    became = RiskOutcome.NOT_RECORDED
    if found is RiskAssessment.IDENTIFIED:
        became = RiskOutcome(one_of(chance, of["became"]))
    lacked = chance.random() < CHANCES["practice"]["lacked_capacity"]
    supported = chance.random() < CHANCES["practice"]["supported"]
    risk = RiskFound(
        type=AbuseType(one_of(chance, of["type"])),
        source=SourceOfRisk(one_of(chance, of["source"])),
        location=Location(one_of(chance, of["location"])),
    )
    told.add(
        ConclusionDescribed,
        enquiry_id=enquiry_id,
        version=1,
        risks=(risk,) if chance.random() < 0.95 else None,
        risk_assessment=found,
        action=action,
        risk_outcome=became,
        lacked_capacity=LackedCapacity.YES if lacked else LackedCapacity.NO,
        support=(SupportProvided.YES if supported else SupportProvided.NO)
        if lacked
        else SupportProvided.NOT_RECORDED,
    )


def _tell_experience(told: Told, enquiry: "Enquiry", chance: Random, *, has_died: bool) -> None:
    """Tell how far the invitation came: who got less of what they wanted answers less often."""
    invitation_id = new_id(chance, told.at)
    concluded_at = told.at
    worst = min((wish.true for wish in enquiry.wishes), key=list(_SAFER)[::-1].index, default=None)
    level = worst or Achieved.PARTIALLY
    enquiry.is_safer = chance.random() < _SAFER[level]
    answers = chance.random() < CHANCES["answers"][f"experience_{level}"]
    states = [InvitationState.DUE]
    if has_died:
        states.append(InvitationState.DIED)
    elif answers:
        states += [InvitationState.SENT, InvitationState.OPENED, InvitationState.ANSWERED]
    else:
        refused = (InvitationState.DECLINED, InvitationState.NOT_SAFE_TO_CONTACT)
        states += [InvitationState.SENT, chance.choice((InvitationState.LAPSED, *refused))]
    for state in states:
        told.at += timedelta(days=3)
        told.add(
            InvitationChanged, invitation_id=invitation_id, concluded_at=concluded_at, state=state
        )
    if answers and not has_died:
        enquiry.said_safer = enquiry.is_safer
        proxy = chance.random() < CHANCES["answers"]["by_representative"]
        told.add(
            ExperienceAnswered,
            invitation_id=invitation_id,
            respondent=Respondent.REPRESENTATIVE if proxy else Respondent.ADULT,
            method=AnswerMethod.OWN_ACCOUNT,
        )
