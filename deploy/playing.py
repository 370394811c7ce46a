"""Play stories against an exchange: in this process, over real servers, or wherever it runs."""

import asyncio
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Protocol

from deploy import embedded
from deploy.operator_key import operator_key
from deploy.processes import processes
from deploy.servers.postgres import running_postgres
from deploy.servers.rabbitmq import running_rabbitmq
from deploy.story.acts import play
from deploy.story.place import Place
from shared.logging import set_up_logging


def say(line: str) -> None:
    """Print a line of narration at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def _logging_into(folder: Path) -> Iterator[None]:
    """Keep the log beside what it tells of, out of the narration."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "log").open("a", buffering=1) as log:
        set_up_logging(log)
        yield


@asynccontextmanager
async def embedded_place(folder: Path, port: int | None) -> AsyncIterator[tuple[str, Place]]:
    """Run the exchange in this process for as long as the block lasts."""
    listener = embedded.listen(port)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    services = embedded.open_services(folder, url)
    async with embedded.running(services), embedded.serving(services, listener):
        operator = operator_key(folder).as_dict(private=True)
        yield url, Place.at(url, operator, folder / "agencies")


@asynccontextmanager
async def servers_place(folder: Path) -> AsyncIterator[Place]:
    """Run six processes over PostgreSQL and RabbitMQ for as long as the block lasts."""
    with running_postgres() as postgres, running_rabbitmq() as rabbit, rabbit.vhost() as amqp_url:
        async with processes(folder, postgres, amqp_url) as exchange:
            exchange.start_all()
            yield exchange.place


class Play(Protocol):
    """A story that can be played at a place."""

    def __call__(self, place: Place, *, narrate: Callable[[str], None]) -> Awaitable[object]:
        """Play it to its end and check it; raises what went wrong."""


async def play_embedded(played: Play = play) -> None:
    """Play a story in this process, from nothing, and leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="alongside-") as name, _logging_into(Path(name)):
        async with embedded_place(Path(name), 0) as (_, place):
            await played(place, narrate=say)


async def play_on_servers(played: Play = play) -> None:
    """Play a story over PostgreSQL and RabbitMQ, each service in processes of its own."""
    with tempfile.TemporaryDirectory(prefix="alongside-") as folder:
        async with servers_place(Path(folder)) as place:
            await played(place, narrate=say)


async def play_at(place: Place, played: Play = play) -> None:
    """Play a story against an exchange that runs already."""
    await played(place, narrate=say)


async def demo(folder: Path, port: int | None, *, fresh: bool) -> None:
    """Run the exchange in this process, play the story, and stay up until Ctrl-C."""
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    with _logging_into(folder):
        async with embedded_place(folder, port) as (url, place):
            say(f"The exchange is up at {url} (made-up data only, kept in {folder}).\n")
            await _play_and_stay(url, place, stop)
            say("\nStopping. What happened is kept; `make demo FRESH=1` starts from nothing.")


async def _play_and_stay(url: str, place: Place, stop: asyncio.Event) -> None:
    """Play the story, then wait to be stopped; being stopped ends the story too."""
    playing = asyncio.create_task(play(place, narrate=say))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((playing, stopping), return_when=asyncio.FIRST_COMPLETED)
    if playing.done():
        playing.result()
        say(_stays_up(url))
        await stopping
    else:
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)


def _stays_up(url: str) -> str:
    lines = [f"  {url}/{name}/docs  {about}" for name, about in embedded.ABOUT.items()]
    return "\n".join(
        [
            "",
            f"The exchange stays up at {url}. Pages for people:",
            f"  {url}/intake/cases  choose who you are, and see what they may see",
            "What can be called:",
            *lines,
            "Ctrl-C stops it.",
        ]
    )
