"""Events of the other services, as they arrive at partners."""

from uuid import UUID, uuid4

from shared.events.intake import DecisionMade, InformationGathered
from shared.events.outcomes import EnquiryOpened
from shared.reference.care_act import DecisionOutcome, EnquiryKind, LimbFinding
from tests.services.partners.cases import Hands


def information_gathered(case_id: UUID) -> InformationGathered:
    return InformationGathered(
        case_id=case_id, synthetic=True, information_id=uuid4(), gathered_at=Hands.at
    )


def decision_made(case_id: UUID) -> DecisionMade:
    return DecisionMade(
        case_id=case_id,
        synthetic=True,
        decision_id=uuid4(),
        outcome=DecisionOutcome.SECTION_42,
        decided_at=Hands.at,
        care_and_support_needs=LimbFinding.MET,
        abuse_or_neglect=LimbFinding.MET,
        unable_to_protect=LimbFinding.MET,
    )


def enquiry_opened(case_id: UUID) -> EnquiryOpened:
    return EnquiryOpened(
        case_id=case_id,
        synthetic=True,
        enquiry_id=uuid4(),
        kind=EnquiryKind.SECTION_42,
        opened_at=Hands.at,
    )
