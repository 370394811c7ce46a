"""Every connection that this process tries to open, as the interpreter itself tells of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_watching: list[list[tuple[Any, ...]]] = []


def _notice(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        for tried in _watching:
            tried.append(arguments[1])


sys.addaudithook(_notice)


@contextmanager
def connections_tried() -> Iterator[list[tuple[Any, ...]]]:
    """Collect the addresses that are connected to meanwhile."""
    tried: list[tuple[Any, ...]] = []
    _watching.append(tried)
    try:
        yield tried
    finally:
        _watching.remove(tried)
