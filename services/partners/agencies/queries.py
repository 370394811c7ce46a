"""What can be read of agencies and of the exchange's keys."""

import json
from uuid import UUID

from joserfc.jwk import ECKey
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.partners.agencies.authority import Authority
from services.partners.agencies.clients import Client
from services.partners.agencies.models import SEALED_KEY, Agency, AgencyKey, SigningKey
from services.partners.agencies.public_keys import PublicKey
from services.partners.agencies.views import (
    AgencyView,
    IdentifierView,
    SigningKeySet,
    SigningKeyView,
)
from services.partners.errors import NoSigningKeyYet
from shared.access.caller import Caller, Operator
from shared.auth import OPERATOR_SUBJECT
from shared.errors import NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.work import now, unseal


async def list_agencies(
    session: AsyncSession, identity: Caller | Operator, page: PageRequest
) -> Page[AgencyView]:
    """Return the directory: an agency sees those of its own mark, the operator all."""
    found = await paginate(
        session,
        _seen_by(identity),
        keys=(Agency.registered_at, Agency.agency_id),
        page=page,
        bound_to=f"agencies:{identity.actor.agency_id}",
    )
    return Page(items=[view_of(agency) for agency in found.rows], next=found.next)


async def read_agency(
    session: AsyncSession, identity: Caller | Operator, agency_id: UUID
) -> AgencyView:
    """Return one agency of the directory; raise `NotFound` for what is not in it."""
    query = _seen_by(identity).where(Agency.agency_id == agency_id)
    agency = (await session.scalars(query)).one_or_none()
    if agency is None:
        raise NotFound
    return view_of(agency)


def _seen_by(identity: Caller | Operator) -> Select[Agency]:
    query = select(Agency).options(selectinload(Agency.identifiers))
    if isinstance(identity, Operator):
        return query
    return query.where(Agency.synthetic == identity.synthetic)


def view_of(agency: Agency) -> AgencyView:
    """Show an agency whose identifiers have been loaded."""
    return AgencyView(
        agency_id=agency.agency_id,
        kind=agency.kind,
        name=agency.name,
        identifiers=tuple(
            IdentifierView(scheme=identifier.scheme, value=identifier.value)
            for identifier in agency.identifiers
        ),
        suspended=agency.suspended_at is not None,
        synthetic=agency.synthetic,
        registered_at=agency.registered_at,
    )


async def find_client(session: AsyncSession, authority: Authority, client_id: str) -> Client | None:
    """Return the client of that id with the keys that verify its assertions now."""
    if client_id == OPERATOR_SUBJECT:
        key = authority.operator_key
        return None if key is None else Client(None, (key,))
    agency_id = _canonical_id(client_id)
    if agency_id is None:
        return None
    query = (
        select(Agency, AgencyKey)
        .join(AgencyKey, AgencyKey.agency_id == Agency.agency_id)
        .where(
            Agency.agency_id == agency_id,
            AgencyKey.valid_from <= now(session),
            AgencyKey.retired_at.is_(None),
        )
    )
    rows = (await session.execute(query)).all()
    if not rows:
        return None
    keys = tuple(PublicKey(key.key_id, key.public_jwk) for _, key in rows)
    return Client(rows[0][0], keys)


def _canonical_id(text: str) -> UUID | None:
    try:
        agency_id = UUID(text)
    except ValueError:
        return None
    return agency_id if str(agency_id) == text else None


async def current_signing_key(session: AsyncSession) -> ECKey:
    """Return the key to sign with; raise `NoSigningKeyYet` before the worker has made one."""
    query = believed_keys().order_by(SigningKey.generation.desc()).limit(1)
    kept = (await session.scalars(query)).one_or_none()
    if kept is None:
        raise NoSigningKeyYet
    return ECKey.import_key(
        json.loads(unseal(session, kept.private_jwk, f"{SEALED_KEY}:{kept.key_id}"))
    )


async def list_signing_keys(session: AsyncSession) -> SigningKeySet:
    """Return the public half of every key whose tokens are believed."""
    kept = await session.scalars(believed_keys().order_by(SigningKey.generation))
    return SigningKeySet(keys=tuple(SigningKeyView(**key.public_jwk) for key in kept))


def believed_keys() -> Select[SigningKey]:
    """Select the exchange's keys whose tokens are believed."""
    return select(SigningKey).where(SigningKey.retired_at.is_(None))
