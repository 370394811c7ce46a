"""The services of the exchange, as the ways to run it see them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from fastapi import FastAPI

from services.intake.app import create_app as create_intake
from services.intake.consumers import consumer as intake_consumer
from services.intake.settings import IntakeSettings
from services.intake.worker import create_worker as create_intake_worker
from services.outcomes.app import create_app as create_outcomes
from services.outcomes.consumers import consumer as outcomes_consumer
from services.outcomes.settings import OutcomesSettings
from services.outcomes.worker import create_worker as create_outcomes_worker
from services.partners.app import create_app as create_partners
from services.partners.consumers import consumer as partners_consumer
from services.partners.settings import PartnersSettings
from services.partners.worker import create_worker as create_partners_worker
from shared.clock import Clock, utc_clock
from shared.crypto import Cipher
from shared.messaging.broker import Broker
from shared.messaging.consumer import Consumer
from shared.messaging.worker import Worker
from shared.settings import ServiceSettings
from shared.transactions import Database

SettingsT = TypeVar("SettingsT", bound=ServiceSettings)


@dataclass(frozen=True)
class Service(Generic[SettingsT]):
    """One service: how its settings are read, its app made, and its worker."""

    name: str
    settings_class: type[SettingsT]
    create_app: Callable[[SettingsT, Database], FastAPI]
    create_worker: Callable[[SettingsT, Database, Broker], Worker]
    consumer: Consumer

    def open(self, values: Mapping[str, Any] | None = None, clock: Clock = utc_clock) -> "Opened":
        """Read the settings (from `values`, else the environment) and open the database."""
        settings = self.settings_class(**(values or {}))
        cipher = Cipher.from_text(settings.encryption_keys.get_secret_value())
        database = Database(self.name, settings.database_url, cipher, clock=clock)
        return Opened(
            name=self.name,
            settings=settings,
            database=database,
            app=lambda: self.create_app(settings, database),
            worker=lambda broker: self.create_worker(settings, database, broker),
        )


@dataclass(frozen=True)
class Opened:
    """A service with its settings read: its app and its worker share one database."""

    name: str
    settings: ServiceSettings
    database: Database
    app: Callable[[], FastAPI]
    worker: Callable[[Broker], Worker]


SERVICES: dict[str, Service[Any]] = {
    service.name: service
    for service in (
        Service("intake", IntakeSettings, create_intake, create_intake_worker, intake_consumer),
        Service(
            "outcomes", OutcomesSettings, create_outcomes, create_outcomes_worker, outcomes_consumer
        ),
        Service(
            "partners", PartnersSettings, create_partners, create_partners_worker, partners_consumer
        ),
    )
}

ServiceName = StrEnum("ServiceName", {name: name for name in SERVICES})  # type: ignore[misc]
"""The names of the services, as the command line offers them."""
