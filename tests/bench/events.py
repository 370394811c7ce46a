"""Events as services send them, for what carries them to be measured with."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from uuid import UUID, uuid4

from shared.events.contract import CaseEvent
from shared.events.intake import ConcernRaised, DecisionMade, InformationGathered
from shared.identifiers import new_id
from shared.messaging.broker import Message
from shared.messaging.envelope import Envelope, data_of, source_of
from shared.reference.care_act import DecisionOutcome, LimbFinding
from shared.reference.msp import Asked
from shared.reference.sac import AbuseType, Location, SourceOfRisk
from tests.support.agencies import COUNCIL, TRUST

EVENTS_OF_A_CASE = 4
_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def concern_raised() -> ConcernRaised:
    return ConcernRaised(
        case_id=new_id(),
        synthetic=True,
        concern_id=new_id(),
        lead_agency_id=COUNCIL.id,
        raised_by_agency_id=TRUST.id,
        raised_at=_AT,
        occurred_on=None,
        abuse_types=(AbuseType.FINANCIAL_OR_MATERIAL,),
        location=Location.OWN_HOME,
        sources_of_risk=(SourceOfRisk.OTHER_KNOWN,),
        asked=Asked.ASKED_NONE_EXPRESSED,
        immediate_danger=False,
        holds=(),
        has_unmatched_employer=False,
    )


def information_gathered(case_id: UUID) -> InformationGathered:
    return InformationGathered(
        case_id=case_id, synthetic=True, information_id=new_id(), gathered_at=_AT
    )


def decision_made(case_id: UUID) -> DecisionMade:
    return DecisionMade(
        case_id=case_id,
        synthetic=True,
        decision_id=new_id(),
        outcome=DecisionOutcome.SECTION_42,
        decided_at=_AT,
        care_and_support_needs=LimbFinding.MET,
        abuse_or_neglect=LimbFinding.MET,
        unable_to_protect=LimbFinding.MET,
    )


def message(event: CaseEvent, sequence: int) -> Message:
    """Return an event of intake's as it travels."""
    envelope = Envelope(
        id=new_id(),
        source=source_of("intake"),
        type=event.type,
        time=_AT,
        subject=event.stream,
        epoch=1,
        sequence=sequence,
        correlationid=str(uuid4()),
        synthetic=True,
        data=data_of(event),
    )
    return Message(envelope.id, event.type, envelope.to_bytes())


def messages_of_cases(count: int) -> Sequence[Message]:
    """Return `count` messages of new cases, a few of each case in order."""
    return list(islice(_without_end(), count))


def _without_end() -> Iterator[Message]:
    while True:
        case_id = new_id()
        for sequence in range(1, EVENTS_OF_A_CASE + 1):
            yield message(information_gathered(case_id), sequence)
