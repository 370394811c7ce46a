"""Which power runs between which agencies."""

import pytest

from services.partners.errors import GatewayNotOpen
from services.partners.requests.errors import GatewayIsNotForThis
from services.partners.requests.gateways import SERVES, require_open, require_serves
from shared.events.partners import RequestKind
from shared.reference.agencies import AgencyKind
from shared.reference.care_act import LegalGateway

COUNCIL, POLICE, TRUST = AgencyKind.COUNCIL, AgencyKind.POLICE, AgencyKind.NHS_TRUST
PROVIDER, HOUSING = AgencyKind.CARE_PROVIDER, AgencyKind.HOUSING
S6, S7, S42 = LegalGateway.SECTION_6, LegalGateway.SECTION_7, LegalGateway.SECTION_42
CONDITION = LegalGateway.SAFEGUARDING_CONDITION
S45, CRIME = LegalGateway.SECTION_45, LegalGateway.CRIME_AND_TAXATION
BOARD = AgencyKind.SAFEGUARDING_ADULTS_BOARD


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
        (CONDITION, BOARD, PROVIDER, False),
        (S45, BOARD, PROVIDER, False),
        (S45, BOARD, COUNCIL, False),
        (CRIME, POLICE, COUNCIL, False),
        (CRIME, POLICE, PROVIDER, False),
        (S6, BOARD, COUNCIL, False),
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
        (S45, COUNCIL, POLICE),
        (S45, POLICE, BOARD),
        (S42, BOARD, COUNCIL),
        (S7, BOARD, COUNCIL),
        (CRIME, COUNCIL, POLICE),
        (CRIME, AgencyKind.PROBATION, COUNCIL),
    ],
)
def test_a_power_that_does_not_is_refused(
    gateway: LegalGateway, asker: AgencyKind, asked: AgencyKind
) -> None:
    with pytest.raises(GatewayNotOpen):
        require_open(gateway, asker, asked, asker_leads=False)


@pytest.mark.parametrize("kind", AgencyKind)
def test_section_45_is_the_boards_alone_and_a_crime_request_that_of_the_police(
    kind: AgencyKind,
) -> None:
    for gateway, whose in ((S45, BOARD), (CRIME, POLICE)):
        if kind is whose:
            require_open(gateway, kind, COUNCIL, asker_leads=False)
        else:
            with pytest.raises(GatewayNotOpen):
                require_open(gateway, kind, COUNCIL, asker_leads=True)


SERVED = {
    S6: "information cause_enquiry advice action",
    S7: "information cause_enquiry advice action",
    S42: "information cause_enquiry advice action",
    S45: "information",
    CONDITION: "information advice action",
    CRIME: "information",
}


@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("gateway", LegalGateway)
def test_each_power_serves_what_is_written_down(gateway: LegalGateway, kind: RequestKind) -> None:
    assert set(SERVES) == set(LegalGateway)
    if kind in SERVED[gateway].split():
        require_serves(gateway, kind)
    else:
        with pytest.raises(GatewayIsNotForThis):
            require_serves(gateway, kind)
