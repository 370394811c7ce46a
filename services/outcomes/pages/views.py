"""What the page of a case shows of the adult's wishes and of what came of them."""

from services.outcomes.advocacy.views import AdvocacyView
from services.outcomes.best_interests.views import BestInterestsView
from services.outcomes.capacity.views import CapacityView
from services.outcomes.coercion.views import CoercionObservationView
from services.outcomes.conclusions.views import EnquiryView
from services.outcomes.conversations.views import ConversationView
from services.outcomes.effort.views import EffortView
from services.outcomes.experience.views import InvitationView
from services.outcomes.help_requests.views import HelpRequestView
from services.outcomes.representatives.views import RepresentativeView
from services.outcomes.weighings.views import WeighingView
from shared.http.inputs import View


class SpeakingView(View):
    """Whether the adult could decide, and who speaks with or for them."""

    capacity: CapacityView
    best_interests: list[BestInterestsView]
    advocacy: AdvocacyView
    representatives: list[RepresentativeView]


class OutcomesPageView(View):
    """An enquiry with what stands beside it, the newest first.

    `enquiry` is null before one is opened; the rest is null where it is not open to the reader.
    """

    enquiry: EnquiryView | None
    conversations: list[ConversationView]
    weighings: list[WeighingView] | None
    coercion: list[CoercionObservationView] | None
    help_requests: list[HelpRequestView] | None
    speaking: SpeakingView | None
    invitations: list[InvitationView] | None
    effort: EffortView | None
