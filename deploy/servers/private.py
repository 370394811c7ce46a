"""A server of one's own: free ports, a directory that goes with it, and a guard that ends it."""

import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.servers import guard

_START_SECONDS = 90
_LAST_LINES = 20


class ServerFailed(Exception):
    """A private server did not come up; says what it logged last."""


class PrivateServer:
    """One server process in a temporary directory, until `stop` or until this process ends.

    A kind of server says which `command` runs it, in which `environment`, and when it `answers`.
    """

    name: str

    def __init__(self) -> None:
        """Make its directory; `start` makes it run."""
        self.directory = Path(tempfile.mkdtemp(prefix=f"alongside-{self.name}-"))
        self._guard: subprocess.Popen[bytes] | None = None

    def command(self) -> Sequence[str]:
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        """Run the server and wait until it answers."""
        with (self.directory / "log").open("ab") as log:
            self._guard = subprocess.Popen(  # noqa: S603 - the command is our own
                [sys.executable, guard.__file__, str(self.directory), *self.command()],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.directory,
                env=dict(self.environment()),
                start_new_session=True,
            )
        give_up_at = time.monotonic() + _START_SECONDS
        while not self.answers():
            if self._guard.poll() is not None or time.monotonic() > give_up_at:
                said = "\n".join(self._log().splitlines()[-_LAST_LINES:])
                self.stop()
                raise ServerFailed(f"{self.name} did not start:\n{said}")
            time.sleep(0.05)

    def kill(self) -> None:
        """Cut its power: it can `start` again from what it had written."""
        if self._guard is not None:
            self._guard.terminate()
            self._guard.communicate()

    def stop(self) -> None:
        """End it and remove all it kept."""
        if self._guard is not None:
            self._guard.communicate()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _log(self) -> str:
        return (self.directory / "log").read_text(errors="replace")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def free_port(*, and_at_offsets: Sequence[int] = ()) -> int:
    """Return a loopback port that nothing listens at.

    It lies below the range from which systems number outgoing connections, so that none of those
    takes it before the server does.
    """
    while True:
        port = random.randrange(12_000, 22_000)  # noqa: S311 - not a secret
        if all(_is_free(port + offset) for offset in (0, *and_at_offsets)):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
