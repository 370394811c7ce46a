"""Many small pieces of work as one: whoever asks while a piece is being done shares the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Together(Generic[Item, Answer]):
    """Does with all waiting items at once what is asked for each; one by one where that fails.

    What is asked for begins after it was asked, never before: an answer is as fresh as if it had
    been asked for alone.
    """

    def __init__(
        self, do: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]], *, most: int
    ) -> None:
        """Take what returns an answer for each item, in their order, and how many it is given."""
        self._do = do
        self._most = most
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Answer:
        """Return the answer for one item, or raise what its own piece of work raised."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch = self._waiting[: self._most]
                del self._waiting[: self._most]
                await self._answer(batch)
        finally:
            self._task = None

    async def _answer(self, batch: Sequence[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._do([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            if len(batch) > 1:
                for one in batch:
                    await self._answer([one])
            elif not batch[0][1].done():
                batch[0][1].set_exception(error)
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)
