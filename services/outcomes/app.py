"""The API of outcomes."""

from fastapi import FastAPI

from services.outcomes.advocacy.routes import router as advocacy
from services.outcomes.answering import routes as answering
from services.outcomes.best_interests.routes import router as best_interests
from services.outcomes.capacity.routes import router as capacity
from services.outcomes.coercion.routes import router as coercion
from services.outcomes.conclusions.routes import router as conclusions
from services.outcomes.conversations.routes import router as conversations
from services.outcomes.deaths.routes import router as deaths
from services.outcomes.desired_outcomes.routes import router as desired_outcomes
from services.outcomes.effort.routes import router as effort
from services.outcomes.engagement.routes import router as engagement
from services.outcomes.experience.routes import router as experience
from services.outcomes.funnel.routes import router as funnel
from services.outcomes.help_requests.routes import router as help_requests
from services.outcomes.limitations.routes import router as limitations
from services.outcomes.pages.routes import router as pages
from services.outcomes.prompts.routes import router as prompts
from services.outcomes.representatives.routes import router as representatives
from services.outcomes.reviews.routes import router as reviews
from services.outcomes.sac.routes import router as sac
from services.outcomes.settings import OutcomesSettings
from services.outcomes.statistics.commands import keep_facts
from services.outcomes.statistics.counted import Counted
from services.outcomes.statistics.routes import router as statistics
from services.outcomes.surveys import routes as surveys
from services.outcomes.verdicts.routes import router as verdicts
from services.outcomes.weighings.routes import router as weighings
from shared.http.app import build_app
from shared.pages.assets import asset_routes
from shared.transactions import Database

PUBLIC = answering.PUBLIC
"""What is there for people without an account."""


def create_app(settings: OutcomesSettings, database: Database) -> FastAPI:
    """Return the API over `database`."""
    database.on_events = keep_facts
    app = build_app(
        service="outcomes",
        title="Alongside: outcomes",
        summary="What the adult wanted, and what came of it.",
        database=database,
        issuer=settings.issuer,
        routers=(
            conclusions,
            conversations,
            desired_outcomes,
            limitations,
            weighings,
            coercion,
            effort,
            verdicts,
            deaths,
            prompts,
            help_requests,
            experience,
            advocacy,
            best_interests,
            capacity,
            representatives,
            reviews,
            surveys.router,
            surveys.pages,
            answering.pages,
            statistics,
            funnel,
            sac,
            engagement,
            pages,
            asset_routes("outcomes"),
        ),
    )
    app.state.counted = Counted()
    return app
