"""Each agency owns what it gives: who else reads it is its choice, and nobody else's."""

from uuid import UUID, uuid4

import pytest

from services.partners.contributions.basis import require_basis
from services.partners.contributions.errors import BasisDoesNotFit
from services.partners.contributions.models import Contribution, ContributionVersion
from shared.events.partners import (
    ContributionGiven,
    ContributionRevised,
    ContributionWithdrawn,
)
from shared.reference.agencies import AgencyKind
from shared.reference.care_act import LegalGateway
from tests.services.partners.cases import Cases, code_of
from tests.services.partners.contributions.giving import WORDS, give, revise, try_to_give
from tests.services.partners.requests.asking import ANSWER, asked, make
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    POLICE,
    REAL_TRUST,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
)


async def _case(cases: Cases) -> UUID:
    case_id = await cases.begin(referrer=BYSTANDER)
    await cases.join(case_id, TRUST, POLICE, EMPLOYER)
    return case_id


async def _reads(cases: Cases, agency: Agency, path: str) -> str | None:
    answer = await cases.get(agency, path)
    assert answer.status_code in {200, 404}, answer.text
    words: str | None = answer.json().get("words")
    return words


@pytest.mark.parametrize("basis", LegalGateway)
@pytest.mark.parametrize("giver", [AgencyKind.COUNCIL, AgencyKind.NHS_TRUST])
@pytest.mark.parametrize(
    "readers", [(), (AgencyKind.COUNCIL,), (AgencyKind.POLICE, AgencyKind.COUNCIL)]
)
def test_a_basis_fits_or_does_not(
    basis: LegalGateway, giver: AgencyKind, readers: tuple[AgencyKind, ...]
) -> None:
    has_a_council = giver is AgencyKind.COUNCIL or AgencyKind.POLICE not in readers
    if basis == "dpa_2018_sch1_para18" or (basis == "care_act_s6" and has_a_council):
        require_basis(basis, giver, readers)
    else:
        with pytest.raises(BasisDoesNotFit):
            require_basis(basis, giver, readers)


async def test_another_agency_on_the_same_adult_cannot_read_it_nor_tell_it_is_there(
    cases: Cases,
) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST)
    missing = f"/cases/{case_id}/contributions/{uuid4()}"
    for other in (POLICE, EMPLOYER):
        hidden, absent = await cases.get(other, path), await cases.get(other, missing)
        assert (hidden.status_code, code_of(hidden)) == (404, code_of(absent))
        withdrawn = await cases.post(other, f"{path}/withdrawal", {"reason": "Mine now."})
        offered = await cases.post(
            other,
            f"{path}/transfer",
            {"to_agency_id": str(other.id), "legal_basis": "care_act_s6", "reason": "Mine."},
        )
        revised = await revise(cases, other, path)
        assert {withdrawn.status_code, offered.status_code, revised.status_code} == {404}
        listed = (await cases.get(other, f"/cases/{case_id}/contributions")).json()
        assert listed == {"items": [], "next": None}
    await cases.tell()
    for other in (POLICE, EMPLOYER):
        assert "contribution" not in str(await cases.feed(other))
    assert "contribution_given" in str(await cases.feed(TRUST))
    assert "contribution_given" in str(await cases.feed(COUNCIL))
    for stranger in (BYSTANDER, REAL_TRUST):
        assert (await cases.get(stranger, path)).status_code in {403, 404}
    assert await cases.desk.count(ContributionVersion) == 1


async def test_it_is_shared_with_the_parties_it_names_and_the_lead(cases: Cases) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST, POLICE)
    for reader in (TRUST, POLICE, COUNCIL):
        assert await _reads(cases, reader, path) == WORDS
    assert await _reads(cases, EMPLOYER, path) is None
    seen = {
        agency.name: (await cases.get(agency, path)).json()["shared_with_agency_ids"]
        for agency in (TRUST, COUNCIL, POLICE)
    }
    assert list(seen.values()) == [[str(POLICE.id)], [str(POLICE.id)], None]
    await cases.tell()
    (told,) = [
        event
        for event in (await cases.feed(POLICE))["items"]
        if event["type"] == ContributionGiven.named()
    ]
    assert "told_agency_ids" not in told["data"]


async def test_a_reader_and_the_lead_can_change_nothing(cases: Cases) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST, POLICE)
    for other in (POLICE, COUNCIL):
        assert code_of(await revise(cases, other, path)) == (403, "not_the_owner")
        withdrawn = await cases.post(other, f"{path}/withdrawal", {"reason": "No."})
        assert code_of(withdrawn) == (403, "not_the_owner")
    assert await _reads(cases, TRUST, path) == WORDS


async def test_its_owner_gives_a_newer_version_and_the_earlier_one_stays(cases: Cases) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST, POLICE)
    assert (await cases.get(TRUST, path)).headers["ETag"] == '"1"'
    stale = await revise(cases, TRUST, path, seen='"7"')
    assert code_of(stale) == (412, "precondition_failed")
    revised = await revise(cases, TRUST, path, EMPLOYER)
    assert (revised.status_code, revised.headers["ETag"]) == (200, '"2"')
    history = (await cases.get(COUNCIL, path)).json()
    assert (history["version"], history["why"]) == (2, "She was asked again.")
    assert [(item["version"], item["words"]) for item in history["earlier_versions"]] == [
        (1, WORDS)
    ]
    assert await _reads(cases, POLICE, path) is None  # named no more
    assert await _reads(cases, EMPLOYER, path) is not None
    (told,) = await cases.desk.published(ContributionRevised)
    assert told["data"]["told_agency_ids"] == [str(EMPLOYER.id)]


async def test_its_owner_withdraws_it_and_only_that_it_was_there_remains(cases: Cases) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST, POLICE)
    await revise(cases, TRUST, path, POLICE)
    withdrawn = await cases.post(TRUST, f"{path}/withdrawal", {"reason": "It was about another."})
    assert withdrawn.status_code == 200
    for reader in (TRUST, POLICE, COUNCIL):
        read = (await cases.get(reader, path)).json()
        told = [read["words"], *(item["words"] for item in read["earlier_versions"])]
        assert (told, read["why"]) == ([None, None], None)
        assert read["withdrawal_reason"] == "It was about another."
    for again in (
        await cases.post(TRUST, f"{path}/withdrawal", {"reason": "Again."}),
        await revise(cases, TRUST, path, seen='"2"'),
    ):
        assert code_of(again) == (409, "contribution_is_withdrawn")
    assert len(await cases.desk.published(ContributionWithdrawn)) == 1


@pytest.mark.parametrize("gone", ["left", "excluded"])
async def test_whoever_leaves_or_is_shut_out_loses_it_for_good(cases: Cases, gone: str) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST, POLICE)
    if gone == "left":
        left = await cases.post(POLICE, f"/cases/{case_id}/parties/departure", {"reason": "Done."})
        assert left.status_code == 200
        await cases.tell()
        assert (await cases.get(POLICE, path)).status_code == 404
        await cases.join(case_id, POLICE)
    else:
        exclusion_id = await cases.exclude(case_id, POLICE)
        await cases.tell()
        assert (await cases.get(POLICE, path)).status_code == 404
        from_now_on = f"/cases/{case_id}/exclusions/{exclusion_id}/lifting"

        lifted = await cases.post(
            COUNCIL, from_now_on, {"reason": "Cleared."}, person=SAFEGUARDING_LEAD
        )
        assert lifted.status_code == 200
    assert (await cases.get(POLICE, f"/cases/{case_id}/contributions")).json()["items"] == []
    assert (await cases.get(POLICE, path)).status_code == 404
    assert (await revise(cases, TRUST, path, POLICE)).status_code == 200
    assert await _reads(cases, POLICE, path) is not None


@pytest.mark.parametrize("outsider", [BYSTANDER, REAL_TRUST, Agency("x", AgencyKind.OTHER)])
async def test_it_is_shared_with_none_but_those_who_take_part(
    cases: Cases, outsider: Agency
) -> None:
    case_id = await _case(cases)
    refused = await try_to_give(cases, case_id, TRUST, outsider)
    assert code_of(refused) == (409, "reader_takes_no_part")
    await cases.exclude(case_id, EMPLOYER)
    excluded = await try_to_give(cases, case_id, TRUST, EMPLOYER)
    assert excluded.json()["title"] == refused.json()["title"]
    assert await cases.desk.count(Contribution) == 0


async def test_section_6_does_not_run_between_two_that_are_no_council(cases: Cases) -> None:
    case_id = await _case(cases)
    for readers, basis, status in (
        ((POLICE,), "care_act_s6", 400),
        ((), "care_act_s6", 201),
        ((), "care_act_s42", 400),
        ((), "consent", 422),
    ):
        answer = await try_to_give(cases, case_id, TRUST, *readers, legal_basis=basis)
        assert answer.status_code == status


async def test_an_answer_is_shared_with_the_asker_and_its_owner_may_share_it_further(
    cases: Cases,
) -> None:
    case_id = await _case(cases)
    request = await make(cases, case_id, POLICE, asked(TRUST))
    answered = await cases.post(TRUST, f"{request}/answer", {"words": ANSWER})
    contribution = answered.json()["contribution"]
    path = f"/cases/{case_id}/contributions/{contribution['contribution_id']}"
    assert contribution["legal_basis"] == "dpa_2018_sch1_para18"
    assert await _reads(cases, POLICE, path) == ANSWER
    assert await _reads(cases, EMPLOYER, path) is None
    await revise(cases, TRUST, path, EMPLOYER)
    assert await _reads(cases, EMPLOYER, path) is not None
    assert (await cases.get(POLICE, request)).json()["contribution"] is None
    assert (await cases.get(EMPLOYER, request)).status_code == 404


async def test_those_who_take_no_part_give_nothing(cases: Cases) -> None:
    case_id = await _case(cases)
    assert (await try_to_give(cases, case_id, BYSTANDER)).status_code == 403
    assert (await try_to_give(cases, case_id, REAL_TRUST)).status_code == 404
    assert (await try_to_give(cases, case_id, TRUST, words="\u200b\0")).status_code == 422
    assert await cases.desk.count(Contribution) == 0


async def test_what_is_given_is_not_kept_in_plain_text(cases: Cases) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST)
    await revise(cases, TRUST, path)
    async with cases.desk.database.transaction() as session:
        rows = (await session.execute(ContributionVersion.__table__.select())).all()
    assert len(rows) == 2
    assert not any(b"afraid" in row.words or b"neighbour" in row.words for row in rows)
