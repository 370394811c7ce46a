"""What goes with a call, and how it is prepared."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.matrix.cast import Actor
from tests.matrix.place import Place
from tests.matrix.stage import Case


@dataclass
class Sent:
    """Ids for the path, a body, headers; a form in place of a body; another who calls.

    A form that proves itself who sends it is sent without a session, `fields` with the caller's.
    """

    ids: dict[str, str] = field(default_factory=dict)
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None
    fields: dict[str, str] | None = None
    who: Actor | None = None


Prepare = Callable[[Place, Case, Actor], Awaitable[Sent]]
