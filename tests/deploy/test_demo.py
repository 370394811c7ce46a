"""The demo as someone meets it: it finds a port, tells the story, stays up, and stops cleanly."""

import asyncio
import contextlib
import re
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]


async def _demo(folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "deploy.cli",
        "demo",
        "--folder",
        str(folder),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )


async def _line_with(process: asyncio.subprocess.Process, words: str) -> str:
    """Read on until a line holds `words`; fail where the demo ends before."""
    assert process.stdout is not None
    while line := (await process.stdout.readline()).decode():
        if words in line:
            return line
    raise AssertionError(f"the demo ended before it said: {words}")


@pytest.mark.timeout(150)
async def test_the_demo_takes_a_free_port_tells_the_story_stays_up_and_stops(
    tmp_path: Path,
) -> None:
    with socket.socket() as taken:
        with contextlib.suppress(OSError):  # someone else holds it: as good
            taken.bind(("127.0.0.1", 8000))
        demo = await _demo(tmp_path)
        try:
            await _line_with(demo, "The end.")
            line = await _line_with(demo, "stays up at")
            url = line.split("stays up at ")[1].split(". ")[0]
            assert not url.endswith(":8000")
            async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
                assert "Alongside" in (await client.get("/")).text
                for service in ("intake", "outcomes", "partners"):
                    assert (await client.get(f"/{service}/docs")).status_code == 200
                    assert (await client.get(f"/{service}/readyz")).json()["status"] == "ok"
                await _nurse_looks_at_her_case(client)
            demo.send_signal(signal.SIGINT)
            await _line_with(demo, "Stopping.")
            assert await demo.wait() == 0
        finally:
            if demo.returncode is None:
                demo.kill()
                await demo.wait()


async def _nurse_looks_at_her_case(client: httpx.AsyncClient) -> None:
    """Choose to be the nurse of the story, as a browser would, and follow her to her case."""
    client.follow_redirects = True
    offered = await client.get("/intake/cases")
    assert "Choose who you are" in offered.text
    form = {"person": "nurse", "back": "/intake/cases"}
    cases = await client.post("/partners/sign-in/as", data=form)
    assert "Margaret Ellison" in cases.text
    case_path = re.findall(r'href="(/intake/cases/[^"]+)"', cases.text)[0]
    for service in ("intake", "outcomes", "partners"):
        page = await client.get(case_path.replace("/intake/", f"/{service}/"))
        assert page.status_code == 200
        assert "NCT-2204, Northshire Community NHS Trust" in page.text
    await client.post("/partners/sign-out")
    assert "Choose who you are" in (await client.get(case_path)).text
