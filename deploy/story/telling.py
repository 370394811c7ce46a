"""The telling: plain English, line by line, each step with the time since the story began."""

import textwrap
import time
from collections.abc import Callable

WIDTH = 100


class Telling:
    """Passes narration on, wrapped, with the seconds since it was made."""

    def __init__(self, narrate: Callable[[str], None]) -> None:
        """Begin to count time."""
        self._narrate = narrate
        self._began = time.monotonic()
        self._acts = 0

    @property
    def seconds(self) -> float:
        """Return how long the story has been running."""
        return time.monotonic() - self._began

    def act(self, title: str) -> None:
        """Announce the next act."""
        self._acts += 1
        self._narrate("")
        self._narrate(f"{self._acts}. {title}")

    def says(self, text: str) -> None:
        """Tell one step."""
        margin = f"{self.seconds:7.2f} s  "
        for line in textwrap.wrap(
            text, WIDTH, initial_indent=margin, subsequent_indent=" " * len(margin)
        ):
            self._narrate(line)

    def shows(self, line: str) -> None:
        """Pass a line on as it is."""
        self._narrate(line)
