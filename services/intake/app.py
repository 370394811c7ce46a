"""Put together what intake answers over HTTP."""

from fastapi import FastAPI

from services.intake.concerns import routes as concerns
from services.intake.decisions import routes as decisions
from services.intake.identities import routes as identities
from services.intake.imports import routes as imports
from services.intake.organisational_concerns import routes as organisational_concerns
from services.intake.pages import routes as pages
from services.intake.patterns import routes as patterns
from services.intake.positions_of_trust import routes as positions_of_trust
from services.intake.settings import IntakeSettings
from shared.http.app import build_app
from shared.pages.assets import asset_routes
from shared.transactions import Database


def create_app(settings: IntakeSettings, database: Database) -> FastAPI:
    """Build the API of intake on an open database."""
    return build_app(
        service="intake",
        title="Alongside: intake",
        summary="Concerns from any agency, and the decision whether section 42 applies.",
        database=database,
        issuer=settings.issuer,
        routers=(
            concerns.router,
            decisions.router,
            identities.router,
            imports.router,
            organisational_concerns.router,
            patterns.router,
            positions_of_trust.router,
            pages.router,
            asset_routes("intake"),
        ),
    )
