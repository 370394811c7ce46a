"""What was recorded before conversations could be corrected is still read, and read as it was."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.outcomes.conversations.queries import conversation_of, show_conversation
from services.outcomes.desired_outcomes.queries import current_version_of, show_desired_outcome
from services.outcomes.limitations.queries import limitation_of, show_limitation
from shared.crypto import Cipher
from shared.migrations.upgrade import configuration, upgrade
from shared.reference.conversations import Interpreter
from shared.transactions import Database
from tests.services.outcomes.test_limitations_in_full import GAPS
from tests.support.agencies import TRUST
from tests.support.desk import KEYS, sqlite_url

AT = "2026-11-01 09:00:00.000000"
CASE_ID, ENQUIRY_ID, QUOTED, UNQUOTED, WISH_ID, LIMIT_ID = (uuid4() for _ in range(6))
CASE = {"case_id": CASE_ID, "synthetic": True}
RECORDED = {**CASE, "recorded_at": AT, "recorded_by_agency_id": TRUST.id}
WORDS = "I want my money back"
PERSON = {"name": "Ama", "role": "district nurse"}


def _upgrade_to(connection: Connection, revision: str) -> None:
    config = configuration("outcomes")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _insert(connection: Connection, /, table: str, **values: object) -> None:
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    kept = {name: value.hex if isinstance(value, UUID) else value for name, value in values.items()}
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), kept)  # noqa: S608


class Keeper:
    """Keeps records in a database as they were kept before."""

    def __init__(self, database: Database, connection: AsyncConnection) -> None:
        self.cipher = database.cipher
        self.connection = connection

    async def insert(self, table: str, **values: object) -> None:
        await self.connection.run_sync(_insert, table, **values)

    def sealed(self, row: str, **told: Any) -> bytes:
        return self.cipher.seal(json.dumps(told), row)

    async def keep_enquiry(self) -> None:
        answered = {"asked": "not_recorded", "derived": False, "version": 1, "opened_at": AT}
        kept = {"enquiry_id": ENQUIRY_ID, **CASE, "kind": "section_42", **answered}
        await self.insert("enquiries", **kept)

    async def keep_conversation(self, conversation_id: UUID) -> None:
        told = {"asked_by": PERSON, "communication_support": None, "note": WORDS}
        await self.insert(
            "conversations",
            conversation_id=conversation_id,
            enquiry_id=ENQUIRY_ID,
            held_at=AT,
            asked="asked_and_expressed",
            asked_of="adult",
            narrative=self.sealed(f"conversations.narrative:{conversation_id}", **told),
            **RECORDED,
        )

    async def keep_wish(self) -> None:
        head = {"desired_outcome_id": WISH_ID, "enquiry_id": ENQUIRY_ID, "version": 1}
        await self.insert("desired_outcomes", **head, **CASE)
        row = f"desired_outcome_versions.narrative:{WISH_ID}:1"
        await self.insert(
            "desired_outcome_versions",
            desired_outcome_id=WISH_ID,
            version=1,
            conversation_id=QUOTED,
            expressed_by="adult",
            category="money_or_belongings_back",
            owner_agency_id=TRUST.id,
            narrative=self.sealed(row, words=WORDS, why=None),
            **RECORDED,
        )

    async def keep_limitation(self) -> None:
        told = {"explanation": None, "danger_in_telling": "He reads.", "what_can_still_be_met": "-"}
        why = {"why_proportionate": WORDS, "decided_by": PERSON}
        await self.insert(
            "limitations",
            limitation_id=LIMIT_ID,
            desired_outcome_id=WISH_ID,
            reasons='["crime"]',
            adult_was_told=False,
            review_on="2026-12-06",
            narrative=self.sealed(f"limitations.narrative:{LIMIT_ID}", **told, **why),
            **RECORDED,
        )


async def test_what_was_recorded_earlier_is_read_as_it_was(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path, "outcomes")
    database = Database("outcomes", url, Cipher.from_text(KEYS))
    try:
        async with database.engine.connect() as connection:
            await connection.run_sync(_upgrade_to, "0009")
            await connection.commit()
        async with database.engine.begin() as connection:
            keeper = Keeper(database, connection)
            await keeper.keep_enquiry()
            for conversation_id in (QUOTED, UNQUOTED):
                await keeper.keep_conversation(conversation_id)
            await keeper.keep_wish()
            await keeper.keep_limitation()
        await upgrade(database.engine, "outcomes")
        async with database.transaction() as session:
            quoted = await conversation_of(session, CASE_ID, QUOTED)
            assert quoted.is_quoted is True
            assert (await conversation_of(session, CASE_ID, UNQUOTED)).is_quoted is False
            talk = show_conversation(session, quoted)
            assert (talk.note, talk.version, talk.present) == (WORDS, 1, None)
            assert talk.circumstances.interpreter is Interpreter.NOT_RECORDED
            version = await current_version_of(session, CASE_ID, WISH_ID)
            wish = show_desired_outcome(session, version)
            assert (wish.words, wish.no_longer_wanted, wish.negotiated_from) == (WORDS, None, None)
            limit = show_limitation(
                session, await limitation_of(session, CASE_ID, WISH_ID, LIMIT_ID)
            )
            assert (limit.why_proportionate, limit.applies, limit.gaps) == (WORDS, True, GAPS)
            assert limit.next_review_on == limit.review_on
    finally:
        await database.dispose()
