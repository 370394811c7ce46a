"""How agencies are doing, as it is shown."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.partners.agencies.lifecycle import AgencyState
from services.partners.contacts.models import ContactRole
from services.partners.credentials.views import KeyView, SecretView
from services.partners.subscriptions.channels import SubscriptionState
from shared.events.partners import Channel
from shared.http.inputs import View
from shared.reference.agencies import AgencyKind


class SubscriptionStateView(View):
    """How one channel of an agency is doing; where it leads is the agency's own to know."""

    subscription_id: UUID
    channel: Channel
    state: SubscriptionState
    last_success_at: datetime | None
    failing_since: datetime | None
    failure: str | None
    paused_until: datetime | None


class AgencyStateView(View):
    """How an agency is doing."""

    agency_id: UUID
    name: str
    kind: AgencyKind
    synthetic: bool
    state: AgencyState
    registered_at: datetime
    joined_at: datetime | None
    test_sent_at: datetime | None
    test_received_at: datetime | None
    live_at: datetime | None
    suspended_at: datetime | None
    left_at: datetime | None
    last_success_at: datetime | None = Field(
        description="When it last received something, or a push to it last succeeded."
    )
    oldest_unreceived_at: datetime | None = Field(
        description="When the oldest thing happened that it may know of and has not confirmed to "
        "have received; what none of its subscriptions wants is left out."
    )
    failing_since: datetime | None = Field(
        description="Since when pushes to it fail, by whichever channel fails longest."
    )
    contact_roles: tuple[ContactRole, ...]
    subscriptions: tuple[SubscriptionStateView, ...]


class AgencyWholeStateView(AgencyStateView):
    """How an agency is doing, with what it proves itself with: by name and dates alone."""

    keys: tuple[KeyView, ...]
    secrets: tuple[SecretView, ...]
    may_use_secret: bool


class OperatorLinkView(View):
    """A link to the operator's page: good once, for five minutes, and shown this once."""

    url: str
    expires_at: datetime
