"""What outcomes listens to."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries import commands as enquiries
from services.outcomes.prompts.commands import remember_pattern
from services.outcomes.statistics.commands import keep_fact, keep_facts
from services.outcomes.statistics.folding import FROM_OTHERS
from services.outcomes.surveys.frame import keep_acted
from shared.access.listening import listen_for_access
from shared.audit.anchors import listen_for_seals
from shared.events import partners
from shared.events.intake import AuditSealed, DecisionMade, PatternNoticed
from shared.messaging.consumer import Consumer
from shared.reference.care_act import DecisionOutcome, EnquiryKind

KINDS = {
    DecisionOutcome.SECTION_42: EnquiryKind.SECTION_42,
    DecisionOutcome.OTHER_ENQUIRY: EnquiryKind.OTHER,
}
"""Which decisions lead to an enquiry, and to which kind."""

consumer = Consumer("outcomes", sources=("intake", "partners"), on_own_events=keep_facts)
listen_for_access(consumer)
listen_for_seals(consumer)


for counted in FROM_OTHERS:
    consumer.on(counted)(keep_fact)


consumer.on(PatternNoticed)(remember_pattern)


consumer.on(AuditSealed)(keep_acted)
consumer.on(partners.AuditSealed)(keep_acted)


@consumer.on(DecisionMade)
async def open_enquiry(session: AsyncSession, event: DecisionMade) -> None:
    """Open the enquiry that a decision leads to, if it leads to one."""
    kind = KINDS.get(event.outcome)
    if kind is not None:
        await enquiries.open_enquiry(session, event.case_id, kind, synthetic=event.synthetic)
