"""Who has begun to answer, as their browser keeps it: sealed, and good for two hours."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.answering.views import Begun
from shared.crypto import Tampered
from shared.reference.experience import Respondent, Variant
from shared.work import now, seal, unseal

SESSION_LIFE = timedelta(hours=2)
_PLACE = "answering.begun"


def begin_now(
    session: AsyncSession, invitation_id: UUID, respondent: Respondent, variant: Variant
) -> Begun:
    """Return what somebody who begins now is known by."""
    until = now(session) + SESSION_LIFE
    return Begun(invitation_id=invitation_id, respondent=respondent, variant=variant, until=until)


def as_cookie(session: AsyncSession, begun: Begun) -> str:
    """Return it sealed, as a cookie holds it."""
    return urlsafe_b64encode(seal(session, begun.model_dump_json(), _PLACE)).decode()


def from_cookie(session: AsyncSession, cookie: str) -> Begun | None:
    """Return what a cookie holds; None for one that is not ours, or whose time is over."""
    try:
        told = unseal(session, urlsafe_b64decode(cookie), _PLACE)
        begun = Begun.model_validate_json(told)
    except (ValueError, Tampered, ValidationError):
        return None
    return begun if begun.until > now(session) else None
