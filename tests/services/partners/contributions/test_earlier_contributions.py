"""What was given before contributions had versions is still read, by those who could read it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from alembic import command
from sqlalchemy import Connection, text

from services.partners.contributions.queries import answers_to
from shared.crypto import Cipher
from shared.migrations.upgrade import configuration, upgrade
from shared.transactions import Database
from tests.services.partners.contributions.giving import WORDS
from tests.support.desk import KEYS, sqlite_url

ASKER, OWNER, OTHER = uuid4(), uuid4(), uuid4()
AT = datetime(2026, 11, 1, 9, tzinfo=UTC).replace(tzinfo=None).isoformat(" ")


def _upgrade_to(connection: Connection, revision: str) -> None:
    config = configuration("partners")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _insert(connection: Connection, /, table: str, **values: object) -> None:
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    kept = {name: value.hex if isinstance(value, UUID) else value for name, value in values.items()}
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), kept)  # noqa: S608


async def _keep_an_answer(database: Database, request_id: UUID) -> None:
    """Keep a request and its answer as they were kept before."""
    contribution_id = uuid4()
    case = {"case_id": uuid4(), "synthetic": True}
    async with database.engine.begin() as connection:
        await connection.run_sync(
            _insert,
            "requests",
            request_id=request_id,
            **case,
            kind="information",
            asked_by_agency_id=ASKER,
            asked_of_agency_id=OWNER,
            legal_gateway="care_act_s7",
            purpose=b"",
            question=b"",
            made_at=AT,
            state="answered",
        )
        await connection.run_sync(
            _insert,
            "contributions",
            contribution_id=contribution_id,
            request_id=request_id,
            **case,
            owner_agency_id=OWNER,
            words=database.cipher.seal(WORDS, f"contributions.words:{contribution_id}"),
            given_at=AT,
        )


async def test_an_earlier_answer_becomes_a_first_version(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path, "partners")
    database = Database("partners", url, Cipher.from_text(KEYS))
    request_id = uuid4()
    try:
        async with database.engine.connect() as connection:
            await connection.run_sync(_upgrade_to, "0015")
            await connection.commit()
        await _keep_an_answer(database, request_id)
        await upgrade(database.engine, "partners")
        async with database.transaction() as session:
            for reader in (ASKER, OWNER):
                view = (await answers_to(session, reader, [request_id]))[request_id]
                assert (view.words, view.version, view.legal_basis) == (WORDS, 1, "care_act_s7")
            assert await answers_to(session, OTHER, [request_id]) == {}
    finally:
        await database.dispose()
