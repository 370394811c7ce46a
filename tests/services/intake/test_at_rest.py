"""What lies on the disk: no name, number, word or narrative, and nothing that can be moved."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from services.intake.adults.models import Adult
from services.intake.concerns.models import Concern
from services.intake.decisions.models import Decision, GatheredInformation
from services.intake.sources.models import AllegedSource
from shared.crypto import Cipher
from tests.services.intake.bodies import CANARIES, decision, information
from tests.services.intake.cases import raise_one, seen
from tests.support.agencies import COUNCIL
from tests.support.desk import KEYS, Desk

SEALED = [
    (Adult, Adult.adult_id, Adult.identity),
    (AllegedSource, AllegedSource.source_id, AllegedSource.details),
    (Concern, Concern.concern_id, Concern.what_happened),
    (Concern, Concern.concern_id, Concern.words),
    (GatheredInformation, GatheredInformation.information_id, GatheredInformation.content),
    (Decision, Decision.decision_id, Decision.grounds),
]


async def two_cases(desk: Desk) -> list[str]:
    paths = []
    for _ in range(2):
        event = await raise_one(desk)
        case = f"/intake/v1/cases/{event.case_id}"
        async with desk.client(COUNCIL) as client:
            for path, body in (("information", information()), ("decision", decision())):
                assert (await client.post(f"{case}/{path}", json=body)).status_code == 201
        concern = f"/intake/v1/concerns/{event.concern_id}"
        paths += [concern, f"{case}/information", f"{case}/decision"]
    return paths


def everything_in(folder: Path) -> bytes:
    """Return the database file and its write-ahead log."""
    return b"".join(file.read_bytes() for file in folder.glob("intake*"))


async def test_nothing_personal_can_be_read_in_the_files(desk: Desk, tmp_path: Path) -> None:
    await two_cases(desk)
    kept = everything_in(tmp_path)
    assert str(COUNCIL.id.hex).encode() in kept
    assert [canary for canary in CANARIES if canary.encode() in kept] == []


@pytest.mark.parametrize(("model", "key", "column"), SEALED, ids=str)
async def test_what_is_moved_to_another_row_is_not_shown_there(
    desk: Desk, model: Any, key: Any, column: Any
) -> None:
    paths = await two_cases(desk)
    async with desk.database.transaction() as session:
        (first, _), (second, stolen) = (await session.execute(select(key, column))).all()
        await session.execute(update(model).where(key == first).values({column.key: stolen}))
        assert first != second
    async with desk.client(COUNCIL) as client:
        answers = [await client.get(path) for path in paths]
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [500]
    [failed] = [answer for answer in answers if answer.status_code == 500]
    assert [canary for canary in CANARIES if canary in failed.text] == []


async def test_the_index_finds_a_number_without_being_one(desk: Desk) -> None:
    await raise_one(desk)
    async with desk.database.engine.connect() as connection:
        index = (await connection.execute(select(Adult.nhs_number_index))).scalar_one()
    cipher = Cipher.from_text(KEYS)
    assert index == cipher.blind_index("nhs_number", "9990000018")
    assert index != cipher.blind_index("nhs_number", "9990000026")


async def test_what_was_sealed_under_an_older_key_is_still_read(desk: Desk) -> None:
    event = await raise_one(desk)
    index = next(part for part in KEYS.split() if part.startswith("index:"))
    first = next(part for part in KEYS.split() if part.startswith("1:"))
    newer = Cipher.new_key_text().split()[0].replace("1:", "2:", 1)
    desk.database.cipher = Cipher.from_text(f"{first} {newer} {index}")
    await raise_one(desk)
    assert await seen(desk, f"/intake/v1/concerns/{event.concern_id}")
    async with desk.database.engine.connect() as connection:
        sealed = (
            await connection.execute(select(Adult.identity).order_by(Adult.adult_id))
        ).scalars()
        assert [value[1] for value in sealed] == [1, 2]
