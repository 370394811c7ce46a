"""What a service does beside answering: its relay, its inbox, its waiting room, its own steps.

Every loop is "take a step, then wait for a reason to take the next"; only steps have logic.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import structlog
from pydantic import ValidationError

from shared.messaging import replay
from shared.messaging.broker import Broker, NobodyThere, Subscriber
from shared.messaging.consumer import Consumer
from shared.messaging.heartbeats import beat
from shared.messaging.notify import listen, notify_after_commit
from shared.messaging.receiving import Receiver
from shared.messaging.relay import Relay
from shared.messaging.waiting_room import WaitingRoom
from shared.transactions import Database

log = structlog.get_logger(__name__)

Step = Callable[[Database], Awaitable[bool]]
"""A step of a service's own; returns whether there was anything to do."""

Farewell = Callable[[], Awaitable[None]]
"""Lets go of what a step keeps between steps, at the end."""

POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 2.0
_LONGEST_PAUSE_SECONDS = 10.0
_PROMPT_PAUSE_SECONDS = 0.02
"""What happens within it is seen to together: a busy exchange asks no more often."""


class Worker:
    """Runs one service's steps, until told to stop or one at a time."""

    def __init__(
        self,
        database: Database,
        broker: Broker,
        consumer: Consumer,
        steps: Sequence[Step] = (),
        prompt_steps: Sequence[Step] = (),
        farewells: Sequence[Farewell] = (),
    ) -> None:
        """Take a service's own steps, each tried every second, and what lets go of their means.

        Prompt ones are taken at once, too, when an event was published or has been received.
        """
        self.database = database
        self.receiver = Receiver(database, consumer)
        self.waiting_room = WaitingRoom(database, broker, consumer, self.receiver)
        self.relay = Relay(database, broker)
        self._broker = broker
        self._steps = steps
        self._prompt_steps = prompt_steps
        self._farewells = farewells
        self._wake = asyncio.Event()
        self._prompts = [asyncio.Event() for _ in prompt_steps]
        broker.attach(
            Subscriber(
                name=consumer.name,
                sources=consumer.sources,
                receive=self._receive,
                answer=self._answer,
                has_no_queue=self.waiting_room.forget_what_was_asked,
            )
        )

    async def step(self) -> bool:
        """Take every step once; return whether anything was done."""
        did = [await step(self.database) for step in (*self._prompt_steps, *self._steps)]
        did.append(await self.relay.step() > 0)
        did.append(await self.waiting_room.step())
        return any(did)

    async def run(self, stop: asyncio.Event) -> None:
        """Take steps until `stop` is set; outages of database and broker are waited out."""
        on_postgresql = self.database.engine.dialect.name == "postgresql"
        if on_postgresql:
            notify_after_commit(self.database)
        else:
            self.database.on_published = self._published
        loops = [
            self._relay_loop(),
            self._every(POLL_SECONDS, "waiting_room", self._wait_step),
            self._every(HEARTBEAT_SECONDS, "heartbeat", self._beat),
            self._broker.carry(),
            *(
                self._every(POLL_SECONDS, "own", partial(self._repeat, step))
                for step in self._steps
            ),
            *(
                self._promptly(step, prompt)
                for step, prompt in zip(self._prompt_steps, self._prompts, strict=True)
            ),
        ]
        if on_postgresql:
            loops.append(self._listen_loop())
        tasks = [asyncio.create_task(loop) for loop in loops]
        try:
            await stop.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.close()

    async def close(self) -> None:
        """Let go of whatever is kept between steps."""
        for farewell in self._farewells:
            await farewell()
        await self.relay.release()

    async def _receive(self, bodies: Sequence[bytes]) -> None:
        await self.receiver.receive(bodies)
        self._prompt()

    def _published(self) -> None:
        self._wake.set()
        self._prompt()

    def _prompt(self) -> None:
        for prompt in self._prompts:
            prompt.set()

    async def _promptly(self, step: Step, prompt: asyncio.Event) -> None:
        while True:
            prompt.clear()
            try:
                await self._repeat(step)
            except Exception as error:  # noqa: BLE001 - an outage is waited out
                log.warning("step_failed", step="prompt", reason=type(error).__name__)
                await asyncio.sleep(POLL_SECONDS)
            await asyncio.sleep(_PROMPT_PAUSE_SECONDS)
            await _event_or_timeout(prompt, POLL_SECONDS)

    async def _relay_loop(self) -> None:
        pause = POLL_SECONDS
        while True:
            self._wake.clear()
            try:
                published = await self.relay.step()
                pause = POLL_SECONDS
            except Exception as error:  # noqa: BLE001 - an outage is waited out
                log.warning("relay_failed", reason=type(error).__name__)
                published, pause = 0, min(pause * 2, _LONGEST_PAUSE_SECONDS)
            if not published:
                await _event_or_timeout(self._wake, pause)

    async def _wait_step(self) -> None:
        while await self.waiting_room.step():
            pass

    async def _repeat(self, step: Step) -> None:
        while await step(self.database):
            pass

    async def _beat(self) -> None:
        await beat(
            self.database.engine,
            "worker",
            self.database.clock(),
            is_well=self._broker.is_well(),
        )

    async def _listen_loop(self) -> None:
        while True:
            try:
                await listen(self.database, self._published)
            except Exception as error:  # noqa: BLE001 - the poll goes on meanwhile
                log.warning("listening_failed", reason=type(error).__name__)
            await asyncio.sleep(POLL_SECONDS)

    async def _every(self, seconds: float, name: str, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await step()
            except Exception as error:  # noqa: BLE001 - an outage is waited out
                log.warning("step_failed", step=name, reason=type(error).__name__)
            await asyncio.sleep(seconds)

    async def _answer(self, body: bytes) -> None:
        try:
            request = replay.ReplayRequest.model_validate_json(body)
        except ValidationError:
            log.warning("replay_request_unreadable")
            return
        try:
            sent = await replay.answer(self.database, self._broker, request)
        except NobodyThere:
            log.info("replay_not_wanted", consumer=request.consumer)
            return
        log.info("replayed", consumer=request.consumer, stream=request.stream, count=sent)


async def _event_or_timeout(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
