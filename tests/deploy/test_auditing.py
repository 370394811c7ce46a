"""The operator's commands about the audit, as they are typed."""

import asyncio
import json
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from deploy.cli import app
from deploy.services import SERVICES
from shared.audit.append import record_change
from shared.audit.seal import LONGEST_UNSEALED, seal
from shared.clock import utc_clock
from shared.crypto import Cipher
from shared.events.intake import AuditSealed
from tests.support.desk import sqlite_url


@pytest.fixture(autouse=True)
def intake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_DATABASE_URL", sqlite_url(tmp_path, "intake"))
    monkeypatch.setenv("INTAKE_ENCRYPTION_KEYS", Cipher.new_key_text())
    monkeypatch.setenv("INTAKE_ISSUER", "https://exchange.example/partners")
    assert run("migrate", "intake").exit_code == 0
    asyncio.run(_record_and_seal())


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


async def _record_and_seal() -> None:
    early = SERVICES["intake"].open(clock=lambda: utc_clock() - 2 * LONGEST_UNSEALED).database
    late = SERVICES["intake"].open().database
    async with early.transaction() as session:
        record_change(session, "register", "agency/1")
    async with late.transaction() as session:
        assert await seal(session, AuditSealed)
    await early.dispose()
    await late.dispose()


async def _edit() -> None:
    database = SERVICES["intake"].open().database
    async with database.engine.begin() as connection:
        await connection.execute(text("DROP TRIGGER audit_is_never_edited"))
        await connection.execute(text("DROP TRIGGER audit_is_sealed_once"))
        await connection.execute(text("UPDATE audit_entries SET subject = 'agency/2'"))
    await database.dispose()


def test_an_audit_as_it_was_sealed_verifies() -> None:
    verified = run("audit", "verify", "intake")
    assert verified.exit_code == 0
    assert verified.output.strip().endswith("0 findings")


def test_an_edited_row_is_named_and_the_command_fails() -> None:
    asyncio.run(_edit())
    verified = run("audit", "verify", "intake", "--json")
    assert verified.exit_code == 1
    assert json.loads(verified.output)["findings"][0]["where"].startswith("entry/")


def test_a_seal_that_another_service_kept_must_be_the_one_here(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text(json.dumps({"source": "intake", "number": 1, "digest": "00"}) + "\n")
    verified = run("audit", "verify", "intake", "--against", str(kept))
    assert verified.exit_code == 1
    assert "seal/1" in verified.output
    assert run("audit", "anchors", "intake", "--of", "partners").output == ""
