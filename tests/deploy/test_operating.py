"""The operator's commands, run as they are typed, on a database with a poisoned event."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner, Result

from deploy.cli import app
from deploy.services import SERVICES
from shared.crypto import Cipher
from shared.messaging.envelope import Envelope
from shared.messaging.receiving import Receiver
from tests.support.desk import sqlite_url

POISON = uuid4()


@pytest.fixture(autouse=True)
def intake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_DATABASE_URL", sqlite_url(tmp_path, "intake"))
    monkeypatch.setenv("INTAKE_ENCRYPTION_KEYS", Cipher.new_key_text())
    monkeypatch.setenv("INTAKE_ISSUER", "https://exchange.example/partners")
    assert run("migrate", "intake").exit_code == 0


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def receive_poison() -> None:
    """Have an event arrive whose body lacks the agency that it is about."""
    envelope = Envelope(
        id=POISON,
        source="/alongside/partners",
        type="partners.agency_suspended.v1",
        time=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        subject=f"agency/{uuid4()}",
        epoch=1,
        sequence=1,
        correlationid="poison",
        data={},
    )

    async def receive() -> None:
        database = SERVICES["intake"].open().database
        try:
            await Receiver(database, SERVICES["intake"].consumer).receive([envelope.to_bytes()])
        finally:
            await database.dispose()

    asyncio.run(receive())


def test_an_empty_quarantine_is_said_to_be_empty() -> None:
    assert run("quarantine", "list", "intake").output == "Nothing is in quarantine.\n"


def test_what_is_in_quarantine_is_listed_to_people_and_to_programs() -> None:
    receive_poison()
    assert str(POISON) in run("quarantine", "list", "intake").output
    (line,) = run("quarantine", "list", "intake", "--json").output.splitlines()
    assert json.loads(line)["event_id"] == str(POISON)


def test_a_replay_that_fails_again_says_so() -> None:
    receive_poison()
    result = run("quarantine", "replay", "intake", str(POISON))
    assert result.exit_code == 1
    assert str(POISON) in run("quarantine", "list", "intake").output


def test_an_event_is_discarded_for_a_reason_and_only_for_one() -> None:
    receive_poison()
    assert run("quarantine", "discard", "intake", str(POISON)).exit_code == 2
    result = run("quarantine", "discard", "intake", str(POISON), "--reason", "sent in error")
    assert result.exit_code == 0
    assert run("quarantine", "list", "intake").output == "Nothing is in quarantine.\n"


def test_an_event_that_is_not_in_quarantine_is_neither_replayed_nor_discarded() -> None:
    for words in (("replay",), ("discard", "--reason", "sent in error")):
        result = run("quarantine", words[0], "intake", str(POISON), *words[1:])
        assert result.exit_code == 1
        assert result.output == "Not found\n"


def test_each_restore_begins_another_epoch() -> None:
    assert run("raise-epoch", "intake").output == "epoch 2\n"
    assert run("raise-epoch", "intake").output == "epoch 3\n"
