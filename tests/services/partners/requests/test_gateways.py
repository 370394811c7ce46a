"""Which power runs between which agencies."""

import pytest

from services.partners.errors import GatewayNotOpen
from services.partners.requests.gateways import require_open
from shared.reference.agencies import AgencyKind
from shared.reference.care_act import LegalGateway

COUNCIL, POLICE, TRUST = AgencyKind.COUNCIL, AgencyKind.POLICE, AgencyKind.NHS_TRUST
PROVIDER, HOUSING = AgencyKind.CARE_PROVIDER, AgencyKind.HOUSING
S6, S7, S42 = LegalGateway.SECTION_6, LegalGateway.SECTION_7, LegalGateway.SECTION_42
CONDITION = LegalGateway.SAFEGUARDING_CONDITION


@pytest.mark.parametrize(
    ("gateway", "asker", "asked", "leads"),
    [
        (S42, COUNCIL, POLICE, True),
        (S42, COUNCIL, PROVIDER, True),
        (S7, COUNCIL, POLICE, True),
        (S7, TRUST, COUNCIL, False),
        (S7, COUNCIL, COUNCIL, False),
        (S6, COUNCIL, PROVIDER, True),
        (S6, HOUSING, COUNCIL, False),
        (CONDITION, POLICE, TRUST, False),
        (CONDITION, COUNCIL, PROVIDER, True),
    ],
)
def test_a_power_that_runs_between_two_agencies_is_open(
    gateway: LegalGateway, asker: AgencyKind, asked: AgencyKind, *, leads: bool
) -> None:
    require_open(gateway, asker, asked, asker_leads=leads)


@pytest.mark.parametrize(
    ("gateway", "asker", "asked"),
    [
        (S42, POLICE, TRUST),
        (S42, COUNCIL, POLICE),
        (S7, COUNCIL, PROVIDER),
        (S7, COUNCIL, HOUSING),
        (S7, POLICE, TRUST),
        (S7, PROVIDER, COUNCIL),
        (S6, POLICE, TRUST),
    ],
)
def test_a_power_that_does_not_is_refused(
    gateway: LegalGateway, asker: AgencyKind, asked: AgencyKind
) -> None:
    with pytest.raises(GatewayNotOpen):
        require_open(gateway, asker, asked, asker_leads=False)
