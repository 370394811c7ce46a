"""Finds the programs of PostgreSQL and RabbitMQ, or installs them where that is allowed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POSTGRES_VARIABLE = "ALONGSIDE_TEST_POSTGRES"
RABBITMQ_VARIABLE = "ALONGSIDE_TEST_AMQP"

_PLACES = {
    "postgres": ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin"),
    # Debian's programs of the same names in /usr/sbin change to the system's own user first.
    "rabbitmq-server": ("/usr/lib/rabbitmq/bin", "/opt/homebrew/opt/rabbitmq/sbin"),
}
_DEBIAN_PACKAGES = {"postgres": "postgresql", "rabbitmq-server": "rabbitmq-server"}
_POLICY = Path("/usr/sbin/policy-rc.d")


class ServersMissing(SystemExit):
    """PostgreSQL or RabbitMQ is neither named, installed, nor ours to install."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL and RabbitMQ are needed: apt-get install postgresql rabbitmq-server\n"
            f"or name running ones: {POSTGRES_VARIABLE}=postgresql://user:password@host/postgres "
            f"{RABBITMQ_VARIABLE}=amqp://user:password@host (with its management plugin)"
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


def _find(server: str) -> Path | None:
    for pattern in _PLACES[server]:
        for folder in sorted(Path("/").glob(pattern[1:]), key=_version, reverse=True):
            if (folder / server).exists():
                return folder
    on_path = shutil.which(server)
    return Path(on_path).resolve().parent if on_path else None


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parts if part.isdecimal())


def install_debian(package: str) -> None:
    """Install a package of Debian, whose services stay off; raise where that is not allowed."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit(f"{package} is needed and could not be installed")
    sys.stderr.write(f"Installing {package} (its system service stays off)\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _services_stay_off():
        for arguments in (("update",), ("install", "--yes", "--no-install-recommends", package)):
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
    """Make sure that both servers can be had, or end with how to get them."""
    for variable, server in (
        (POSTGRES_VARIABLE, "postgres"),
        (RABBITMQ_VARIABLE, "rabbitmq-server"),
    ):
        where = f"named by {variable}" if variable in os.environ else programs_of(server)
        sys.stdout.write(f"{server}: {where}\n")


if __name__ == "__main__":
    main()
