"""Migrations of outcomes: run by `alongside migrate`, or by hand with `alembic -n outcomes`."""

import services.outcomes.app  # noqa: F401 - importing the app imports every model
from services.outcomes.schema import Base
from shared.migrations.environment import run

run("outcomes", Base.metadata)
