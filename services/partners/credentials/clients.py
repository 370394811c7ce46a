"""Who may ask for a token: an agency, or the operator; and as whom it then acts."""

from dataclasses import dataclass

from services.partners.agencies.lifecycle import AgencyState
from services.partners.agencies.models import Agency
from services.partners.credentials.entitlements import OF_THE_OPERATOR, scopes_of
from services.partners.credentials.errors import InvalidTokenRequest
from services.partners.credentials.public_keys import PublicKey
from shared.access.caller import Caller, Operator, Practitioner
from shared.auth import OPERATOR_SUBJECT

SHUT_OUT = frozenset({AgencyState.INVITED, AgencyState.SUSPENDED, AgencyState.LEFT})


@dataclass(frozen=True, slots=True)
class Client:
    """A client by its claim alone, until something proves it. No agency: the operator."""

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
    def shut_out_as(self) -> AgencyState | None:
        """Return why it may not use the exchange, for the time being or for good; else None."""
        state = self.agency.state if self.agency is not None else None
        return state if state in SHUT_OUT else None

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
            scopes=scopes_of(self.agency.kind, self.agency.state),
            practitioner=practitioner,
        )
