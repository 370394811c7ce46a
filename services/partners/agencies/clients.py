"""Who may ask for a token: an agency, or the operator; and as whom it then acts."""

from dataclasses import dataclass

from services.partners.agencies.entitlements import OF_THE_OPERATOR, scopes_of
from services.partners.agencies.models import Agency
from services.partners.agencies.public_keys import PublicKey
from services.partners.errors import InvalidTokenRequest
from shared.access.caller import Caller, Operator, Practitioner
from shared.auth import OPERATOR_SUBJECT


@dataclass(frozen=True, slots=True)
class Client:
    """A client by its claim alone, until an assertion proves it. No agency: the operator."""

    agency: Agency | None
    keys: tuple[PublicKey, ...]

    @property
    def subject(self) -> str:
        """Return what the audit calls it."""
        return OPERATOR_SUBJECT if self.agency is None else f"agency/{self.agency.agency_id}"

    @property
    def synthetic(self) -> bool:
        """Tell whether it is made up."""
        return self.agency is not None and self.agency.synthetic

    @property
    def is_suspended(self) -> bool:
        """Tell whether it may not use the exchange for the time being."""
        return self.agency is not None and self.agency.suspended_at is not None

    def acting_for(self, practitioner: Practitioner | None) -> Caller | Operator:
        """Return it as a caller with every scope it may hold, once it is proven."""
        if self.agency is None:
            if practitioner is not None:
                raise InvalidTokenRequest("act", "The operator acts for no practitioner.")
            return Operator(OF_THE_OPERATOR)
        return Caller(
            agency_id=self.agency.agency_id,
            kind=self.agency.kind,
            synthetic=self.agency.synthetic,
            scopes=scopes_of(self.agency.kind),
            practitioner=practitioner,
        )
