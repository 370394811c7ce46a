"""The services of the exchange, as the ways to run it see them.

Every service folder has the same files, so its parts are found by their names, and a process
imports only the parts that it runs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from shared.clock import Clock, utc_clock
from shared.crypto import Cipher
from shared.messaging.broker import Broker
from shared.messaging.consumer import Consumer
from shared.messaging.worker import Worker
from shared.settings import ServiceSettings
from shared.transactions import Database

if TYPE_CHECKING:
    from fastapi import FastAPI


class ServiceName(StrEnum):
    """The services there are."""

    INTAKE = "intake"
    OUTCOMES = "outcomes"
    PARTNERS = "partners"


@dataclass(frozen=True)
class Opened:
    """A service with its settings read: its app and its worker share one database."""

    name: str
    settings: ServiceSettings
    database: Database
    app: Callable[[], "FastAPI"]
    worker: Callable[[Broker], Worker]


@dataclass(frozen=True)
class Service:
    """One service: how its settings are read, its app made, and its worker."""

    name: str

    @property
    def consumer(self) -> Consumer:
        """Return what the service listens to."""
        consumer: Consumer = self._part("consumers").consumer
        return consumer

    def open(self, values: Mapping[str, Any] | None = None, clock: Clock = utc_clock) -> Opened:
        """Read the settings (from `values`, else the environment) and open the database."""
        settings_class = getattr(self._part("settings"), f"{self.name.capitalize()}Settings")
        settings: ServiceSettings = settings_class(**(values or {}))
        cipher = Cipher.from_text(settings.encryption_keys.get_secret_value())
        database = Database(self.name, settings.database_url, cipher, clock=clock)
        return Opened(
            name=self.name,
            settings=settings,
            database=database,
            app=lambda: self._part("app").create_app(settings, database),
            worker=lambda broker: self._part("worker").create_worker(settings, database, broker),
        )

    def _part(self, module: str) -> ModuleType:
        return import_module(f"services.{self.name}.{module}")


SERVICES = {name.value: Service(name.value) for name in ServiceName}
