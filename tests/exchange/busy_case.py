"""A case in full swing across the services, and every call that the services' contracts offer."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from shared.access.caller import Scope
from tests.services.intake.bodies import (
    ACTS_ON_ORGANISATION,
    ACTS_ON_POSITION,
    ORGANISATIONAL_CONCERN,
    POSITION_OF_TRUST,
    WITHDRAWAL,
    account,
    adult,
    concern,
    correction,
    decision,
    information,
)
from tests.services.outcomes import bodies as outcomes
from tests.services.outcomes.conclusion_bodies import BODIES as CONCLUSION_BODIES
from tests.services.outcomes.review_bodies import REVIEW_BODIES, referral
from tests.services.outcomes.speaking_bodies import SPEAKING_BODIES
from tests.services.outcomes.survey_bodies import SURVEY_BODIES, survey
from tests.services.outcomes.wish_bodies import BODIES as WISH_BODIES
from tests.services.outcomes.wish_bodies import no_longer_wanted
from tests.support.agencies import (
    BOARD,
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    NURSE,
    POLICE,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
    Person,
)
from tests.support.desk import client_for
from tests.support.exchange import Exchange, open_exchange

CONCERNS = "/intake/v1/concerns"
SECRET = "canary"
"""In every free text of the case: wherever it is found, narrative has come."""

REASON = {"reason": f"{SECRET}-reason"}
_WITH_BODY = frozenset({"POST", "PUT"})
_REQUEST = {
    "kind": "information",
    "legal_gateway": "dpa_2018_sch1_para18",
    "purpose": f"{SECRET}-purpose",
    "question": f"{SECRET}-question",
}
_APPROACH = {
    "implementation": ["developing_practice"],
    "people_trained": 3,
    "people_to_train": 5,
    "staff_in_scope": "not_recorded",
    "referrals": 0,
    "specialist_team": "no",
    "named_lead": {"name": f"{SECRET}-lead", "role": "registered_manager"},
    "notes": f"{SECRET}-notes",
}
_CONTACT = {"role": "technical", "name": SECRET, "email": "it@police.example", "phone": "01234 567"}
_GIVEN = {"words": f"{SECRET}-given", "legal_basis": "dpa_2018_sch1_para18"}
_SHARED_WORK: Mapping[str, Any] = {
    "actions": {"owner_agency_id": str(COUNCIL.id), "what": SECRET, "due_on": "2099-01-05"},
    "completion": {"note": SECRET},
    "cancellation": REASON,
    "withdrawal": REASON,
    "judgement": {"quality": "accepted", **REASON},
    "state": {"state": "declined", **REASON},
    "sending": {"addressed_to": "adult", "asker": "independent"},
    "answers": {
        "respondent": "adult",
        "method": "paper",
        "asker": "independent",
        "answers": {"asked": "yes"},
        "words": SECRET,
    },
    "help-requests": {"topic": "the_law", "question": SECRET, "asked_of": "lead_agency"},
    "contributions": _GIVEN,
    "{contribution_id}": {"words": SECRET, "why": SECRET, "shared_with_agency_ids": []},
    "transfer": {
        "to_agency_id": str(COUNCIL.id),
        "legal_basis": "dpa_2018_sch1_para18",
        **REASON,
    },
    "extension": {"due_at": "2099-01-05T12:00:00Z", "agreed_with_adult": "not_asked", **REASON},
}
_BESIDE_CASES: Mapping[str, Any] = {
    "contacts": _CONTACT,
    "keys": {"jwk": {"kty": "EC"}, "valid_from": "2026-11-22T09:30:00Z"},
    "proposals": {"identifiers": [{"scheme": "ods", "value": "RZZ"}]},
    "dismissal": REASON,
    "ending": REASON,
    "receipts": {"event_ids": [str(COUNCIL.id)]},
    "replays": {"from_sequence": 1},
    "event-types": {"event_types": ["intake.concern_raised.v1"]},
    "subscriptions": {"channel": "webhook", "url": f"https://{SECRET}.example/events"},
    "agreements": {
        "agency_id": str(POLICE.id),
        "purpose": f"{SECRET}-purpose",
        "lawful_basis": "uk_gdpr_art6_1_e",
        "condition": "uk_gdpr_art9_2_g_sch1_para18",
        "starts_on": "2026-11-22",
        "ends_on": "2027-11-22",
    },
}


_POSITIONS = "/intake/v1/positions-of-trust"
_ORGANISATIONS = "/intake/v1/organisational-concerns"
_OF_CONCERNS: Mapping[str, Any] = {
    "positions-of-trust": POSITION_OF_TRUST,
    "organisational-concerns": ORGANISATIONAL_CONCERN,
    **{
        f"POST {_ORGANISATIONS}/{{record_id}}/{tail}": body
        for tail, body in ACTS_ON_ORGANISATION.items()
    },
    **{f"POST {_POSITIONS}/{{record_id}}/{tail}": body for tail, body in ACTS_ON_POSITION.items()},
    "further-concerns": account(),
    "adult": adult(),
    "merger": {"same_as_case_id": str(COUNCIL.id), "why": SECRET},
    "separation": {"why": SECRET},
    "{concern_id}": correction(),
    "POST /intake/v1/concerns/{concern_id}/withdrawal": WITHDRAWAL,
}
_RECORDED_BODIES: Mapping[str, Any] = {
    **WISH_BODIES,
    **CONCLUSION_BODIES,
    **SPEAKING_BODIES,
    **REVIEW_BODIES,
    **SURVEY_BODIES,
    "POST /outcomes/v1/surveys": survey("msp_leads"),
}


@dataclass(frozen=True)
class Call:
    """One operation, as the OpenAPI document of its service describes it."""

    method: str
    path: str
    queries: tuple[str, ...]

    @property
    def is_about_a_case(self) -> bool:
        return "{case_id}" in self.path or "{concern_id}" in self.path


class BusyCase:
    """The case, what is known of it by id, and a way to call as anybody."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.ids: dict[str, str] = {}
        self.calls: list[Call] = []

    @property
    def case_id(self) -> str:
        return self.ids["case_id"]

    async def call(
        self,
        agency: Agency | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        person: Person | None = NURSE,
        **more: Any,
    ) -> httpx.Response:
        sent = {} if body is None else {"json": body}
        async with self.exchange.client(agency, person) as client:
            return await client.request(method, path, **sent, **more)

    async def post(
        self, agency: Agency, path: str, body: Any = None, *, person: Person | None = NURSE
    ) -> dict[str, Any]:
        answer = await self.call(agency, "POST", path, body, person=person)
        assert answer.is_success, answer.text
        await self.exchange.settle()
        posted: dict[str, Any] = answer.json()
        return posted

    async def exclude(self, agency: Agency, **whom: str) -> str:
        body = {"agency_id": str(agency.id), **whom, **REASON}
        path = f"/partners/v1/cases/{self.case_id}/exclusions"
        decided = await self.post(COUNCIL, path, body, person=SAFEGUARDING_LEAD)
        exclusion_id: str = decided["exclusion_id"]
        return exclusion_id

    async def lift(self, exclusion_id: str) -> None:
        path = f"/partners/v1/cases/{self.case_id}/exclusions/{exclusion_id}/lifting"
        await self.post(COUNCIL, path, REASON, person=SAFEGUARDING_LEAD)

    def operator(self) -> httpx.AsyncClient:
        claims = {"sub": "operator", "client_id": "operator", "synthetic": False}
        token = self.exchange.signer.token(COUNCIL, None, frozenset(Scope), **claims)
        return client_for(self.exchange.front, token)

    def body_for(self, call: Call) -> Any:
        """Return a body that the operation takes."""
        wish = outcomes.wish(self.ids["conversation_id"])
        bodies: Mapping[str, Any] = {
            "concerns": concern(),
            **_OF_CONCERNS,
            "imports": {"is_trial": False},
            "parts": {"reference": SECRET, "concern": concern()},
            "information": information(),
            "decision": decision(),
            "conclusion": outcomes.CONCLUSION,
            "conversations": outcomes.conversation(),
            "desired-outcomes": wish,
            "{desired_outcome_id}": wish | {"why": SECRET},
            "limitations": outcomes.limitation(),
            "verdicts": outcomes.verdict(),
            "parties": {"agency_id": str(POLICE.id), **REASON},
            "decline": REASON,
            "departure": REASON,
            "exclusions": {"agency_id": str(EMPLOYER.id), **REASON},
            "lifting": REASON,
            "decider": {"agency_id": str(POLICE.id), "practitioner_id": "pc-1", **REASON},
            "emergencies": {**REASON, "minutes": 5},
            "review": {"finding": "justified", "note": f"{SECRET}-note"},
            "requests": {**_REQUEST, "asked_of_agency_id": str(COUNCIL.id)},
            "answer": {"words": SECRET},
            "approaches": _APPROACH | {"period": {"financial_year": "2027-28"}},
            "{approach_id}": _APPROACH,
            **_SHARED_WORK,
            **_RECORDED_BODIES,
            "POST /outcomes/v1/reviews": referral(self.case_id),
            "no-longer-wanted": no_longer_wanted(self.ids["conversation_id"]),
            **_BESIDE_CASES,
            "joining": {"agency_id": str(POLICE.id), "code": SECRET, "contacts": [_CONTACT]},
            "contacts": _CONTACT,
            "proposals": {"identifiers": [{"scheme": "ods", "value": "RZZ"}]},
        }
        tail = call.path.rsplit("/", 1)[-1]
        named = bodies.get(f"{call.method} {call.path}", bodies.get(tail))
        return bodies.get(f"{call.method} {tail}", named) if call.method in _WITH_BODY else None


def seen(answer: httpx.Response) -> tuple[int, list[tuple[str, str]], str]:
    """Return all that a caller can see, without what differs between any two answers."""
    varying = {"x-request-id", "x-correlation-id", "date"}
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in varying)
    return answer.status_code, headers, answer.text.replace(answer.headers["x-request-id"], "")


def absent(ids: Mapping[str, str]) -> dict[str, str]:
    return {name: str(uuid4()) for name in ids}


@asynccontextmanager
async def busy_case(
    folder: Path, *, raiser: Agency = TRUST, **changes: Any
) -> AsyncIterator[BusyCase]:
    """Raise a concern and bring its case to a verdict, with three parties and a request each."""
    async with open_exchange(folder) as exchange:
        busy = BusyCase(exchange)
        await _begin(busy, raiser, changes)
        await _share(busy)
        await _record(busy)
        for service in exchange.services:
            document = (await busy.call(None, "GET", f"/{service}/openapi.json")).json()
            busy.calls += [
                Call(method.upper(), path, _queries(operation))
                for path, operations in document["paths"].items()
                for method, operation in operations.items()
            ]
        yield busy


def _queries(operation: Mapping[str, Any]) -> tuple[str, ...]:
    parameters = operation.get("parameters", [])
    return tuple(parameter["name"] for parameter in parameters if parameter["in"] == "query")


async def _begin(busy: BusyCase, raiser: Agency, changes: dict[str, Any]) -> None:
    receipt = await busy.post(raiser, CONCERNS, concern(**changes))
    busy.ids["concern_id"] = receipt["concern_id"]
    read = await busy.call(COUNCIL, "GET", f"{CONCERNS}/{receipt['concern_id']}")
    busy.ids["case_id"] = read.json()["case_id"]
    case = f"/intake/v1/cases/{busy.case_id}"
    record = await busy.post(COUNCIL, _POSITIONS, POSITION_OF_TRUST)
    busy.ids["record_id"] = record["record_id"]
    busy.ids["pattern_id"] = str(uuid4())  # nothing came up twice
    await busy.post(COUNCIL, f"{case}/information", information())
    await busy.post(COUNCIL, f"{case}/decision", decision())


async def _share(busy: BusyCase) -> None:
    case = f"/partners/v1/cases/{busy.case_id}"
    emergency = await busy.post(POLICE, f"{case}/emergencies", {**REASON, "minutes": 60})
    busy.ids["emergency_id"] = emergency["emergency_id"]
    for agency in (TRUST, POLICE, BYSTANDER):
        await busy.post(COUNCIL, f"{case}/parties", {"agency_id": str(agency.id), **REASON})
        await busy.post(agency, f"{case}/parties/acceptance")
    body = {**_REQUEST, "asked_of_agency_id": str(POLICE.id)}
    request = await busy.post(COUNCIL, f"{case}/requests", body)
    busy.ids["request_id"] = request["request_id"]
    declared = _APPROACH | {"period": {"financial_year": "2026-27"}}
    approach = await busy.post(TRUST, "/partners/v1/approaches", declared)
    busy.ids["approach_id"] = approach["approach_id"]
    given = await busy.post(TRUST, f"{case}/contributions", _GIVEN)
    busy.ids["contribution_id"] = given["contribution_id"]
    one = f"{case}/contributions/{given['contribution_id']}"
    offer = {"to_agency_id": str(POLICE.id), "legal_basis": "dpa_2018_sch1_para18", **REASON}
    offered = await busy.post(TRUST, f"{one}/transfer", offer)
    busy.ids["transfer_id"] = offered["transfer_id"]
    action = {"owner_agency_id": str(POLICE.id), "what": SECRET, "due_on": "2099-01-05"}
    proposed = await busy.post(COUNCIL, f"{case}/actions", action)
    busy.ids["action_id"] = proposed["action_id"]
    clocks = (await busy.call(COUNCIL, "GET", f"{case}/clocks")).json()["items"]
    busy.ids["clock_id"] = clocks[0]["clock_id"]
    path = f"{case}/exclusions"
    held = (await busy.call(COUNCIL, "GET", path, person=SAFEGUARDING_LEAD)).json()["items"]
    busy.ids["exclusion_id"] = held[0]["exclusion_id"] if held else str(uuid4())


async def _record(busy: BusyCase) -> None:
    case = f"/outcomes/v1/cases/{busy.case_id}"
    talk = await busy.post(TRUST, f"{case}/conversations", outcomes.conversation())
    busy.ids["conversation_id"] = talk["conversation_id"]
    said = outcomes.wish(talk["conversation_id"])
    wish = await busy.post(TRUST, f"{case}/desired-outcomes", said)
    busy.ids["desired_outcome_id"] = wish["desired_outcome_id"]
    one = f"{case}/desired-outcomes/{wish['desired_outcome_id']}"
    limit = await busy.post(COUNCIL, f"{one}/limitations", outcomes.limitation())
    weighed = await busy.post(COUNCIL, f"{case}/weighings", WISH_BODIES["weighings"])
    busy.ids["weighing_id"] = weighed["weighing_id"]
    asked = await busy.post(TRUST, f"{case}/help-requests", _SHARED_WORK["help-requests"])
    busy.ids["help_request_id"] = asked["help_request_id"]
    busy.ids["limitation_id"] = limit["limitation_id"]
    for tail in ("advocacy/referrals", "representatives"):
        kept = await busy.post(TRUST, f"{case}/{tail}", SPEAKING_BODIES[tail.rsplit("/")[-1]])
        busy.ids |= {
            name: kept[name] for name in ("referral_id", "representative_id") if name in kept
        }
    busy.ids["invitation_id"] = str(uuid4())  # there is none before the enquiry ends
    await busy.post(TRUST, f"{one}/verdicts", outcomes.verdict())
    review = await busy.post(COUNCIL, "/outcomes/v1/reviews", referral(busy.case_id))
    busy.ids["review_id"] = review["review_id"]
    await _review(busy)
    opened = await busy.post(COUNCIL, "/outcomes/v1/surveys", survey("msp_leads"))
    busy.ids["survey_id"] = opened["survey_id"]


async def _review(busy: BusyCase) -> None:
    one = f"/outcomes/v1/reviews/{busy.ids['review_id']}"
    for version, tail in enumerate(("decision", "commission"), start=1):
        body = REVIEW_BODIES[f"PUT /outcomes/v1/reviews/{{review_id}}/{tail}"]
        seen_version = {"If-Match": f'"{version}"'}
        answer = await busy.call(BOARD, "PUT", f"{one}/{tail}", body, headers=seen_version)
        assert answer.is_success, answer.text
    action = REVIEW_BODIES["POST /outcomes/v1/reviews/{review_id}/actions"]
    kept = await busy.post(BOARD, f"{one}/actions", action)
    busy.ids["review_action_id"] = kept["review_action_id"]
