"""Finds the programs of PostgreSQL, RabbitMQ and Chromium, or installs them where it may."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POSTGRES_VARIABLE = "ALONGSIDE_TEST_POSTGRES"
RABBITMQ_VARIABLE = "ALONGSIDE_TEST_AMQP"
CHROMIUM_VARIABLE = "ALONGSIDE_TEST_CHROMIUM"

_PLACES = {
    "postgres": ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin"),
    # Debian's programs of the same names in /usr/sbin change to the system's own user first.
    "rabbitmq-server": ("/usr/lib/rabbitmq/bin", "/opt/homebrew/opt/rabbitmq/sbin"),
}
_DEBIAN_PACKAGES = {"postgres": "postgresql", "rabbitmq-server": "rabbitmq-server"}
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
_POLICY = Path("/usr/sbin/policy-rc.d")


class ServersMissing(SystemExit):
    """PostgreSQL, RabbitMQ or Chromium is neither named, installed, nor ours to install."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL, RabbitMQ and Chromium are needed: "
            "apt-get install postgresql rabbitmq-server chromium fonts-liberation\n"
            f"or name running ones: {POSTGRES_VARIABLE}=postgresql://user:password@host/postgres "
            f"{RABBITMQ_VARIABLE}=amqp://user:password@host (with its management plugin), "
            f"and a browser's program: {CHROMIUM_VARIABLE}=/path/to/chromium"
        )


def programs_of(server: str) -> Path:
    """Return the folder that holds `server` ("postgres" or "rabbitmq-server") and its tools."""
    found = _find(server)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        install_debian(_DEBIAN_PACKAGES[server])
        found = _find(server)
    if found is None:
        raise ServersMissing
    return found


def chromium() -> Path:
    """Return the browser that pages are looked at with, and a font like Arial beside it."""
    found = _find_chromium()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        install_debian("chromium", "fonts-liberation")
        found = _find_chromium()
    if found is None:
        raise ServersMissing
    return found


def _find_chromium() -> Path | None:
    names = (os.environ.get(CHROMIUM_VARIABLE), *_CHROMIUMS)
    programs = (shutil.which(name) for name in names if name)
    return next((Path(program) for program in programs if program), None)


def _find(server: str) -> Path | None:
    for pattern in _PLACES[server]:
        for folder in sorted(Path("/").glob(pattern[1:]), key=_version, reverse=True):
            if (folder / server).exists():
                return folder
    on_path = shutil.which(server)
    return Path(on_path).resolve().parent if on_path else None


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parts if part.isdecimal())


def install_debian(*packages: str) -> None:
    """Install packages of Debian, whose services stay off; raise where that is not allowed."""
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit(f"{names} is needed and could not be installed")
    sys.stderr.write(f"Installing {names} (system services stay off)\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _services_stay_off():
        for arguments in (("update",), ("install", "--yes", "--no-install-recommends", *packages)):
            subprocess.run(  # noqa: S603 - fixed arguments
                ["apt-get", "-qq", *arguments],  # noqa: S607 - apt is where the system has it
                check=True,
                env=environment,
                stdout=subprocess.DEVNULL,
            )


@contextmanager
def _services_stay_off() -> Iterator[None]:
    """Tell Debian's packages not to start what they install, as they would."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink()


def main() -> None:
    """Make sure that the servers and the browser can be had, or end with how to get them."""
    for variable, server in (
        (POSTGRES_VARIABLE, "postgres"),
        (RABBITMQ_VARIABLE, "rabbitmq-server"),
    ):
        where = f"named by {variable}" if variable in os.environ else programs_of(server)
        sys.stdout.write(f"{server}: {where}\n")
    sys.stdout.write(f"chromium: {chromium()}\n")


if __name__ == "__main__":
    main()
