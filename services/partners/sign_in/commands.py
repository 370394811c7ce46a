"""What can change about who is signed in: somebody is, with a token for pages alone."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agencies.lifecycle import AgencyState
from services.partners.agencies.models import Agency
from services.partners.credentials.access_tokens import sign_token
from services.partners.sign_in.errors import Refusal, SignInRefused
from services.partners.sign_in.people import Chosen
from services.partners.sign_in.providers import Provider
from services.partners.sign_in.queries import agency_by_id, made_up_agency
from services.partners.signing_keys.queries import current_signing_key
from shared.access.caller import Caller, Practitioner, Scope
from shared.audit.append import record_change
from shared.auth import TokenUse
from shared.transactions import act_as
from shared.work import Actor, now

ON_PAGES = frozenset(
    {
        Scope.CONCERNS_READ,
        Scope.OUTCOMES_READ,
        Scope.PARTIES_READ,
        Scope.REQUESTS_READ,
        Scope.FEED_READ,
        Scope.STATISTICS_READ,
        Scope.SURVEYS_ANSWER,
    }
)
"""What pages are for: looking, and saying what one thinks oneself. Whatever else is done is done by
an agency's own system."""

NOBODY_YET = Actor(name="unproven person")


async def sign_in(
    session: AsyncSession, issuer: str, provider: Provider, claims: Mapping[str, Any]
) -> str:
    """Return a token for whom a provider's claims tell of; raise `SignInRefused`, audited."""
    act_as(session, NOBODY_YET)
    agency_id, person = provider.agency_of(claims), provider.practitioner_of(claims)
    agency = await agency_by_id(session, agency_id)
    return await _token(session, issuer, agency, person, provider.subject)


async def choose(session: AsyncSession, issuer: str, chosen: Chosen) -> str:
    """Return a token for somebody of the story, at a made-up agency; raise `SignInRefused`."""
    act_as(session, NOBODY_YET)
    agency = await made_up_agency(session, chosen.agency)
    return await _token(session, issuer, agency, chosen.practitioner, f"chosen/{chosen.key}")


async def _token(
    session: AsyncSession, issuer: str, agency: Agency | None, person: Practitioner, subject: str
) -> str:
    if agency is None:
        raise SignInRefused(Refusal.UNKNOWN_AGENCY, subject)
    caller = Caller(agency.agency_id, agency.kind, agency.synthetic, ON_PAGES, person)
    act_as(session, caller.actor)
    if agency.state is not AgencyState.LIVE:
        raise SignInRefused(Refusal.NOT_LIVE, subject)
    key = await current_signing_key(session)
    record_change(session, "sign_in", subject)
    return sign_token(key, caller, TokenUse.PAGES, issuer=issuer, issued_at=now(session))
