"""Reading who an adult is, and how much of it is for whom."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.adults.likeness import Trait, Traits
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


def for_reader(adult: AdultView, *, sees_all: bool) -> AdultView:
    """Return an identity without what is for the lead agency and for who sent it alone."""
    if sees_all:
        return adult
    hidden: dict[str, None] = {"demographics": None}
    if adult.contact_is_withheld:
        hidden |= dict.fromkeys(("address", "postcode", "phone", "email", "safe_contact"))
    return adult.model_copy(update=hidden)


def traits_of(adult: Adult) -> Traits:
    """Return the digests by which an adult's record is compared with others."""
    return {
        Trait.NHS_NUMBER: adult.nhs_number_index,
        Trait.NAME: adult.name_index,
        Trait.DATE_OF_BIRTH: adult.birth_index,
        Trait.POSTCODE: adult.postcode_index,
    }
