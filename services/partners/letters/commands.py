"""How letters are queued with what they tell of, leave one by one, and are seen to by a person."""

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.letters.errors import LetterNotStuck
from services.partners.letters.models import (
    URGENT,
    Hindrance,
    Letter,
    LetterKind,
    LetterState,
)
from services.partners.letters.queries import view_letter
from services.partners.letters.recipients import contacts_of
from services.partners.letters.views import Dismissal, LetterView
from services.partners.letters.wording import ABOUT, Facts, Outlook, wording
from shared.access.policy import KNOWS_THE_CASE
from shared.access.standings import relations_of_agency
from shared.audit.append import record_change
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.mail import Mail, MailServer
from shared.work import now, seal, unseal

GIVEN_UP_AFTER = timedelta(hours=24)
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10))
"""Between attempts; the first is longer than an attempt takes, so that no two overlap."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """How messages leave this exchange; without a mail server or an operator some do not."""

    server: MailServer | None
    operator_email: str | None
    outlook: Outlook


def queue_letter(
    session: AsyncSession, kind: LetterKind, agency_id: UUID, facts: Facts, *, synthetic: bool
) -> None:
    """Let an agency's contacts know, once this transaction commits."""
    _queue(session, kind, agency_id, facts, synthetic=synthetic)


def queue_for_operator(session: AsyncSession, kind: LetterKind, facts: Facts) -> None:
    """Let the operator know, once this transaction commits."""
    _queue(session, kind, None, facts, synthetic=False)


def _queue(
    session: AsyncSession,
    kind: LetterKind,
    agency_id: UUID | None,
    facts: Facts,
    *,
    synthetic: bool,
) -> None:
    letter = Letter(
        letter_id=new_id(),
        kind=kind,
        agency_id=agency_id,
        synthetic=synthetic,
        state=LetterState.QUEUED,
        attempts=0,
        queued_at=now(session),
        next_attempt_at=now(session),
    )
    letter.facts = seal(session, json.dumps(dict(facts)), letter.place_of("facts"))
    session.add(letter)


async def claim_letter(session: AsyncSession, outlet: Outlet) -> Mail | Hindrance | None:
    """Take the next letter that is due; return it as a letter, or what keeps it from being one.

    The next attempt is put off first, so that a process that dies over this one loses nothing
    and no other process makes the same attempt. Nobody is written to about a case that they may
    not know of any more. None where nothing is due, or nothing of it may leave.
    """
    query = (
        select(Letter)
        .where(
            Letter.state.in_((LetterState.QUEUED, LetterState.UNSENT)),
            Letter.next_attempt_at <= now(session),
        )
        .order_by(Letter.kind.in_(URGENT).desc(), Letter.next_attempt_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    letter = await session.scalar(query)
    if letter is None:
        return None
    facts = json.loads(unseal(session, letter.facts, letter.place_of("facts")))
    if not await _may_be_told(session, letter, facts):
        letter.state = LetterState.WITHHELD
        letter.next_attempt_at = None
        letter.settled_at = now(session)
        return None
    letter.next_attempt_at = now(session) + _PAUSES[min(letter.attempts, len(_PAUSES) - 1)]
    letter.attempts += 1
    recipients = await _recipients(session, letter, outlet)
    if not recipients:
        return _hold_up(session, letter, Hindrance.NO_CONTACT)
    if outlet.server is None:
        return _hold_up(session, letter, Hindrance.NO_MAIL_SERVER)
    letter.sent_to = seal(session, ", ".join(recipients), letter.place_of("sent_to"))
    text = wording(letter.kind, facts, outlet.outlook, synthetic=letter.synthetic)
    return Mail(letter.letter_id, recipients, text.subject, text.body)


async def settle_letter(
    session: AsyncSession, letter_id: UUID, hindrance: Hindrance | None
) -> None:
    """Keep what came of an attempt."""
    query = select(Letter).where(Letter.letter_id == letter_id).with_for_update()
    letter = (await session.scalars(query)).one()
    if hindrance is not None:
        letter.sent_to = None
        _hold_up(session, letter, hindrance)
        return
    letter.state = LetterState.SENT
    letter.hindrance = None
    letter.next_attempt_at = None
    letter.settled_at = now(session)


async def dismiss_letter(
    session: AsyncSession, letter_id: UUID, dismissal: Dismissal
) -> LetterView:
    """Keep that the operator has seen to it in another way; nothing is sent any more."""
    query = select(Letter).where(Letter.letter_id == letter_id).with_for_update()
    letter = await session.scalar(query)
    if letter is None:
        raise NotFound
    if letter.state not in {LetterState.UNSENT, LetterState.FAILED}:
        raise LetterNotStuck
    letter.state = LetterState.DISMISSED
    letter.next_attempt_at = None
    letter.settled_at = now(session)
    letter.dismissal = seal(session, dismissal.reason, letter.place_of("dismissal"))
    record_change(session, "dismiss_letter", f"letter/{letter_id}")
    return view_letter(letter)


async def _may_be_told(session: AsyncSession, letter: Letter, facts: Facts) -> bool:
    """Ask the policy once more, as of now, about the case that a letter does not name."""
    if letter.agency_id is None or ABOUT not in facts:
        return True
    case_id = UUID(str(facts[ABOUT]))
    relations = await relations_of_agency(session, letter.agency_id, [case_id])
    return relations.get(case_id) in KNOWS_THE_CASE


async def _recipients(session: AsyncSession, letter: Letter, outlet: Outlet) -> tuple[str, ...]:
    if letter.agency_id is not None:
        return await contacts_of(session, letter.kind, letter.agency_id)
    return (outlet.operator_email,) if outlet.operator_email else ()


def _hold_up(session: AsyncSession, letter: Letter, hindrance: Hindrance) -> Hindrance:
    """Say that it did not get out, and why; after a day it is left to a person."""
    letter.hindrance = hindrance
    letter.state = LetterState.UNSENT
    if now(session) - letter.queued_at >= GIVEN_UP_AFTER:
        letter.state = LetterState.FAILED
        letter.next_attempt_at = None
    return hindrance
