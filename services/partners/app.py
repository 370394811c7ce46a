"""Put together what partners answers over HTTP."""

from fastapi import FastAPI

from services.partners.agencies import routes as agencies
from services.partners.agencies.authority import Authority
from services.partners.deliveries import routes as deliveries
from services.partners.errors import TokenRefused
from services.partners.exclusions import routes as exclusions
from services.partners.requests import routes as requests
from services.partners.settings import PartnersSettings
from services.partners.sharing import routes as sharing
from shared.http.app import build_app
from shared.transactions import Database


def create_app(settings: PartnersSettings, database: Database) -> FastAPI:
    """Build the API of partners on an open database."""
    app = build_app(
        service="partners",
        title="Alongside: partners",
        summary="The agencies on the exchange, and what each may know, does and is sent.",
        database=database,
        issuer=settings.issuer,
        routers=(
            agencies.router,
            sharing.router,
            exclusions.router,
            requests.router,
            deliveries.router,
        ),
    )
    app.state.authority = Authority.configured(settings.issuer, settings.operator_jwk)
    app.add_exception_handler(TokenRefused, agencies.answer_refusal)
    return app
