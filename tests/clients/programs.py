"""The examples as programs: started as a partner starts them, judged by what they print."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.servers.install import install_debian

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
PATIENCE_SECONDS = 40


def node() -> str:
    """Return Node.js, installed where that is allowed."""
    found = shutil.which("node")
    if found is None:
        install_debian("nodejs")
        found = shutil.which("node") or "node"
    return found


class Program:
    """A running example, and what it has printed: a line of JSON for each event it took in."""

    def __init__(
        self, name: str, folder: Path, environment: Mapping[str, str], *arguments: str
    ) -> None:
        """Start docs/examples/`name` with what a partner would set."""
        runner = [node()] if name.endswith(".mjs") else [sys.executable]
        self.name = name
        self._printed = folder / f"{name.replace('/', '-')}.out"
        self._said = folder / f"{name.replace('/', '-')}.err"
        with self._printed.open("wb") as printed, self._said.open("wb") as said:
            self._process = subprocess.Popen(  # noqa: S603 - the command is our own
                [*runner, str(EXAMPLES / name), *arguments],
                stdout=printed,
                stderr=said,
                env={**os.environ, **environment},
                cwd=folder,
            )

    @property
    def taken_in(self) -> list[str]:
        """Return the ids of the events it took in, in order."""
        return [json.loads(line)["id"] for line in self._printed.read_text().splitlines()]

    @property
    def complaints(self) -> str:
        """Return what it wrote to standard error."""
        return self._said.read_text()

    def wait_until_listening(self) -> int:
        """Return the port at which a receiver listens, once it does."""
        until = time.monotonic() + PATIENCE_SECONDS
        while "listening on " not in self.complaints:
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{self.name}: {self.complaints[-2000:]}")
            time.sleep(0.05)
        return int(self.complaints.rpartition("listening on ")[2].split()[0])

    def finish(self) -> None:
        """Wait until a program that ends by itself has ended well."""
        if self._process.wait(PATIENCE_SECONDS) != 0:
            raise RuntimeError(f"{self.name}: {self.complaints[-2000:]}")

    def stop(self) -> None:
        """End a program that would run on."""
        self._process.terminate()
        self._process.wait(PATIENCE_SECONDS)


@contextmanager
def running(programs: Sequence[Program]) -> Iterator[None]:
    """End them all when the block ends."""
    try:
        yield
    finally:
        for program in programs:
            program.stop()
