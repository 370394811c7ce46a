"""What can be read of the clients that ask for tokens, and of what they prove themselves with."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agencies.models import Agency
from services.partners.agencies.queries import find_agency
from services.partners.credentials.authority import Authority
from services.partners.credentials.clients import Client
from services.partners.credentials.coverage import is_covered
from services.partners.credentials.models import AgencyKey, ClientSecret
from services.partners.credentials.public_keys import PublicKey
from services.partners.credentials.secrets import secret_id_of
from services.partners.credentials.token_request import OfferedSecret
from services.partners.credentials.views import CredentialsView, KeyView, SecretView
from shared.auth import OPERATOR_SUBJECT
from shared.work import now


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
        .outerjoin(
            AgencyKey,
            and_(AgencyKey.agency_id == Agency.agency_id, AgencyKey.verifies_at(now(session))),
        )
        .where(Agency.agency_id == agency_id)
    )
    rows = (await session.execute(query)).all()
    if not rows:
        return None
    kept = (key for _, key in rows if key is not None)
    keys = tuple(PublicKey(key.key_id, key.public_jwk) for key in kept)
    return Client(rows[0][0], keys)


async def kept_hash(session: AsyncSession, offered: OfferedSecret) -> str | None:
    """Return what is kept of the secret that is offered, if it is that client's and verifies."""
    agency_id, secret_id = _canonical_id(offered.client_id), secret_id_of(offered.text)
    query = (
        select(ClientSecret.hash)
        .join(Agency, Agency.agency_id == ClientSecret.agency_id)
        .where(
            ClientSecret.agency_id == agency_id,
            ClientSecret.secret_id == secret_id,
            ClientSecret.verifies_at(now(session)),
            Agency.may_use_secret,
        )
    )
    return await session.scalar(query)


def _canonical_id(text: str) -> UUID | None:
    try:
        agency_id = UUID(text)
    except ValueError:
        return None
    return agency_id if str(agency_id) == text else None


async def list_credentials(session: AsyncSession, agency_id: UUID) -> CredentialsView:
    """Return what an agency proves itself with, or will; raise `NotFound` for no agency."""
    agency = await find_agency(session, agency_id)
    keys = await standing_keys(session, agency_id)
    secrets = await standing_secrets(session, agency_id)
    return CredentialsView(
        keys=tuple(view_key(key) for key in keys),
        secrets=tuple(view_secret(secret) for secret in secrets),
        may_use_secret=agency.may_use_secret,
    )


async def standing_keys(session: AsyncSession, agency_id: UUID) -> Sequence[AgencyKey]:
    """Return the keys that verify now, or will."""
    is_not_retired = or_(AgencyKey.retired_at.is_(None), AgencyKey.retired_at > now(session))
    query = select(AgencyKey).where(AgencyKey.agency_id == agency_id, is_not_retired)
    ordered = query.order_by(AgencyKey.valid_from, AgencyKey.key_id)
    return (await session.scalars(ordered)).all()


async def standing_secrets(session: AsyncSession, agency_id: UUID) -> Sequence[ClientSecret]:
    """Return the secrets that verify now."""
    query = select(ClientSecret).where(
        ClientSecret.agency_id == agency_id, ClientSecret.verifies_at(now(session))
    )
    return (await session.scalars(query.order_by(ClientSecret.created_at))).all()


async def is_always_proven(session: AsyncSession, agency: Agency) -> bool:
    """Tell whether the agency has, now and for good, something to prove itself with."""
    keys = await standing_keys(session, agency.agency_id)
    spans = [(key.valid_from, key.retired_at) for key in keys]
    if agency.may_use_secret:
        secrets = await standing_secrets(session, agency.agency_id)
        spans += [(secret.created_at, secret.retired_at) for secret in secrets]
    return is_covered(spans, now(session))


def view_key(key: AgencyKey) -> KeyView:
    """Show a key by its name."""
    return KeyView(key_id=key.key_id, valid_from=key.valid_from, retires_at=key.retired_at)


def view_secret(secret: ClientSecret) -> SecretView:
    """Show a secret by its id."""
    return SecretView(
        secret_id=secret.secret_id, created_at=secret.created_at, retires_at=secret.retired_at
    )
