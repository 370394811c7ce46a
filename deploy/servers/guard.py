"""Runs one server and ends it, with all it started, as soon as whoever asked for it is gone.

Run as `python guard.py DIRECTORY COMMAND...` with a pipe as its input. When the pipe closes (its
holder ended, however it ended) the server is ended and DIRECTORY, its only trace, removed.
SIGTERM ends the server without ceremony and keeps the directory: a power cut.
"""

import os
import select
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

_PATIENCE_SECONDS = 10


def main(directory: Path, command: list[str]) -> None:
    server = subprocess.Popen(  # noqa: S603 - the command is our own
        command, stdin=subprocess.DEVNULL, start_new_session=True
    )

    def cut_power(_signal: int, _frame: object) -> None:
        _signal_all(server, signal.SIGKILL)
        server.wait()
        os._exit(0)

    signal.signal(signal.SIGTERM, cut_power)
    while server.poll() is None:
        readable, _, _ = select.select([sys.stdin], [], [], 0.5)
        if readable:
            _end(server)
            shutil.rmtree(directory, ignore_errors=True)
            return
    _signal_all(server, signal.SIGKILL)


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the server: at once but tidily (both kinds leave on SIGQUIT), then by force."""
    _signal_all(server, signal.SIGQUIT)
    with suppress(subprocess.TimeoutExpired):
        server.wait(_PATIENCE_SECONDS)
    _signal_all(server, signal.SIGKILL)
    server.wait()


def _signal_all(server: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(server.pid, number)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
