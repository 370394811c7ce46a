"""What may not be known any more is not sent: the policy, asked for the very reader of a push."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.deliveries.coverage import agreed, narrow, why_withheld
from services.partners.deliveries.models import Delivery
from services.partners.deliveries.progress import mark_withheld
from services.partners.deliveries.queries import receivable_by
from services.partners.sendings.models import Sending, SendingState
from services.partners.sendings.numbers import give_back
from services.partners.subscriptions.models import Subscription
from services.partners.subscriptions.queries import reader_of
from shared.access.caller import Caller
from shared.access.policy import Operation, Relation
from shared.access.standings import relations_of_agency, relations_of_caller
from shared.audit.append import record_denial
from shared.errors import Denial
from shared.transactions import act_as
from shared.work import now, work_of

Pair = tuple[Sending, Delivery]


async def withhold_hidden(
    session: AsyncSession, subscription: Subscription, pairs: Sequence[Pair]
) -> list[Pair]:
    """Return what the subscription's reader may be sent now; withhold the rest, for good.

    Each refusal is audited as the reader's, and its number goes to the next that is sent.
    """
    if not pairs:
        return []
    reader = await reader_of(session, subscription)
    positions = [delivery.position for _, delivery in pairs]
    query = select(Delivery.position).where(
        Delivery.position.in_(positions), receivable_by(reader, now(session))
    )
    open_to_reader = set(await session.scalars(query))
    hidden = [pair for pair in pairs if pair[1].position not in open_to_reader]
    if hidden:
        await _withhold(session, reader, hidden)
    open_pairs = [pair for pair in pairs if pair[1].position in open_to_reader]
    await narrow(session, reader.agency_id, [delivery for _, delivery in open_pairs])
    return open_pairs


async def _withhold(session: AsyncSession, reader: Caller, hidden: Sequence[Pair]) -> None:
    case_ids = sorted({delivery.case_id for _, delivery in hidden if delivery.case_id})
    to_reader = await relations_of_caller(session, reader, Operation.RECEIVE_EVENT, case_ids)
    to_agency = await relations_of_agency(session, reader.agency_id, case_ids)
    in_force = await agreed(
        session, case_ids, [reader.agency_id], {delivery.type for _, delivery in hidden}
    )
    earlier_actor = work_of(session).actor
    act_as(session, reader.actor)
    spare = []
    for sending, delivery in hidden:
        relation = _relation(to_reader, delivery)
        if sending.number is not None and sending.sent_at is None:
            spare.append(sending.number)
        await _settle(session, sending, relation)
        as_agency = _relation(to_agency, delivery)
        reason = why_withheld(in_force, reader.agency_id, delivery, as_agency)
        if reason is not None:
            await mark_withheld(session, delivery.position, as_agency, reason)
        record_denial(
            session,
            Denial("send_event", delivery.case_id, f"sending/{sending.sending_id}", relation),
        )
    act_as(session, earlier_actor)
    await give_back(session, hidden[0][0].subscription_id, spare)


def _relation(relations: Mapping[UUID, Relation], delivery: Delivery) -> Relation:
    if delivery.case_id is None:
        return Relation.NON_PARTY
    return relations.get(delivery.case_id, Relation.NON_PARTY)


async def _settle(session: AsyncSession, sending: Sending, relation: Relation) -> None:
    values = {
        "state": SendingState.WITHHELD,
        "withheld_as": relation,
        "claimed_until": None,
        "next_attempt_at": None,
    }
    if sending.sent_at is None:
        values["number"] = None
    changed = update(Sending).where(Sending.sending_id == sending.sending_id).values(**values)
    await session.execute(changed)
