"""A trust that takes part in cases, and its log, written without what leads to it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

import services.partners.app
from services.partners.deliveries.models import Delivery, DeliveryState
from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.models import Subscription
from shared.access.caller import Caller, Practitioner, Role
from shared.access.policy import Operation
from shared.access.tables import PartyState, case_parties, known_cases
from shared.events.partners import Channel
from shared.identifiers import new_id
from shared.transactions import Database
from tests.support.agencies import COUNCIL, NURSE, TRUST, Signer, make_known
from tests.support.agreements import agree_with_everyone

assert services.partners.app, "importing the app imports every model"

READER = Caller(
    agency_id=TRUST.id,
    kind=TRUST.kind,
    synthetic=True,
    scopes=frozenset(),
    practitioner=Practitioner(NURSE.id, NURSE.unit, Role.PRACTITIONER),
)


async def know(session: AsyncSession) -> None:
    """Make the agencies known, and let each council share everything with each other agency."""
    await make_known(session, Signer())
    agree_with_everyone(session)


def subscription(channel: Channel) -> Subscription:
    """Return a subscription of the trust's from the beginning of its log."""
    return Subscription(
        subscription_id=new_id(),
        agency_id=TRUST.id,
        channel=channel,
        state=SubscriptionState.ACTIVE,
        event_types=None,
        reader_practitioner_id=NURSE.id,
        reader_unit=NURSE.unit,
        reader_role=Role.PRACTITIONER,
        version=1,
        made_at=datetime.now(UTC),
        enqueued_through=0,
        last_number=0,
    )


async def begin_case(database: Database) -> UUID:
    """Let the trust take part in another case of the council's."""
    case_id = uuid4()
    lead = {"lead_agency_id": COUNCIL.id, "referrer_agency_id": COUNCIL.id}
    party = {"case_id": case_id, "agency_id": TRUST.id, "state": PartyState.ACCEPTED}
    async with database.transaction() as session:
        await session.execute(
            insert(known_cases),
            {**lead, "case_id": case_id, "synthetic": True, "has_unmatched_employer": False},
        )
        await session.execute(insert(case_parties), party)
    return case_id


async def tell(database: Database, case_ids: Sequence[UUID]) -> None:
    """Write an event of each of these cases into the trust's log, to be released yet."""
    async with database.transaction() as session:
        await session.execute(insert(Delivery), [_delivery(case_id) for case_id in case_ids])


def _delivery(case_id: UUID) -> dict[str, object]:
    return {
        "event_id": new_id(),
        "agency_id": TRUST.id,
        "case_id": case_id,
        "synthetic": True,
        "type": "intake.decision_made.v1",
        "occurred_at": datetime.now(UTC),
        "data": {"case_id": str(case_id)},
        "received_by": Operation.RECEIVE_EVENT,
        "state": DeliveryState.PENDING,
    }
