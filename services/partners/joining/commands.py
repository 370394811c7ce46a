"""What can change: who is invited to the exchange, and who joins it."""

import hmac
from collections.abc import Sequence
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agencies.commands import (
    note_joined,
    propose_identifiers,
    take_identifiers,
)
from services.partners.agencies.identifiers import canonical
from services.partners.agencies.lifecycle import Step, may
from services.partners.agencies.models import Agency
from services.partners.agencies.queries import lock_agency, view_of
from services.partners.agencies.views import NewProposal
from services.partners.contacts.commands import add_contact, replace_contacts
from services.partners.credentials.commands import replace_credentials
from services.partners.credentials.errors import UnsuitableKey
from services.partners.credentials.public_keys import PublicKey, accept_public_key
from services.partners.credentials.secrets import MadeSecret
from services.partners.joining.codes import LIFE, MOST_REFUSALS, digest_of, new_code
from services.partners.joining.errors import AgencyIsLive, JoiningRefused, NoCredential
from services.partners.joining.models import JoiningCode
from services.partners.joining.views import (
    InvitedAgencyView,
    JoinedView,
    Joining,
    JoiningCodeView,
    NewAgency,
)
from shared.audit.append import record_change, record_denial
from shared.errors import Denial, NotFound
from shared.identifiers import new_id
from shared.transactions import act_as
from shared.work import Actor, now

_NOBODYS = bytes(32)


async def invite_agency(session: AsyncSession, new: NewAgency) -> InvitedAgencyView:
    """Put an organisation on the register, and let it join with a code that is good once."""
    identifiers = canonical(new.identifiers)
    agency = Agency(
        agency_id=new_id(),
        kind=new.kind,
        name=new.name,
        synthetic=new.synthetic,
        registered_at=now(session),
        may_use_secret=new.may_use_secret,
    )
    session.add(agency)
    await session.flush()
    await take_identifiers(session, agency, identifiers)
    await session.refresh(agency, ["identifiers"])
    if new.contact is not None:
        await add_contact(session, agency.agency_id, new.contact)
    code = await _give_code(session, agency.agency_id)
    record_change(session, "invite_agency", f"agency/{agency.agency_id}")
    view = view_of(agency)
    return InvitedAgencyView(
        agency_id=agency.agency_id,
        kind=agency.kind,
        name=agency.name,
        identifiers=view.identifiers,
        state=agency.state,
        synthetic=agency.synthetic,
        may_use_secret=agency.may_use_secret,
        joining_code=code,
        code_expires_at=now(session) + LIFE,
    )


async def renew_joining_code(session: AsyncSession, agency_id: UUID) -> JoiningCodeView:
    """Give an agency another code; not to a live one, whose cases it would open."""
    agency = await lock_agency(session, agency_id)
    if not may(agency.state, Step.JOIN):
        raise AgencyIsLive
    code = await _give_code(session, agency_id)
    record_change(session, "renew_joining_code", f"agency/{agency_id}")
    return JoiningCodeView(
        agency_id=agency_id, joining_code=code, code_expires_at=now(session) + LIFE
    )


async def try_code(session: AsyncSession, joining: Joining) -> bool:
    """Tell whether the code is the agency's and still good; a wrong one is counted and audited.

    The same is done for an agency that is not there, so that nobody can tell. It is a unit of
    work of its own: the count must stay when joining is refused.
    """
    act_as(session, Actor(name="joining agency"))
    kept = await session.get(JoiningCode, joining.agency_id)
    if _is_good(session, kept, joining):
        return True
    this_one = JoiningCode.agency_id == joining.agency_id
    await session.execute(
        update(JoiningCode).where(this_one).values(refused=JoiningCode.refused + 1)
    )
    subject = "agency" if kept is None else f"agency/{joining.agency_id}"
    record_denial(session, Denial("join_exchange", None, subject, "code"))
    return False


async def join_exchange(
    session: AsyncSession, joining: Joining, made: MadeSecret | None
) -> JoinedView:
    """Let an agency join with its code, which is used up; of two that come at once, one joins."""
    act_as(session, Actor(name="joining agency"))
    agency = await _at_the_door(session, joining)
    if joining.jwks is None and made is None:
        raise NoCredential
    keys = _accepted(joining.jwks.keys if joining.jwks else ())
    await replace_credentials(session, agency, keys, made)
    if joining.contacts:
        await replace_contacts(session, agency.agency_id, joining.contacts)
    if joining.identifiers:
        proposal = NewProposal(identifiers=joining.identifiers)
        await propose_identifiers(session, agency.agency_id, proposal)
    await note_joined(session, agency)
    record_change(session, "join_exchange", f"agency/{agency.agency_id}")
    return JoinedView(
        agency_id=agency.agency_id,
        state=agency.state,
        key_ids=tuple(key.key_id for key in keys),
        secret_id=None if made is None else made.secret_id,
        client_secret=None if made is None else made.text,
    )


async def _at_the_door(session: AsyncSession, joining: Joining) -> Agency:
    """Return the agency whose code was used up just now; raise `JoiningRefused`."""
    try:
        agency = await lock_agency(session, joining.agency_id)
    except NotFound:
        raise JoiningRefused from None
    kept = await session.get(JoiningCode, joining.agency_id)
    if not may(agency.state, Step.JOIN) or not _is_good(session, kept, joining):
        raise JoiningRefused
    await session.delete(kept)
    return agency


def _is_good(session: AsyncSession, kept: JoiningCode | None, joining: Joining) -> bool:
    digest = digest_of(joining.agency_id, joining.code)
    is_right = hmac.compare_digest(digest, _NOBODYS if kept is None else kept.digest)
    return (
        kept is not None
        and is_right
        and kept.expires_at > now(session)
        and kept.refused < MOST_REFUSALS
    )


async def _give_code(session: AsyncSession, agency_id: UUID) -> str:
    code = new_code()
    await session.merge(
        JoiningCode(
            agency_id=agency_id,
            digest=digest_of(agency_id, code),
            expires_at=now(session) + LIFE,
            refused=0,
        )
    )
    return code


def _accepted(jwks: Sequence[dict[str, JsonValue]]) -> list[PublicKey]:
    keys = [accept_public_key(jwk) for jwk in jwks]
    if len({key.key_id for key in keys}) != len(keys):
        raise UnsuitableKey("Two keys have the same kid.")
    return keys
