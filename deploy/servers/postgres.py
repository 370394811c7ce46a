"""PostgreSQL for tests and stories: the one that is named, or a private one."""

import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import asyncpg

from deploy.servers.install import POSTGRES_VARIABLE, programs_of
from deploy.servers.private import PrivateServer, free_port


class Postgres:
    """A PostgreSQL server that answers at `url` (postgresql://, a role that may make databases)."""

    def __init__(self, url: str) -> None:
        self.url = url

    async def create_database(self, name: str) -> str:
        """Make an empty database and return its address as SQLAlchemy and asyncpg read it."""
        await self._execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        address = self.url.partition("?")[0].rpartition("/")[0]
        return f"{address}/{name}".replace("postgresql://", "postgresql+asyncpg://", 1)

    async def drop_database(self, name: str) -> None:
        """Remove a database and whoever is still connected to it."""
        await self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


class PostgresServer(PrivateServer):
    """A private PostgreSQL with durability as in earnest (fsync on)."""

    name = "postgres"

    def __init__(self) -> None:
        """Lay out an empty cluster, owned by an ordinary user as PostgreSQL demands."""
        self._programs = programs_of("postgres")
        super().__init__()
        self._port = free_port()
        password = secrets.token_hex(16)
        self.url = f"postgresql://alongside:{password}@127.0.0.1:{self._port}/postgres"
        password_file = self.directory / "password"
        password_file.write_text(password)
        if _is_root():
            for path in (self.directory, password_file):
                shutil.chown(path, "postgres", "postgres")
        self._initialise(str(password_file))
        password_file.unlink()

    def _initialise(self, password_file: str) -> None:
        options = ("--username=alongside", "--auth=scram-sha-256", f"--pwfile={password_file}")
        subprocess.run(  # noqa: S603 - the command is our own
            [
                *_as_ordinary_user(),
                str(self._programs / "initdb"),
                f"--pgdata={self.directory / 'data'}",
                *options,
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
            ],
            check=True,
            cwd=self.directory,
            stdout=subprocess.DEVNULL,
        )

    def command(self) -> Sequence[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self._port,
            "unix_socket_directories": "",
            "max_connections": 200,
        }
        return (
            *_as_ordinary_user(),
            str(self._programs / "postgres"),
            "-D",
            str(self.directory / "data"),
            *(f"--{name}={value}" for name, value in settings.items()),
        )

    def environment(self) -> Mapping[str, str]:
        return {"PATH": os.environ["PATH"], "LC_ALL": "C"}

    def answers(self) -> bool:
        asked = subprocess.run(  # noqa: S603 - the command is our own
            [str(self._programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self._port)],
            check=False,
        )
        return asked.returncode == 0


def _is_root() -> bool:
    return os.geteuid() == 0


def _as_ordinary_user() -> Sequence[str]:
    if not _is_root():
        return ()
    user = pwd.getpwnam("postgres")
    return ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Use the server named by the environment, else run a private one for as long."""
    if named := os.environ.get(POSTGRES_VARIABLE):
        yield Postgres(named)
        return
    with PostgresServer() as server:
        yield Postgres(server.url)
