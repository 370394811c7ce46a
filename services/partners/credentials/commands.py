"""What can change: tokens given out, and what agencies prove themselves with for them."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agencies.models import Agency
from services.partners.agencies.queries import lock_agency
from services.partners.credentials.access_tokens import LIFE, scope_text, sign_token
from services.partners.credentials.assertions import (
    NOT_PROVEN,
    Proven,
    practitioner_of,
    read_assertion,
)
from services.partners.credentials.authority import Authority
from services.partners.credentials.clients import Client
from services.partners.credentials.entitlements import granted
from services.partners.credentials.errors import (
    CredentialAlreadyRetired,
    InvalidClient,
    KeyNameTaken,
    LastCredential,
    NotInTheFuture,
    SecretNotAllowed,
    TokenRefused,
    TooManyCredentials,
)
from services.partners.credentials.models import AgencyKey, ClientSecret, UsedAssertion
from services.partners.credentials.public_keys import PublicKey, accept_public_key
from services.partners.credentials.queries import (
    find_client,
    is_always_proven,
    standing_keys,
    standing_secrets,
    view_key,
    view_secret,
)
from services.partners.credentials.secrets import MadeSecret
from services.partners.credentials.token_request import TokenCall, TokenRequest, read_token_request
from services.partners.credentials.views import (
    IssuedToken,
    KeyView,
    NewKey,
    NewSecret,
    NewSecretView,
    Retirement,
    SecretPermissionView,
    SecretView,
)
from services.partners.signing_keys.queries import current_signing_key
from shared.access.caller import Practitioner
from shared.audit.append import record_change
from shared.auth import TokenUse
from shared.database import insert_if_new
from shared.errors import Denial, NotFound
from shared.transactions import act_as
from shared.work import Actor, now

MOST_KEYS = 10
MOST_SECRETS = 3

_ISSUE = "issue_token"
_UNPROVEN = "unproven client"


async def issue_token(
    session: AsyncSession, authority: Authority, call: TokenCall, *, is_secret_right: bool
) -> IssuedToken:
    """Exchange what proves a client for an access token; raise `TokenRefused`, always audited.

    Whether a secret is right was found out before, outside of any transaction.
    """
    act_as(session, Actor(name=_UNPROVEN))
    subject = "client"
    try:
        request = read_token_request(call)
        claimed_id = _claimed_id(request)
        client = await find_client(session, authority, claimed_id)
        if client is None or request.client_id not in {None, claimed_id}:
            raise InvalidClient("unknown", NOT_PROVEN)
        subject = client.subject
        act_as(session, Actor(name=_UNPROVEN, synthetic=client.synthetic))
        proven, person = _prove(
            session, authority, request, client, is_secret_right=is_secret_right
        )
        identity = client.acting_for(person)
        act_as(session, identity.actor)
        if client.shut_out_as is not None:
            raise InvalidClient(client.shut_out_as, NOT_PROVEN)
        identity = replace(identity, scopes=granted(request.scope, identity.scopes))
        if proven is not None:
            await _use(session, subject, proven)
    except TokenRefused as refusal:
        refusal.denial = Denial(_ISSUE, None, subject, refusal.reason)
        raise
    key = await current_signing_key(session)
    record_change(session, _ISSUE, subject)
    token = sign_token(
        key, identity, TokenUse.CALLS, issuer=authority.issuer, issued_at=now(session)
    )
    return IssuedToken(
        access_token=token, expires_in=int(LIFE.total_seconds()), scope=scope_text(identity)
    )


def _claimed_id(request: TokenRequest) -> str:
    if request.secret is not None:
        return request.secret.client_id
    return read_assertion(request.assertion or "").client_id


def _prove(
    session: AsyncSession,
    authority: Authority,
    request: TokenRequest,
    client: Client,
    *,
    is_secret_right: bool,
) -> tuple[Proven | None, Practitioner | None]:
    """Return the assertion to use up, where it was one, and the practitioner acted for."""
    if request.assertion is not None:
        assertion = read_assertion(request.assertion)
        proven = assertion.prove(client.keys, issuer=authority.issuer, at=now(session))
        return proven, proven.practitioner
    if not is_secret_right:
        raise InvalidClient("secret", NOT_PROVEN)
    return None, practitioner_of(dict(request.act) or None)


async def _use(session: AsyncSession, client: str, proven: Proven) -> None:
    """Use an assertion up: of two that come at once, one is refused."""
    row = {
        "digest": hashlib.sha256(f"{client} {proven.jti}".encode()).digest(),
        "expires_at": proven.expires_at,
    }
    if not await insert_if_new(session, UsedAssertion, row):
        raise InvalidClient("replayed", "The assertion has been used before.")


async def forget_used_assertions(session: AsyncSession) -> bool:
    """Delete what is kept of expired assertions, refused anyway; return whether there were any."""
    margin = timedelta(minutes=1)  # the clocks of two processes may differ a little
    expired = delete(UsedAssertion).where(UsedAssertion.expires_at < now(session) - margin)
    forgotten = await session.execute(expired.returning(UsedAssertion.digest))
    return forgotten.first() is not None


async def add_key(session: AsyncSession, agency_id: UUID, new: NewKey) -> KeyView:
    """Take one more public key of an agency; those that it has stay valid beside it."""
    await lock_agency(session, agency_id)
    accepted = accept_public_key(new.jwk)
    valid_from = _not_past(session, new.valid_from)
    if len(await standing_keys(session, agency_id)) >= MOST_KEYS:
        raise TooManyCredentials
    if await session.get(AgencyKey, (agency_id, accepted.key_id)) is not None:
        raise KeyNameTaken
    key = _key(agency_id, accepted, valid_from)
    session.add(key)
    record_change(session, "add_key", f"agency/{agency_id}")
    return view_key(key)


async def retire_key(
    session: AsyncSession, agency_id: UUID, key_id: str, retirement: Retirement
) -> KeyView:
    """Let a key end, now or later; what is left must still prove who the agency is."""
    agency = await lock_agency(session, agency_id)
    key = await session.get(AgencyKey, (agency_id, key_id))
    if key is None:
        raise NotFound
    await _end(session, agency, key, retirement)
    record_change(session, "retire_key", f"agency/{agency_id}")
    return view_key(key)


async def add_secret(
    session: AsyncSession, agency_id: UUID, made: MadeSecret, new: NewSecret
) -> NewSecretView:
    """Keep a new secret of an agency that may use one; the old ones overlap with it for a while."""
    agency = await lock_agency(session, agency_id)
    if not agency.may_use_secret:
        raise SecretNotAllowed
    standing = await standing_secrets(session, agency_id)
    if len(standing) >= MOST_SECRETS:
        raise TooManyCredentials
    until = now(session) + timedelta(days=new.overlap_days)
    for secret in standing:
        secret.retired_at = min(until, secret.retired_at or until)
    _keep_secret(session, agency_id, made)
    record_change(session, "add_secret", f"agency/{agency_id}")
    return NewSecretView(secret_id=made.secret_id, client_secret=made.text)


async def retire_secret(
    session: AsyncSession, agency_id: UUID, secret_id: UUID, retirement: Retirement
) -> SecretView:
    """Let a secret end, now or later; what is left must still prove who the agency is."""
    agency = await lock_agency(session, agency_id)
    secret = await session.get(ClientSecret, secret_id)
    if secret is None or secret.agency_id != agency_id:
        raise NotFound
    await _end(session, agency, secret, retirement)
    record_change(session, "retire_secret", f"agency/{agency_id}")
    return view_secret(secret)


async def replace_credentials(
    session: AsyncSession, agency: Agency, keys: Sequence[PublicKey], made: MadeSecret | None
) -> None:
    """Take what an agency joins with; what it had before ends."""
    query = select(AgencyKey).where(AgencyKey.agency_id == agency.agency_id)
    kept = {key.key_id: key for key in await session.scalars(query)}
    await end_credentials(session, agency.agency_id)
    for accepted in keys:
        again = kept.get(accepted.key_id)
        if again is None:
            session.add(_key(agency.agency_id, accepted, now(session)))
        elif again.public_jwk == accepted.jwk:
            again.valid_from, again.retired_at = now(session), None
        else:
            raise KeyNameTaken
    if made is not None:
        if not agency.may_use_secret:
            raise SecretNotAllowed
        _keep_secret(session, agency.agency_id, made)


async def end_credentials(session: AsyncSession, agency_id: UUID) -> None:
    """Let everything end that proves who the agency is."""
    for key in await standing_keys(session, agency_id):
        key.retired_at = now(session)
    for secret in await standing_secrets(session, agency_id):
        secret.retired_at = now(session)


async def permit_secret(session: AsyncSession, agency_id: UUID) -> SecretPermissionView:
    """Let an agency without anybody to look after keys prove itself with a secret."""
    (await lock_agency(session, agency_id)).may_use_secret = True
    record_change(session, "permit_secret", f"agency/{agency_id}")
    return SecretPermissionView(agency_id=agency_id, may_use_secret=True)


async def forbid_secret(session: AsyncSession, agency_id: UUID) -> SecretPermissionView:
    """Let an agency use no secret any more: those that it has end."""
    (await lock_agency(session, agency_id)).may_use_secret = False
    for secret in await standing_secrets(session, agency_id):
        secret.retired_at = now(session)
    record_change(session, "forbid_secret", f"agency/{agency_id}")
    return SecretPermissionView(agency_id=agency_id, may_use_secret=False)


async def _end(
    session: AsyncSession,
    agency: Agency,
    credential: AgencyKey | ClientSecret,
    retirement: Retirement,
) -> None:
    if credential.retired_at is not None and credential.retired_at <= now(session):
        raise CredentialAlreadyRetired
    credential.retired_at = _not_past(session, retirement.retires_at)
    await session.flush()
    if not await is_always_proven(session, agency):
        raise LastCredential


def _not_past(session: AsyncSession, instant: datetime | None) -> datetime:
    if instant is None:
        return now(session)
    if instant < now(session):
        raise NotInTheFuture
    return instant


def _key(agency_id: UUID, accepted: PublicKey, valid_from: datetime) -> AgencyKey:
    return AgencyKey(
        agency_id=agency_id,
        key_id=accepted.key_id,
        public_jwk=accepted.jwk,
        valid_from=valid_from,
        retired_at=None,
    )


def _keep_secret(session: AsyncSession, agency_id: UUID, made: MadeSecret) -> None:
    session.add(
        ClientSecret(
            secret_id=made.secret_id,
            agency_id=agency_id,
            hash=made.hash,
            created_at=now(session),
            retired_at=None,
        )
    )
