"""The agencies that tests act as, and tokens signed as the exchange would sign them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.caller import Scope
from shared.access.tables import known_agencies, known_identifiers, known_keys
from shared.reference.agencies import AgencyKind, IdentifierScheme

ISSUER = "http://exchange.test/partners"
AGENCY_SCOPES = frozenset(Scope) - {Scope.AGENCIES_OPERATE}


@dataclass(frozen=True)
class Agency:
    name: str
    kind: AgencyKind
    identifiers: tuple[tuple[IdentifierScheme, str], ...] = ()
    synthetic: bool = True
    id: UUID = field(default_factory=uuid4)


COUNCIL = Agency("Northshire Council", AgencyKind.COUNCIL, ((IdentifierScheme.GSS, "E10000099"),))
TRUST = Agency(
    "Northshire Community NHS Trust", AgencyKind.NHS_TRUST, ((IdentifierScheme.ODS, "RZZ"),)
)
POLICE = Agency(
    "Northshire Police", AgencyKind.POLICE, ((IdentifierScheme.POLICE_FORCE, "E23000099"),)
)
EMPLOYER = Agency(
    "Brightway Home Care",
    AgencyKind.CARE_PROVIDER,
    (
        (IdentifierScheme.CQC_PROVIDER, "1-999000001"),
        (IdentifierScheme.CQC_LOCATION, "1-999000002"),
    ),
)
BYSTANDER = Agency("Southshire Housing", AgencyKind.HOUSING)
BOARD = Agency("Northshire Safeguarding Adults Board", AgencyKind.SAFEGUARDING_ADULTS_BOARD)
REAL_COUNCIL = Agency("Westshire Council", AgencyKind.COUNCIL, synthetic=False)
REAL_TRUST = Agency("Westshire NHS Trust", AgencyKind.NHS_TRUST, synthetic=False)


def named(value: object) -> str:
    """Return how a test's case is called: an agency by its name, the same in every process."""
    return value.name if isinstance(value, Agency) else str(value)


EVERYONE = (COUNCIL, TRUST, POLICE, EMPLOYER, BYSTANDER, BOARD, REAL_COUNCIL, REAL_TRUST)


@dataclass(frozen=True)
class Person:
    """The practitioner a token acts for."""

    id: str = "p-1"
    unit: str | None = "safeguarding"
    role: str = "practitioner"


NURSE = Person("nurse-1", "district nursing")
SOCIAL_WORKER = Person("sw-1", "adults east")
SAFEGUARDING_LEAD = Person("lead-1", "safeguarding", "safeguarding_lead")


class Signer:
    """Signs access tokens with a key that the services under test know."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": "test-key", "alg": "ES256"})

    def token(
        self,
        agency: Agency,
        person: Person | None = NURSE,
        scopes: frozenset[Scope] = AGENCY_SCOPES,
        **claims: object,
    ) -> str:
        instant = int(time.time())
        body: dict[str, object] = {
            "iss": ISSUER,
            "aud": "alongside",
            "sub": str(agency.id),
            "client_id": str(agency.id),
            "scope": " ".join(sorted(scopes)),
            "iat": instant,
            "exp": instant + 600,
            "jti": str(uuid4()),
            "synthetic": agency.synthetic,
        }
        if person is not None:
            body["act"] = {"sub": person.id, "unit": person.unit, "role": person.role}
        body |= claims
        return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": "test-key"}, body, self.key)


async def make_known(
    session: AsyncSession, signer: Signer, agencies: Sequence[Agency] = EVERYONE
) -> None:
    """Let a service know the agencies and the signing key, as events would have done."""
    await session.execute(
        insert(known_keys),
        {
            "key_id": "test-key",
            "public_jwk": signer.key.as_dict(private=False),
            "retired": False,
        },
    )
    await session.execute(
        insert(known_agencies),
        [
            {
                "agency_id": agency.id,
                "name": agency.name,
                "kind": agency.kind,
                "suspended": False,
                "synthetic": agency.synthetic,
            }
            for agency in agencies
        ],
    )
    await session.execute(
        insert(known_identifiers),
        [
            {"scheme": scheme, "value": value, "agency_id": agency.id}
            for agency in agencies
            for scheme, value in agency.identifiers
        ],
    )
