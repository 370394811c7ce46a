"""What a request of the board or of the police says, and consent beside every power."""

from typing import Any

import pytest
from sqlalchemy import insert

from services.partners.requests.models import Request
from shared.access.tables import known_agencies
from shared.reference.agencies import AgencyKind
from shared.reference.information_sharing import RANKS_THAT_AUTHORISE, Consent, PoliceRank
from tests.services.partners.cases import Cases, code_of
from tests.services.partners.requests.asking import (
    ANSWER,
    BOARD,
    ENQUIRY,
    POLICE_REQUEST,
    asked,
    case_with_parties,
    make,
)
from tests.support.agencies import COUNCIL, EMPLOYER, POLICE, TRUST, Agency

SAB = Agency("Northshire Safeguarding Adults Board", AgencyKind.SAFEGUARDING_ADULTS_BOARD)
S45 = {"legal_gateway": "care_act_s45"}
CRIME = {"legal_gateway": "dpa_2018_sch2_para2"}


async def _board_is_known(cases: Cases) -> None:
    async with cases.desk.database.transaction() as session:
        board = {
            "agency_id": SAB.id,
            "name": SAB.name,
            "kind": SAB.kind,
            "suspended": False,
            "synthetic": True,
        }
        await session.execute(insert(known_agencies), board)


async def test_the_board_takes_part_and_asks_under_section_45(cases: Cases) -> None:
    await _board_is_known(cases)
    case_id = await case_with_parties(cases, SAB, TRUST)
    path = await make(cases, case_id, SAB, asked(TRUST, **S45, board=BOARD))
    read = (await cases.get(TRUST, path)).json()
    assert (read["legal_gateway"], read["board"]) == ("care_act_s45", BOARD)


@pytest.mark.parametrize("ticks", range(16))
async def test_section_45_needs_conditions_1_and_2_and_3_or_4(cases: Cases, ticks: int) -> None:
    await _board_is_known(cases)
    case_id = await case_with_parties(cases, SAB)
    one, two, three, four = (bool(ticks & bit) for bit in (1, 2, 4, 8))
    board = dict(zip(BOARD, (one, two, three, four), strict=True))
    answer = await cases.post(SAB, f"/cases/{case_id}/requests", asked(COUNCIL, **S45, board=board))
    if one and two and (three or four):
        assert answer.status_code == 201
    else:
        assert code_of(answer) == (400, "board_conditions_not_met")


async def test_nobody_else_uses_the_boards_power(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    for asker, asked_of in ((COUNCIL, POLICE), (POLICE, COUNCIL), (TRUST, COUNCIL)):
        body = asked(asked_of, **S45, board=BOARD)
        refused = await cases.post(asker, f"/cases/{case_id}/requests", body)
        assert code_of(refused) == (400, "gateway_not_open")
    assert await cases.desk.count(Request) == 0


async def test_the_police_ask_about_a_crime_and_are_told_what_was_decided(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await make(cases, case_id, POLICE, asked(COUNCIL, **CRIME, police=POLICE_REQUEST))
    assert (await cases.get(COUNCIL, path)).json()["police"] == POLICE_REQUEST
    undecided = await cases.post(COUNCIL, f"{path}/answer", {"words": ANSWER})
    assert code_of(undecided) == (400, "disclosure_decision_needed")
    disclosure = {"decision": "disclosed_in_part", "reason": "The rest is about another person."}
    body = {"words": ANSWER, "disclosure": disclosure}
    decided = await cases.post(COUNCIL, f"{path}/answer", body)
    assert decided.json()["disclosure"] == disclosure
    assert (await cases.get(POLICE, path)).json()["disclosure"] == disclosure
    async with cases.desk.database.transaction() as session:
        (kept,) = (await session.execute(Request.__table__.select())).all()
    for told in (POLICE_REQUEST["authorised_by"], POLICE_REQUEST["offence"]):
        assert str(told).encode() not in kept.particulars


@pytest.mark.parametrize(
    "change",
    [
        {"authorised_by_rank": "sergeant"},
        {"authorised_by_rank": "police_staff"},
        {"purposes": []},
        {"would_be_prejudiced": False},
        {"about_one_person": False},
    ],
)
async def test_a_police_request_without_its_conditions_is_refused(
    cases: Cases, change: dict[str, Any]
) -> None:
    case_id = await case_with_parties(cases)
    body = asked(COUNCIL, **CRIME, police=POLICE_REQUEST | change)
    refused = await cases.post(POLICE, f"/cases/{case_id}/requests", body)
    assert code_of(refused) == (400, "police_conditions_not_met")
    assert await cases.desk.count(Request) == 0


def test_an_inspector_or_above_authorises() -> None:
    ranks = list(PoliceRank)
    assert set(ranks[ranks.index(PoliceRank.INSPECTOR) :]) == RANKS_THAT_AUTHORISE


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (CRIME, "particulars_missing"),
        ({"police": POLICE_REQUEST}, "particulars_out_of_place"),
        ({"board": BOARD}, "particulars_out_of_place"),
        ({"enquiry": ENQUIRY}, "particulars_out_of_place"),
        (CRIME | {"kind": "advice", "police": POLICE_REQUEST}, "gateway_is_not_for_this"),
    ],
)
async def test_what_is_said_belongs_to_the_kind_and_the_power(
    cases: Cases, more: dict[str, Any], code: str
) -> None:
    case_id = await case_with_parties(cases)
    refused = await cases.post(POLICE, f"/cases/{case_id}/requests", asked(COUNCIL, **more))
    assert code_of(refused) == (400, code)
    assert await cases.desk.count(Request) == 0


@pytest.mark.parametrize("answer", Consent)
async def test_consent_is_recorded_beside_the_basis_and_opens_no_gateway(
    cases: Cases, answer: Consent
) -> None:
    case_id = await case_with_parties(cases)
    consent = {"answer": answer, "note": "Asked at home, alone. \u062f\u064a\u0627\u0646\u0627"}
    path = await make(cases, case_id, POLICE, asked(TRUST, consent=consent))
    read = (await cases.get(TRUST, path)).json()
    assert (read["consent"], read["legal_gateway"]) == (consent, "dpa_2018_sch1_para18")
    body = asked(TRUST, consent=consent, legal_gateway="care_act_s7")
    refused = await cases.post(POLICE, f"/cases/{case_id}/requests", body)
    assert code_of(refused) == (400, "gateway_not_open")


async def test_where_nothing_is_said_of_consent_it_is_not_known(cases: Cases) -> None:
    case_id = await case_with_parties(cases, EMPLOYER)
    path = await make(cases, case_id, COUNCIL, asked(EMPLOYER))
    assert (await cases.get(EMPLOYER, path)).json()["consent"] == {
        "answer": "unknown",
        "note": None,
    }


async def test_a_disclosure_is_decided_for_the_police_alone(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await make(cases, case_id, TRUST, asked(POLICE))
    disclosure = {"decision": "disclosed_in_full", "reason": "Necessary."}
    refused = await cases.post(
        POLICE, f"{path}/answer", {"words": ANSWER, "disclosure": disclosure}
    )
    assert code_of(refused) == (400, "particulars_out_of_place")
    assert (await cases.get(POLICE, path)).json()["state"] == "made"
