"""One agency is told of one case by every channel; each client must have taken in the same."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from deploy.story.acts import play
from deploy.story.place import Place
from tests.clients.agency import Agency
from tests.clients.programs import PATIENCE_SECONDS, Program, running
from tests.support.silence import unheard


@dataclass(frozen=True)
class Result:
    """What each client took in, against what the agency was told."""

    told: tuple[str, ...]
    taken_in: Mapping[str, tuple[str, ...]]
    unreceived: int

    def as_json(self) -> dict[str, int]:
        """Return counts: everything but the first two has to be zero."""
        return {
            "clients": len(self.taken_in),
            "events": len(self.told),
            "missing": sum(len(set(self.told) - set(ids)) for ids in self.taken_in.values()),
            "twice": sum(len(ids) - len(set(ids)) for ids in self.taken_in.values()),
            "foreign": sum(len(set(ids) - set(self.told)) for ids in self.taken_in.values()),
            "unreceived": self.unreceived,
        }

    @property
    def is_well(self) -> bool:
        """Tell whether every client took in everything, once, and nothing else."""
        counts = self.as_json()
        return counts["clients"] > 0 < counts["events"] and not any(list(counts.values())[2:])


async def run_clients(place: Place, folder: Path) -> Result:
    """Play the story so that the agencies are there, subscribe, and play it once more."""
    await play(place, narrate=unheard)
    async with httpx.AsyncClient(trust_env=False, timeout=40) as http:
        agency = Agency(http, place)
        start = await agency.place_now()
        pushed = await _subscribed(agency, folder)
        with running(pushed):
            await play(place, narrate=unheard)
            told = [event["id"] for event in await agency.told_since(start)]
            await _until_taken_in(pushed, told)
        followers = [_followed(agency, folder, name, start) for name in FOLLOWERS]
        states = await agency.states()
    programs = [*pushed, *followers]
    return Result(
        told=tuple(told),
        taken_in={program.name: tuple(program.taken_in) for program in programs},
        unreceived=sum(states.get(event_id) != "received" for event_id in told),
    )


RECEIVERS = ("python/receive_webhooks.py", "node/receive-webhooks.mjs")
FOLLOWERS = ("python/follow_feed.py", "node/follow-feed.mjs")


async def _subscribed(agency: Agency, folder: Path) -> list[Program]:
    """Subscribe by webhook, once for each receiver, and by queue; start what receives."""
    known = agency.environment(folder / "unused")
    programs = []
    for name in RECEIVERS:
        webhook = await agency.subscribe_webhook()
        environment = {**known, "ALONGSIDE_WEBHOOK_SECRETS": webhook.secret}
        programs.append(Program(name, folder, environment, str(webhook.port)))
    for program in programs:
        program.wait_until_listening()
    environment = {**known, **await agency.subscribe_queue()}
    programs.append(Program("python/read_queue.py", folder, environment))
    return programs


async def _until_taken_in(programs: Sequence[Program], told: Sequence[str]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while any(not set(told) <= set(program.taken_in) for program in programs):
            await asyncio.sleep(0.1)


def _followed(agency: Agency, folder: Path, name: str, start: str) -> Program:
    """Have an example follow the feed from a place to its end."""
    place_file = folder / name.replace("/", "-") / "feed.place"
    place_file.parent.mkdir()
    place_file.write_text(start)
    program = Program(name, folder, agency.environment(place_file), "--once")
    program.finish()
    return program
