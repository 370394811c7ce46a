"""What can change: which agencies are on the exchange, tokens given out, the key they bear."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.partners.agencies.access_tokens import (
    LIFE,
    new_signing_key,
    scope_text,
    sign_access_token,
)
from services.partners.agencies.assertions import NOT_PROVEN, Proven, read_assertion
from services.partners.agencies.authority import Authority
from services.partners.agencies.entitlements import granted
from services.partners.agencies.models import (
    SEALED_KEY,
    Agency,
    AgencyIdentifier,
    AgencyKey,
    SigningKey,
    UsedAssertion,
)
from services.partners.agencies.public_keys import PublicKey, accept_public_key
from services.partners.agencies.queries import (
    believed_keys,
    current_signing_key,
    find_client,
    view_of,
)
from services.partners.agencies.token_request import read_token_request
from services.partners.agencies.views import AgencyView, IssuedToken, NewAgency, NewIdentifier
from services.partners.errors import (
    AgencyAlreadySuspended,
    AgencyNotSuspended,
    IdentifierTaken,
    InvalidClient,
    TokenRefused,
    UnsuitableIdentifier,
    UnsuitableKey,
)
from services.partners.schema import Base
from shared.access.projection import project
from shared.audit.append import record_change
from shared.errors import Denial, NotFound
from shared.events.partners import AgencyIdentifier as PublishedIdentifier
from shared.events.partners import (
    AgencyRegistered,
    AgencyResumed,
    AgencySuspended,
    SigningKeyPublished,
)
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.identifiers import NotAnIdentifier, canonical_identifier
from shared.transactions import act_as
from shared.work import Actor, now, seal

_ISSUE = "issue_token"
_UNPROVEN = "unproven client"


async def register_agency(session: AsyncSession, new: NewAgency) -> AgencyView:
    """Let an organisation join the exchange, with the public keys it will prove itself with."""
    identifiers = _canonical(new.identifiers)
    keys = _accepted(new.jwks.keys)
    agency = Agency(
        agency_id=new_id(),
        kind=new.kind,
        name=new.name,
        synthetic=new.synthetic,
        registered_at=now(session),
    )
    session.add(agency)
    await session.flush()
    await _take_identifiers(session, agency, identifiers)
    session.add_all(
        AgencyKey(
            agency_id=agency.agency_id,
            key_id=key.key_id,
            public_jwk=key.jwk,
            valid_from=now(session),
        )
        for key in keys
    )
    event = AgencyRegistered(
        agency_id=agency.agency_id,
        name=agency.name,
        kind=agency.kind,
        identifiers=identifiers,
        synthetic=agency.synthetic,
    )
    publish(session, event)
    await project(session, event)
    record_change(session, "register_agency", f"agency/{agency.agency_id}")
    await session.refresh(agency, ["identifiers"])
    return view_of(agency)


def _canonical(identifiers: Sequence[NewIdentifier]) -> tuple[PublishedIdentifier, ...]:
    try:
        canonical = tuple(
            PublishedIdentifier(
                scheme=identifier.scheme,
                value=canonical_identifier(identifier.scheme, identifier.value),
            )
            for identifier in identifiers
        )
    except NotAnIdentifier:
        raise UnsuitableIdentifier from None
    if len(set(canonical)) != len(canonical):
        raise UnsuitableIdentifier
    return canonical


def _accepted(jwks: Sequence[dict[str, Any]]) -> list[PublicKey]:
    keys = [accept_public_key(jwk) for jwk in jwks]
    if len({key.key_id for key in keys}) != len(keys):
        raise UnsuitableKey("Two keys have the same kid.")
    return keys


async def _take_identifiers(
    session: AsyncSession, agency: Agency, identifiers: Sequence[PublishedIdentifier]
) -> None:
    """Write the agency's codes, in one order for all who write; none may be another's."""
    for identifier in sorted(identifiers, key=lambda each: (each.scheme, each.value)):
        row = {
            **identifier.model_dump(),
            "synthetic": agency.synthetic,
            "agency_id": agency.agency_id,
        }
        if not await _insert_if_new(session, AgencyIdentifier, row):
            raise IdentifierTaken


async def suspend_agency(session: AsyncSession, agency_id: UUID) -> AgencyView:
    """Shut an agency out of the exchange for the time being; its tokens stop working."""
    agency = await _locked(session, agency_id)
    if agency.suspended_at is not None:
        raise AgencyAlreadySuspended
    agency.suspended_at = now(session)
    event = AgencySuspended(agency_id=agency_id)
    publish(session, event)
    await project(session, event)
    record_change(session, "suspend_agency", f"agency/{agency_id}")
    return view_of(agency)


async def resume_agency(session: AsyncSession, agency_id: UUID) -> AgencyView:
    """Let a suspended agency use the exchange again."""
    agency = await _locked(session, agency_id)
    if agency.suspended_at is None:
        raise AgencyNotSuspended
    agency.suspended_at = None
    event = AgencyResumed(agency_id=agency_id)
    publish(session, event)
    await project(session, event)
    record_change(session, "resume_agency", f"agency/{agency_id}")
    return view_of(agency)


async def _locked(session: AsyncSession, agency_id: UUID) -> Agency:
    query = (
        select(Agency)
        .where(Agency.agency_id == agency_id)
        .options(selectinload(Agency.identifiers))
        .with_for_update()
    )
    agency = (await session.scalars(query)).one_or_none()
    if agency is None:
        raise NotFound
    return agency


async def issue_token(
    session: AsyncSession, authority: Authority, *, content_type: str, form: bytes
) -> IssuedToken:
    """Exchange a client's assertion for an access token; raise `TokenRefused`, always audited."""
    act_as(session, Actor(name=_UNPROVEN))
    subject = "client"
    try:
        request = read_token_request(content_type, form)
        assertion = read_assertion(request.assertion)
        client = await find_client(session, authority, assertion.client_id)
        if client is None or request.client_id not in {None, assertion.client_id}:
            raise InvalidClient("unknown", NOT_PROVEN)
        subject = client.subject
        act_as(session, Actor(name=_UNPROVEN, synthetic=client.synthetic))
        proven = assertion.prove(client.keys, issuer=authority.issuer, at=now(session))
        identity = client.acting_for(proven.practitioner)
        act_as(session, identity.actor)
        if client.is_suspended:
            raise InvalidClient("suspended", NOT_PROVEN)
        identity = replace(identity, scopes=granted(request.scope, identity.scopes))
        await _use(session, subject, proven)
    except TokenRefused as refusal:
        refusal.denial = Denial(_ISSUE, None, subject, refusal.reason)
        raise
    key = await current_signing_key(session)
    record_change(session, _ISSUE, subject)
    return IssuedToken(
        access_token=sign_access_token(
            key, identity, issuer=authority.issuer, issued_at=now(session)
        ),
        expires_in=int(LIFE.total_seconds()),
        scope=scope_text(identity),
    )


async def _use(session: AsyncSession, client: str, proven: Proven) -> None:
    """Use an assertion up: of two that come at once, one is refused."""
    row = {
        "digest": hashlib.sha256(f"{client} {proven.jti}".encode()).digest(),
        "expires_at": proven.expires_at,
    }
    if not await _insert_if_new(session, UsedAssertion, row):
        raise InvalidClient("replayed", "The assertion has been used before.")


async def forget_used_assertions(session: AsyncSession) -> bool:
    """Delete what is kept of expired assertions, refused anyway; return whether there were any."""
    margin = timedelta(minutes=1)  # the clocks of two processes may differ a little
    expired = delete(UsedAssertion).where(UsedAssertion.expires_at < now(session) - margin)
    forgotten = await session.execute(expired.returning(UsedAssertion.digest))
    return forgotten.first() is not None


async def ensure_signing_key(session: AsyncSession) -> bool:
    """Make a key to sign with where there is none, and tell the services; return whether it did.

    Any number of processes may do this at once: one of them makes the key.
    """
    if await session.scalar(believed_keys().limit(1)) is not None:
        return False
    newest = await session.scalar(select(func.max(SigningKey.generation)))
    key = new_signing_key()
    key_id, public_jwk = key.thumbprint(), key.as_dict(private=False)
    row = {
        "generation": (newest or 0) + 1,
        "key_id": key_id,
        "private_jwk": seal(
            session, json.dumps(key.as_dict(private=True)), f"{SEALED_KEY}:{key_id}"
        ),
        "public_jwk": public_jwk,
        "created_at": now(session),
    }
    if not await _insert_if_new(session, SigningKey, row):
        return False
    event = SigningKeyPublished(key_id=key_id, public_jwk=dict(public_jwk))
    publish(session, event)
    await project(session, event)
    record_change(session, "publish_signing_key", f"signing_key/{key_id}")
    return True


async def _insert_if_new(session: AsyncSession, model: type[Base], row: dict[str, Any]) -> bool:
    """Insert a row unless one has its key already; one being inserted elsewhere is waited for."""
    dialect = session.get_bind().dialect.name
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(model)
    first_column = next(iter(model.__table__.primary_key))
    statement = insert.values(row).on_conflict_do_nothing().returning(first_column)
    return (await session.execute(statement)).first() is not None
