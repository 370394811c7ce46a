"""What a service listens to: its sources, and which of its functions hear which event."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from shared.events.contract import Event
from shared.transactions import OnEvents, hear_nothing

EventT = TypeVar("EventT", bound=Event)
Handler = Callable[[AsyncSession, EventT], Awaitable[None]]


class Consumer:
    """A register of handlers.

    Everything that the sources publish is received and recorded, heard or not, so that the
    numbering of each stream stays without gaps. `on_own_events` hears what the service says
    itself, in the transaction that says it.
    """

    def __init__(
        self, name: str, sources: tuple[str, ...], *, on_own_events: OnEvents = hear_nothing
    ) -> None:
        self.name = name
        self.sources = sources
        self.on_own_events = on_own_events
        self._handlers: dict[str, tuple[type[Event], list[Handler[Any]]]] = {}

    def on(self, event_class: type[EventT]) -> Callable[[Handler[EventT]], Handler[EventT]]:
        """Let the decorated function hear `event_class`, after those that were named before it."""

        def register(handler: Handler[EventT]) -> Handler[EventT]:
            self._handlers.setdefault(event_class.named(), (event_class, []))[1].append(handler)
            return handler

        return register

    async def hear(self, session: AsyncSession, event_type: str, data: dict[str, Any]) -> None:
        """Let every handler of a type hear an event; a type that nobody hears is none's loss.

        Raises `pydantic.ValidationError` for a body that does not fit its type, and whatever a
        handler raises.
        """
        if event_type not in self._handlers:
            return
        event_class, handlers = self._handlers[event_type]
        event = event_class.model_validate(data)
        for handler in handlers:
            await handler(session, event)
        await session.flush()
