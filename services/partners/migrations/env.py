"""Migrations of partners: run by `alongside migrate`, or by hand with `alembic -n partners`."""

import services.partners.app  # noqa: F401 - importing the app imports every model
from services.partners.schema import Base
from shared.migrations.environment import run

run("partners", Base.metadata)
