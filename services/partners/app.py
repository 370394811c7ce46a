"""Put together what partners answers over HTTP."""

from fastapi import FastAPI

from services.partners.actions import routes as actions
from services.partners.agencies import routes as agencies
from services.partners.agreements import routes as agreements
from services.partners.alarms import routes as alarms
from services.partners.alarms import watching
from services.partners.approaches import routes as approaches
from services.partners.clocks import routes as clocks
from services.partners.contacts import routes as contacts
from services.partners.contributions import routes as contributions
from services.partners.credentials import routes as credentials
from services.partners.credentials.authority import Authority
from services.partners.credentials.errors import TokenRefused
from services.partners.credentials.secrets import SecretHashing
from services.partners.deliveries import routes as deliveries
from services.partners.deliveries.watcher import LogWatcher
from services.partners.departures import routes as departures
from services.partners.emergencies import routes as emergencies
from services.partners.engagement import routes as engagement
from services.partners.exclusions import routes as exclusions
from services.partners.joining import routes as joining
from services.partners.letters import routes as letters
from services.partners.overview import routes as overview
from services.partners.pages import routes as pages
from services.partners.queues import routes as queues
from services.partners.requests import routes as requests
from services.partners.sendings import routes as sendings
from services.partners.settings import PartnersSettings
from services.partners.sharing import routes as sharing
from services.partners.sign_in import routes as sign_in
from services.partners.sign_in.openid import Dance
from services.partners.sign_in.providers import read_providers
from services.partners.signing_keys import routes as signing_keys
from services.partners.subscriptions import routes as subscriptions
from services.partners.subscriptions.channels import ChannelsOffered
from services.partners.transfers import routes as transfers
from shared.http.app import build_app
from shared.pages.assets import asset_routes
from shared.settings import SettingsNeeded
from shared.transactions import Database

PUBLIC = (
    credentials.PUBLIC | joining.PUBLIC | overview.PUBLIC | sign_in.PUBLIC | signing_keys.PUBLIC
)
"""What is answered to whoever does not say who they are."""

_ROUTERS = (
    joining.router,
    overview.router,
    overview.pages,
    agencies.router,
    approaches.router,
    agreements.router,
    contacts.router,
    departures.router,
    credentials.router,
    signing_keys.router,
    sharing.router,
    exclusions.router,
    clocks.router,
    emergencies.router,
    contributions.router,
    transfers.router,
    requests.router,
    actions.router,
    engagement.router,
    deliveries.router,
    queues.router,
    subscriptions.router,
    sendings.router,
    alarms.router,
    letters.router,
    pages.router,
    sign_in.router,
    sign_in.returns,
    asset_routes("partners"),
)


def create_app(settings: PartnersSettings, database: Database) -> FastAPI:
    """Build the API of partners on an open database."""
    app = build_app(
        service="partners",
        title="Alongside: partners",
        summary="The agencies on the exchange, and what each may know, does and is sent.",
        database=database,
        issuer=settings.issuer,
        routers=_ROUTERS,
    )
    app.state.checks |= watching.CHECKS
    app.state.figures.append(watching.figures)
    app.state.authority = Authority.configured(settings.issuer, settings.operator_jwk)
    app.state.dances = _dances(settings)
    app.state.people = {}
    app.state.log_watcher = LogWatcher(database)
    app.state.channels_offered = ChannelsOffered(
        has_queue=settings.queue_address is not None, webhook_reach=settings.webhook_reach
    )
    app.state.queue_address = settings.queue_address
    app.state.secret_hashing = SecretHashing()
    app.add_exception_handler(TokenRefused, credentials.answer_refusal)
    return app


def _dances(settings: PartnersSettings) -> dict[str, Dance]:
    """Return the providers where people sign in; raise `SettingsNeeded`, which repeats nothing."""
    try:
        providers = read_providers(settings.sign_in.get_secret_value())
    except ValueError:
        raise SettingsNeeded("PARTNERS_SIGN_IN is not usable") from None
    return {key: Dance(provider) for key, provider in providers.items()}
