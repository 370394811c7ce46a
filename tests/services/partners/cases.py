"""Cases as partners comes to know them, and what agencies do with them over HTTP."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

from services.partners.consumers import consumer
from shared.events.contract import Event
from shared.events.intake import ConcernRaised, Hold
from shared.messaging.envelope import Envelope, data_of, source_of
from shared.messaging.receiving import Receiver
from shared.reference.msp import Asked
from shared.reference.sac import AbuseType, Location, SourceOfRisk
from tests.support.agencies import COUNCIL, NURSE, SAFEGUARDING_LEAD, TRUST, Agency, Person
from tests.support.desk import Desk

REASON = "The adult's money is at stake and she asked for help."


@dataclass
class Hands:
    """The hands of the clock."""

    at: datetime = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class Cases:
    """A desk at partners, with words for what these tests do all the time."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._receiver = Receiver(desk.database, consumer)
        self._sequences: dict[tuple[str, str], int] = {}

    async def begin(
        self,
        *holds: Hold,
        lead: Agency = COUNCIL,
        referrer: Agency = TRUST,
        has_unmatched_employer: bool = False,
        immediate_danger: bool = False,
    ) -> UUID:
        """Let a concern arrive from intake; return its case."""
        case_id = uuid4()
        await self.arrive(
            ConcernRaised(
                case_id=case_id,
                synthetic=lead.synthetic,
                concern_id=uuid4(),
                lead_agency_id=lead.id,
                raised_by_agency_id=referrer.id,
                raised_at=self.desk.database.clock(),
                occurred_on=None,
                abuse_types=(AbuseType.FINANCIAL_OR_MATERIAL,),
                location=Location.OWN_HOME,
                sources_of_risk=(SourceOfRisk.SERVICE_PROVIDER,),
                asked=Asked.NOT_ASKED,
                immediate_danger=immediate_danger,
                holds=holds,
                has_unmatched_employer=has_unmatched_employer,
            )
        )
        return case_id

    async def arrive(self, *events: Event) -> None:
        """Let events of another service arrive, in one batch."""
        bodies = []
        for event in events:
            producer = event.type.partition(".")[0]
            key = (producer, event.stream)
            self._sequences[key] = self._sequences.get(key, 0) + 1
            envelope = Envelope(
                id=uuid4(),
                source=source_of(producer),
                type=event.type,
                time=self.desk.database.clock(),
                subject=event.stream,
                epoch=1,
                sequence=self._sequences[key],
                correlationid=str(uuid4()),
                data=data_of(event),
            )
            bodies.append(envelope.to_bytes())
        await self._receiver.receive(bodies)

    async def tell(self) -> None:
        """Let what partners itself has published come back to it; it may come twice."""
        envelopes = await self.desk.published()
        await self._receiver.receive([json.dumps(envelope).encode() for envelope in envelopes])

    async def post(
        self,
        agency: Agency,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        person: Person | None = NURSE,
        key: str | None = None,
    ) -> httpx.Response:
        headers = {} if key is None else {"Idempotency-Key": key}
        async with self.desk.client(agency, person, **self._moment()) as client:
            return await client.post(f"/partners/v1{path}", json=body, headers=headers)

    async def get(
        self, agency: Agency, path: str, *, person: Person | None = NURSE, **query: Any
    ) -> httpx.Response:
        async with self.desk.client(agency, person, **self._moment()) as client:
            return await client.get(f"/partners/v1{path}", params=query)

    def _moment(self) -> dict[str, int]:
        """Return the claims of a token that was issued just now, wherever the clock stands."""
        issued = int(self.desk.database.clock().timestamp())
        return {"iat": issued, "exp": issued + 600}

    async def invite(self, case_id: UUID, agency: Agency, **more: Any) -> httpx.Response:
        body = {"agency_id": str(agency.id), "reason": REASON, **more}
        return await self.post(COUNCIL, f"/cases/{case_id}/parties", body)

    async def join(self, case_id: UUID, *agencies: Agency) -> None:
        """Invite agencies, and let each accept."""
        for agency in agencies:
            assert (await self.invite(case_id, agency)).status_code == 201
            accepted = await self.post(agency, f"/cases/{case_id}/parties/acceptance")
            assert accepted.status_code == 200, accepted.text

    async def exclude(self, case_id: UUID, agency: Agency, **more: Any) -> UUID:
        body = {"agency_id": str(agency.id), "reason": REASON, **more}
        decided = await self.post(
            COUNCIL, f"/cases/{case_id}/exclusions", body, person=SAFEGUARDING_LEAD
        )
        assert decided.status_code == 201, decided.text
        return UUID(decided.json()["exclusion_id"])

    async def feed(
        self, agency: Agency, *, person: Person | None = NURSE, **query: Any
    ) -> dict[str, Any]:
        answer = await self.get(agency, "/feed", person=person, **query)
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page


def hold_on(agency: Agency, unit: str | None = None, practitioner_id: str | None = None) -> Hold:
    return Hold(
        exclusion_id=uuid4(), agency_id=agency.id, unit=unit, practitioner_id=practitioner_id
    )


def code_of(answer: httpx.Response) -> tuple[int, str]:
    """Return the status of an answer and the code of its problem."""
    return answer.status_code, answer.json()["code"]
