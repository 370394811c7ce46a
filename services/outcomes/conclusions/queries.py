"""What can be read of an enquiry as a whole."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conclusions.endings import (
    concern_codes,
    earlier_conclusions,
    show_conclusion,
)
from services.outcomes.conclusions.views import (
    EnquiryState,
    EnquiryView,
    JudgedOutcomeView,
)
from services.outcomes.deaths.queries import read_death
from services.outcomes.desired_outcomes.models import DesiredOutcomeVersion
from services.outcomes.desired_outcomes.queries import current_versions, show_desired_outcome
from services.outcomes.enquiries.queries import enquiry_of
from services.outcomes.limitations.models import Limitation
from services.outcomes.limitations.queries import limitations_of, show_limitation
from services.outcomes.verdicts.queries import read_verdicts
from shared.access.disclosure import ENQUIRY, JUDGED_OUTCOME, redact
from shared.access.relations import Relation


async def read_enquiry(session: AsyncSession, case_id: UUID) -> EnquiryView:
    """Return the case's enquiry with wishes, limitations and verdicts; raises `NotFound`."""
    enquiry = await enquiry_of(session, case_id)
    wishes = current_versions(case_id).order_by(DesiredOutcomeVersion.desired_outcome_id)
    limits = limitations_of(case_id).order_by(Limitation.limitation_id)
    limitations = [show_limitation(session, kept) for kept in await session.scalars(limits)]
    verdicts = await read_verdicts(session, case_id)
    return EnquiryView(
        enquiry_id=enquiry.enquiry_id,
        case_id=case_id,
        kind=enquiry.kind,
        state=EnquiryState.CONCLUDED if enquiry.concluded_at else EnquiryState.OPEN,
        opened_at=enquiry.opened_at,
        asked=enquiry.asked,
        desired_outcomes=[
            JudgedOutcomeView(
                **dict(show_desired_outcome(session, kept)),
                limitations=[
                    limitation
                    for limitation in limitations
                    if limitation.desired_outcome_id == kept.desired_outcome_id
                ],
                verdicts=[
                    verdict
                    for verdict in verdicts
                    if verdict.desired_outcome_id == kept.desired_outcome_id
                ],
            )
            for kept in await session.scalars(wishes)
        ],
        overall_verdicts=[verdict for verdict in verdicts if verdict.desired_outcome_id is None],
        from_concerns=await concern_codes(session, case_id),
        conclusion=await show_conclusion(session, enquiry),
        earlier_conclusions=await earlier_conclusions(session, enquiry),
        adult_died=enquiry.adult_died,
        death=await read_death(session, case_id),
        version=enquiry.version,
        synthetic=enquiry.synthetic,
    )


def disclose_enquiry(view: EnquiryView, relation: Relation) -> EnquiryView:
    """Return what is shown of an enquiry, given whole."""
    outcomes = [redact(one, relation, by=JUDGED_OUTCOME) for one in view.desired_outcomes]
    shown = redact(view, relation, by=ENQUIRY)
    return shown.model_copy(update={"desired_outcomes": outcomes})
