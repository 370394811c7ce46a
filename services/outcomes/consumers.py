"""What outcomes listens to."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries import commands as enquiries
from services.outcomes.prompts.commands import remember_pattern
from services.outcomes.statistics.adults import keep_described, keep_person
from services.outcomes.statistics.commands import keep_fact
from services.outcomes.surveys.frame import keep_acted
from shared.access.listening import listen_for_access
from shared.audit.anchors import listen_for_seals
from shared.events import partners
from shared.events.intake import (
    AdultRedescribed,
    AdultSeparated,
    AdultsMerged,
    AuditSealed,
    ConcernAdded,
    ConcernCorrected,
    ConcernRaised,
    ConcernWithdrawn,
    DecisionMade,
    PatternNoticed,
)
from shared.messaging.consumer import Consumer
from shared.reference.care_act import DecisionOutcome, EnquiryKind

KINDS = {
    DecisionOutcome.SECTION_42: EnquiryKind.SECTION_42,
    DecisionOutcome.OTHER_ENQUIRY: EnquiryKind.OTHER,
}
"""Which decisions lead to an enquiry, and to which kind."""

consumer = Consumer("outcomes", sources=("intake", "partners"))
listen_for_access(consumer)
listen_for_seals(consumer)


consumer.on(ConcernRaised)(keep_fact)
consumer.on(ConcernRaised)(keep_described)
consumer.on(AdultRedescribed)(keep_described)
consumer.on(AdultsMerged)(keep_person)
consumer.on(AdultSeparated)(keep_person)
consumer.on(ConcernAdded)(keep_fact)
consumer.on(ConcernCorrected)(keep_fact)
consumer.on(ConcernWithdrawn)(keep_fact)


consumer.on(PatternNoticed)(remember_pattern)


consumer.on(AuditSealed)(keep_acted)
consumer.on(partners.AuditSealed)(keep_acted)


@consumer.on(DecisionMade)
async def open_enquiry(session: AsyncSession, event: DecisionMade) -> None:
    """Count the decision and open the enquiry that it leads to, if it leads to one.

    Waits (`NotYetKnown`) for a concern that has not arrived.
    """
    await keep_fact(session, event)
    kind = KINDS.get(event.outcome)
    if kind is not None:
        await enquiries.open_enquiry(session, event.case_id, kind, synthetic=event.synthetic)
