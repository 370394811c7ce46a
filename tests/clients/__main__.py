"""Start an exchange, run every client against it, and say in one JSON line how it went."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from deploy.playing import servers_place
from tests.clients.run import Result, run_clients


async def _run() -> Result:
    with tempfile.TemporaryDirectory(prefix="alongside-clients-") as folder:
        path = Path(folder)
        async with servers_place(path) as place:
            (path / "clients").mkdir()
            return await run_clients(place, path / "clients")


def main() -> None:
    """Exit with 1 unless every client took in everything, once."""
    result = asyncio.run(_run())
    for name, ids in result.taken_in.items():
        sys.stdout.write(f"{name}: {len(ids)} events\n")
    sys.stdout.write(f"{json.dumps(result.as_json())}\n")
    sys.exit(0 if result.is_well else 1)


if __name__ == "__main__":
    main()
