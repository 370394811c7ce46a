"""A process killed at each of the three dangerous moments, for real; the next one ends its work."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from uuid import UUID

import pytest

from shared.clock import utc_clock
from shared.crypto import Cipher
from shared.events.partners import AgencyResumed, AgencySuspended
from shared.failpoints import AFTER_COMMIT, AFTER_PUBLISH, BEFORE_PUBLISH, VARIABLE
from shared.messaging.outbox import publish
from shared.transactions import Database
from tests.shared.messaging.services import RESUMED, SUSPENDED, Service, metadata
from tests.support.desk import create_tables, sqlite_url

COUNT = 20


async def _prepare(folder: Path) -> Service:
    """Lay out both databases, and have ten agencies suspended and resumed."""
    (folder / "keys").write_text(Cipher.new_key_text())
    cipher = Cipher.from_text((folder / "keys").read_text())
    for name in ("partners", "intake"):
        database = Database(name, sqlite_url(folder, name), cipher, clock=utc_clock)
        await create_tables(database, metadata)
        if name == "partners":
            for number in range(COUNT // 2):
                agency_id = UUID(int=number)
                async with database.transaction() as session:
                    publish(session, AgencySuspended(agency_id=agency_id))
                    publish(session, AgencyResumed(agency_id=agency_id))
            await database.dispose()
    return Service("intake", ("partners",), database)


async def _carry(folder: Path, address: str, failpoint: str | None) -> int:
    """Run the process to its end, and return how it ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.shared.messaging.carrying",
        str(folder),
        address,
        str(COUNT),
        env={**os.environ, **({VARIABLE: failpoint} if failpoint else {})},
    )
    return await process.wait()


@pytest.mark.parametrize(
    ("transport", "failpoint"),
    [
        ("memory", BEFORE_PUBLISH),
        ("memory", AFTER_PUBLISH),
        ("rabbit", BEFORE_PUBLISH),
        ("rabbit", AFTER_PUBLISH),
        ("rabbit", AFTER_COMMIT),
    ],
)
async def test_a_kill_loses_nothing_and_repeats_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, transport: str, failpoint: str
) -> None:
    address = "memory:" if transport == "memory" else request.getfixturevalue("amqp_url")
    intake = await _prepare(tmp_path)
    try:
        assert await _carry(tmp_path, address, failpoint) == -signal.SIGKILL
        assert await _carry(tmp_path, address, None) == 0
        for number in range(COUNT // 2):
            assert await intake.heard(UUID(int=number)) == [SUSPENDED, RESUMED]
    finally:
        await intake.database.dispose()
