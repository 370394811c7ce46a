"""The examples, as partners would run them: each takes in what the agency is told, once."""

from pathlib import Path

import pytest

from deploy.processes import processes
from deploy.servers.postgres import Postgres
from tests.clients.run import run_clients


@pytest.mark.timeout(400)
async def test_clients_that_are_not_ours_take_in_everything_once(
    tmp_path: Path, postgres_server: Postgres, amqp_url: str
) -> None:
    (tmp_path / "clients").mkdir()
    async with processes(tmp_path, postgres_server, amqp_url) as exchange:
        exchange.start_all()
        result = await run_clients(exchange.place, tmp_path / "clients")
    assert result.is_well, result.as_json()
