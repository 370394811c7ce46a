"""Reading who an adult is."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.adults.models import Adult
from services.intake.adults.views import AdultView
from shared.work import unseal


def identity_place(adult_id: UUID) -> str:
    """Return the place an identity is sealed for."""
    return f"adults.identity:{adult_id}"


def identity_of(session: AsyncSession, adult: Adult) -> AdultView:
    """Open the identity; raises `crypto.Tampered` where it belongs to another row."""
    return AdultView.model_validate_json(
        unseal(session, adult.identity, identity_place(adult.adult_id))
    )
