"""Migrations of intake: run by `alongside migrate`, or by hand with `alembic -n intake`."""

import services.intake.app  # noqa: F401 - importing the app imports every model
from services.intake.schema import Base
from shared.migrations.environment import run

run("intake", Base.metadata)
