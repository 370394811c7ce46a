"""Which legal gateway is open between which agencies. Pure.

- Section 42(2) is the duty of the council that leads: it makes enquiries, or causes them.
- Section 7 runs between a council and a relevant partner of it, either way (section 6(7) names
  them: other councils, NHS bodies, the police, prisons and probation).
- Section 6 is the duty of councils and relevant partners to co-operate, and lets a council
  co-operate with others too (section 6(2) and (3)); a council is always one of the two.
- Between two agencies of which neither is a council, what is asked for has to be necessary to
  protect the adult (Data Protection Act 2018, schedule 1, paragraph 18). That condition is open
  to a council too.
"""

from services.partners.errors import GatewayNotOpen
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


def require_open(
    gateway: LegalGateway, asker: AgencyKind, asked: AgencyKind, *, asker_leads: bool
) -> None:
    """Raise `GatewayNotOpen` unless `asker` may ask `asked` for something under `gateway`."""
    kinds = {asker, asked}
    is_open = {
        LegalGateway.SECTION_42: asker_leads,
        LegalGateway.SECTION_7: AgencyKind.COUNCIL in kinds and kinds <= RELEVANT_PARTNERS,
        LegalGateway.SECTION_6: AgencyKind.COUNCIL in kinds,
        LegalGateway.SAFEGUARDING_CONDITION: True,
    }
    if not is_open[gateway]:
        raise GatewayNotOpen
