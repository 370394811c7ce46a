"""A row is raised as if it had been sent alone; a row that is refused harms no other."""

import asyncio
import json

import pytest

from services.intake.imports.reading import MOST_ROWS, NDJSON
from shared.events.intake import ConcernRaised
from tests.services.intake.cases import hidden, seen
from tests.services.intake.desk_rows import rows
from tests.services.intake.imports.files import (
    IMPORTS,
    TEMPLATE,
    begin,
    csv_of,
    line,
    ndjson_of,
    outcomes,
    send,
    sent,
)
from tests.support.agencies import COUNCIL, EMPLOYER, NURSE, POLICE, SAFEGUARDING_LEAD, TRUST
from tests.support.desk import Desk


async def test_the_template_can_be_imported_as_it_is(desk: Desk) -> None:
    one = await begin(desk)
    came = await sent(desk, one, TEMPLATE.read_bytes())
    assert outcomes(came) == ["raised"] * 3, came
    read = await seen(desk, f"/intake/v1/concerns/{came[0]['concern_id']}", TRUST)
    assert read["adult"]["address"] == "1 Example Lane\nNorthton"
    assert read["sources_of_risk"][0]["organisation_name"] == "Brightway Home Care"
    third = await seen(desk, f"/intake/v1/concerns/{came[2]['concern_id']}", TRUST)
    assert third["adult"]["date_of_birth"] == "1951-07-04"
    assert third["abuse_types"] == ["physical", "domestic_abuse"]


async def test_the_employer_that_a_row_accuses_is_held_from_the_first_moment(desk: Desk) -> None:
    came = await sent(desk, await begin(desk), TEMPLATE.read_bytes())
    events = await desk.published(ConcernRaised)
    assert events[0]["data"]["holds"][0]["agency_id"] == str(EMPLOYER.id)
    await hidden(desk, f"/intake/v1/concerns/{came[0]['concern_id']}", EMPLOYER)


async def test_newline_json_says_all_that_a_concern_can(desk: Desk) -> None:
    content = ndjson_of(line("R-1"), line("R-2", sources_of_risk=[{"source": "other_known"}] * 2))
    came = await sent(desk, await begin(desk), content, media_type=NDJSON)
    assert outcomes(came) == ["raised", "raised"]
    read = await seen(desk, f"/intake/v1/concerns/{came[1]['concern_id']}", TRUST)
    assert len(read["sources_of_risk"]) == 2


async def test_a_row_that_is_refused_harms_no_other(desk: Desk) -> None:
    content = csv_of(
        {"reference": "R-1"},
        {"reference": "R-2", "location": "canary-nowhere"},
        {"reference": "R-3", "date_of_birth": "2020-01-01"},
        {"reference": "R-4"},
    )
    came = await sent(desk, await begin(desk), content)
    assert outcomes(came) == ["raised", "refused", "refused", "raised"]
    assert came[1]["problems"][0]["pointer"] == "location"
    assert came[2]["problems"][0]["code"] == "under_18"
    assert len(await desk.published(ConcernRaised)) == 2
    assert "canary" not in json.dumps(came)


async def test_what_a_refused_row_had_begun_is_undone(desk: Desk) -> None:
    before = await rows(desk)
    missing_source = {"reference": "R-1", "source": ""}
    came = await sent(desk, await begin(desk), csv_of(missing_source))
    assert came[0]["problems"][0]["code"] == "source_of_risk_needed"
    assert await rows(desk) == before


async def test_a_trial_raises_nothing_and_says_what_would_be(desk: Desk) -> None:
    before = await rows(desk)
    content = csv_of({"reference": "R-1"}, {"reference": "R-2", "asked": "perhaps"})
    one = await begin(desk, is_trial=True)
    assert outcomes(await sent(desk, one, content)) == ["would_be_raised", "refused"]
    assert outcomes(await sent(desk, one, content)) == ["would_be_raised", "refused"]
    assert await rows(desk) == before
    assert outcomes(await sent(desk, await begin(desk), content)) == ["raised", "refused"]


async def test_a_trial_notices_a_reference_that_comes_twice(desk: Desk) -> None:
    content = csv_of({"reference": "R-1"}, {"reference": "R-1"}, {"reference": "R-1", "words": "x"})
    came = await sent(desk, await begin(desk, is_trial=True), content)
    assert outcomes(came) == ["would_be_raised", "already_raised", "refused"]


async def test_a_file_that_is_sent_again_raises_nothing_twice(desk: Desk) -> None:
    content = csv_of({"reference": "R-1"}, {"reference": "R-2"})
    one = await begin(desk)
    first = await sent(desk, one, content)
    assert await sent(desk, one, content) == first
    another = await sent(desk, await begin(desk), content)
    assert outcomes(another) == ["already_raised", "already_raised"]
    assert [row["concern_id"] for row in another] == [row["concern_id"] for row in first]
    assert len(await desk.published(ConcernRaised)) == 2


async def test_a_part_under_the_same_key_is_carried_out_once(desk: Desk) -> None:
    one = await begin(desk)
    content = csv_of({"reference": "R-1"})
    first = await send(desk, one, content, key="part-1")
    again = await send(desk, one, content, key="part-1")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()


async def test_a_reference_is_never_used_for_something_else(desk: Desk) -> None:
    one = await begin(desk)
    await sent(desk, one, csv_of({"reference": "R-1"}))
    changed = csv_of({"reference": "R-1", "what_happened": "something else"})
    for where, first_row in ((one, 1), (one, 2), (await begin(desk), 1)):
        [row] = await sent(desk, where, changed, first_row=first_row)
        assert row["outcome"] == "refused"
        assert row["problems"][0]["code"] == "reference_used"
    assert (await seen(desk, one, TRUST))["rows"]["raised"] == 1


async def test_agencies_do_not_share_references(desk: Desk) -> None:
    content = csv_of({"reference": "R-1"})
    assert outcomes(await sent(desk, await begin(desk), content)) == ["raised"]
    theirs = await begin(desk, POLICE)
    assert outcomes(await sent(desk, theirs, content, agency=POLICE)) == ["raised"]


async def test_a_mended_row_takes_the_place_of_the_refused_one(desk: Desk) -> None:
    one = await begin(desk)
    await sent(desk, one, csv_of({"reference": "R-1", "location": "nowhere"}))
    await sent(desk, one, csv_of({"reference": "R-1"}))
    counts = (await seen(desk, one, TRUST))["rows"]
    assert (counts["raised"], counts["refused"]) == (1, 0)


async def test_how_far_it_is_and_what_is_to_be_mended_can_be_read(desk: Desk) -> None:
    one = await begin(desk)
    await sent(desk, one, csv_of({"reference": "R-1"}, {"reference": "R-2", "asked": ""}))
    await sent(desk, one, csv_of({"reference": "R-3"}), first_row=3)
    read = await seen(desk, one, TRUST)
    assert read["rows"] == {
        "raised": 2,
        "would_be_raised": 0,
        "already_raised": 0,
        "refused": 1,
    }
    assert (await seen(desk, IMPORTS, TRUST))["items"] == [read]
    refused = (await seen(desk, f"{one}/rows?outcome=refused", TRUST))["items"]
    assert [(row["row"], row["reference"]) for row in refused] == [(2, "R-2")]
    assert refused[0]["problems"][0] == {
        "pointer": "asked",
        "code": "missing",
        "message": "Is needed.",
    }


async def test_an_import_is_known_to_nobody_but_who_began_it(desk: Desk) -> None:
    one = await begin(desk)
    await sent(desk, one, csv_of({"reference": "R-1"}))
    for agency, person in ((COUNCIL, NURSE), (TRUST, SAFEGUARDING_LEAD), (TRUST, None)):
        for path in (one, f"{one}/rows"):
            await hidden(desk, path, agency, person)
        assert (await seen(desk, IMPORTS, agency, person))["items"] == []
        answer = await send(desk, one, csv_of({}), agency=agency, person=person)
        assert answer.status_code == 404


async def test_nobody_imports_without_a_token(desk: Desk) -> None:
    one = await begin(desk)
    assert (await send(desk, one, csv_of({}), agency=None)).status_code == 401


@pytest.mark.parametrize(
    ("content", "media_type", "status", "code"),
    [
        (b"\xff\xfe", "text/csv", 400, "part_not_readable"),
        (csv_of({}) + b'"never ends', "text/csv", 400, "part_not_readable"),
        (b"", "text/csv", 400, "columns_not_known"),
        (b"reference,canary\n1,2\n", "text/csv", 400, "columns_not_known"),
        (csv_of({"canary": "x"}), "text/csv", 400, "columns_not_known"),
        (csv_of(*[{}] * (MOST_ROWS + 1)), "text/csv", 400, "too_many_rows"),
        (b"{}\n" * (MOST_ROWS + 1), NDJSON, 400, "too_many_rows"),
        (csv_of({}), "application/json", 415, "neither_csv_nor_ndjson"),
        (b"x" * (513 * 1024), "text/csv", 413, "content_too_large"),
    ],
    ids=["encoding", "quotes", "empty", "missing", "unknown", "many", "many lines", "type", "huge"],
)
async def test_a_part_that_cannot_be_read_is_refused_whole(
    desk: Desk, content: bytes, media_type: str, status: int, code: str
) -> None:
    one = await begin(desk)
    answer = await send(desk, one, content, media_type)
    assert answer.status_code == status, answer.text
    assert answer.json()["code"] in {code, "request_entity_too_large"}
    assert "canary" not in answer.text
    assert (await seen(desk, f"{one}/rows", TRUST))["items"] == []


async def test_two_who_import_the_same_file_at_once_raise_each_row_once(
    desk_on_postgres: Desk,
) -> None:
    desk = desk_on_postgres
    content = csv_of(*({"reference": f"R-{number}"} for number in range(20)))
    imports = [await begin(desk) for _ in range(3)]
    answers = await asyncio.gather(*(send(desk, one, content) for one in imports))
    for one, answer in zip(imports, answers, strict=True):
        if answer.status_code != 201:
            assert answer.status_code in {409, 503}, answer.text
            answer = await send(desk, one, content)  # noqa: PLW2901 - as its sender would
        assert set(outcomes(answer.json()["rows"])) <= {"raised", "already_raised"}
    assert len(await desk.published(ConcernRaised)) == 20
