"""Which legal gateway is open between which agencies, and for what. Pure.

- Section 42(2) is the duty of the council that leads: it makes enquiries, or causes them.
- Section 7 runs between a council and a relevant partner of it, either way (section 6(7) names
  them: other councils, NHS bodies, the police, prisons and probation).
- Section 6 is the duty of councils and relevant partners to co-operate, and lets a council
  co-operate with others too (section 6(2) and (3)); a council is always one of the two.
- Section 45 is the Safeguarding Adults Board's alone, for information.
- The Data Protection Act 2018, schedule 2, paragraph 2 lets a police force ask for information
  about a crime. It permits the other to disclose and never obliges it.
- Between two agencies of which neither is a council, what is asked for has to be necessary to
  protect the adult (Data Protection Act 2018, schedule 1, paragraph 18). That condition is open
  to a council too.

Consent is none of these: whether the adult agreed is recorded beside the gateway.
"""

from services.partners.errors import GatewayNotOpen
from services.partners.requests.errors import GatewayIsNotForThis
from shared.events.partners import RequestKind
from shared.reference.agencies import AgencyKind
from shared.reference.care_act import LegalGateway

RELEVANT_PARTNERS = frozenset(
    {
        AgencyKind.COUNCIL,
        AgencyKind.NHS_TRUST,
        AgencyKind.ICB,
        AgencyKind.POLICE,
        AgencyKind.PROBATION,
    }
)

_EVERY_KIND = frozenset(RequestKind)
_INFORMATION = frozenset({RequestKind.INFORMATION})

SERVES: dict[LegalGateway, frozenset[RequestKind]] = {
    LegalGateway.SECTION_6: _EVERY_KIND,
    LegalGateway.SECTION_7: _EVERY_KIND,
    LegalGateway.SECTION_42: _EVERY_KIND,
    LegalGateway.SECTION_45: _INFORMATION,
    LegalGateway.SAFEGUARDING_CONDITION: _EVERY_KIND - {RequestKind.CAUSE_ENQUIRY},
    LegalGateway.CRIME_AND_TAXATION: _INFORMATION,
}
"""What may be asked under each power. An enquiry is caused under a duty of the Care Act."""


def require_open(
    gateway: LegalGateway, asker: AgencyKind, asked: AgencyKind, *, asker_leads: bool
) -> None:
    """Raise `GatewayNotOpen` unless `asker` may ask `asked` for something under `gateway`."""
    kinds = {asker, asked}
    is_open = {
        LegalGateway.SECTION_42: asker_leads,
        LegalGateway.SECTION_7: AgencyKind.COUNCIL in kinds and kinds <= RELEVANT_PARTNERS,
        LegalGateway.SECTION_6: AgencyKind.COUNCIL in kinds,
        LegalGateway.SECTION_45: asker is AgencyKind.SAFEGUARDING_ADULTS_BOARD,
        LegalGateway.SAFEGUARDING_CONDITION: True,
        LegalGateway.CRIME_AND_TAXATION: asker is AgencyKind.POLICE,
    }
    if not is_open[gateway]:
        raise GatewayNotOpen


def require_serves(gateway: LegalGateway, kind: RequestKind) -> None:
    """Raise `GatewayIsNotForThis` unless something of that kind may be asked under `gateway`."""
    if kind not in SERVES[gateway]:
        raise GatewayIsNotForThis
