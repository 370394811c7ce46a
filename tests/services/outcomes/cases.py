"""Cases as outcomes learns of them: from the events of intake and partners."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

from services.outcomes.consumers import consumer
from shared.access.caller import Scope
from shared.events.contract import Event
from shared.events.intake import ConcernRaised, DecisionMade, Hold
from shared.events.partners import ExclusionDecided, PartyAccepted
from shared.messaging.envelope import data_of
from shared.reference.care_act import DecisionOutcome, LimbFinding
from shared.reference.msp import Asked
from shared.reference.sac import AbuseType, Location, SourceOfRisk
from tests.services.outcomes import bodies
from tests.support.agencies import COUNCIL, EMPLOYER, NURSE, POLICE, TRUST, Agency, Person
from tests.support.desk import Desk

RAISED_AT = datetime(2026, 11, 20, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """A case, and a way to speak to outcomes about it."""

    desk: Desk
    lead: Agency = COUNCIL
    referrer: Agency = TRUST
    synthetic: bool = True
    id: UUID = field(default_factory=uuid4)

    def path(self, rest: str) -> str:
        return f"/outcomes/v1/cases/{self.id}/{rest}"

    async def get(
        self, rest: str, agency: Agency = TRUST, person: Person | None = NURSE
    ) -> httpx.Response:
        async with self.desk.client(agency, person) as client:
            return await client.get(self.path(rest))

    async def post(
        self,
        rest: str,
        body: dict[str, Any],
        agency: Agency | None = TRUST,
        *,
        without: Scope | None = None,
    ) -> httpx.Response:
        scopes = frozenset(Scope) - {Scope.AGENCIES_OPERATE, without}
        more: dict[str, Any] = {} if agency is None else {"scopes": scopes}
        async with self.desk.client(agency, **more) as client:
            return await client.post(self.path(rest), json=body)

    async def put(
        self, rest: str, body: dict[str, Any], seen: str | None, agency: Agency = TRUST
    ) -> httpx.Response:
        headers = {} if seen is None else {"If-Match": seen}
        async with self.desk.client(agency) as client:
            return await client.put(self.path(rest), json=body, headers=headers)

    async def done(self, rest: str, body: dict[str, Any], agency: Agency = TRUST) -> dict[str, Any]:
        """Post what must be accepted, and return the answer."""
        response = await self.post(rest, body, agency)
        assert response.status_code == 201, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def converse(self, **changes: Any) -> str:
        """Record a conversation in which the adult said what she wants; return its id."""
        answer = await self.done("conversations", bodies.conversation(**changes))
        return str(answer["conversation_id"])

    async def wish(self, **changes: Any) -> str:
        """Record a conversation and a desired outcome from it; return the latter's id."""
        answer = await self.done("desired-outcomes", bodies.wish(await self.converse()) | changes)
        return str(answer["desired_outcome_id"])

    async def judge(self, desired_outcome_id: str | None, **changes: Any) -> dict[str, Any]:
        """Record a verdict, overall where no desired outcome is named."""
        rest = f"desired-outcomes/{desired_outcome_id}/" if desired_outcome_id else ""
        return await self.done(f"{rest}verdicts", bodies.verdict(**changes))

    async def conclude(self) -> dict[str, Any]:
        """Conclude as the lead agency."""
        return await self.done("conclusion", bodies.CONCLUSION, self.lead)

    async def enquiry(self) -> dict[str, Any]:
        """Read the enquiry as the lead agency."""
        answer: dict[str, Any] = (await self.get("enquiry", self.lead)).json()
        return answer


async def hear(desk: Desk, *events: Event) -> None:
    """Let outcomes hear events of the other services, in one transaction."""
    async with desk.database.transaction() as session:
        for event in events:
            await consumer.hear(session, event.type, data_of(event))


async def raise_concern(
    desk: Desk,
    *,
    lead: Agency = COUNCIL,
    referrer: Agency = TRUST,
    parties: tuple[Agency, ...] = (TRUST, POLICE),
    raised_at: datetime = RAISED_AT,
) -> Case:
    """Let outcomes know a case whose alleged source works for the employer, and its parties."""
    case = Case(desk, lead, referrer, lead.synthetic)
    event = ConcernRaised(
        case_id=case.id,
        synthetic=case.synthetic,
        concern_id=uuid4(),
        lead_agency_id=lead.id,
        raised_by_agency_id=referrer.id,
        raised_at=raised_at,
        occurred_on=None,
        abuse_types=(AbuseType.FINANCIAL_OR_MATERIAL,),
        location=Location.OWN_HOME,
        sources_of_risk=(SourceOfRisk.SERVICE_PROVIDER,),
        asked=Asked.NOT_ASKED,
        immediate_danger=False,
        holds=(Hold(exclusion_id=uuid4(), agency_id=EMPLOYER.id),),
        has_unmatched_employer=False,
    )
    accepted = [
        PartyAccepted(case_id=case.id, synthetic=case.synthetic, agency_id=party.id)
        for party in parties
    ]
    await hear(desk, event, *accepted)
    return case


def decision(case: Case, outcome: DecisionOutcome = DecisionOutcome.SECTION_42) -> DecisionMade:
    """Return the decision of a case's lead agency."""
    return DecisionMade(
        case_id=case.id,
        synthetic=case.synthetic,
        decision_id=uuid4(),
        outcome=outcome,
        decided_at=RAISED_AT,
        care_and_support_needs=LimbFinding.MET,
        abuse_or_neglect=LimbFinding.MET,
        unable_to_protect=LimbFinding.MET,
    )


async def decide(
    desk: Desk, case: Case, outcome: DecisionOutcome = DecisionOutcome.SECTION_42
) -> None:
    """Let outcomes hear the decision."""
    await hear(desk, decision(case, outcome))


async def exclude(desk: Desk, case: Case, agency: Agency, unit: str | None = None) -> None:
    """Let outcomes hear that an agency, or a unit of it, must not know."""
    event = ExclusionDecided(
        case_id=case.id,
        synthetic=case.synthetic,
        exclusion_id=uuid4(),
        agency_id=agency.id,
        unit=unit,
        practitioner_id=None,
    )
    await hear(desk, event)
