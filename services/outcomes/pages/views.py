"""What the page of a case shows of the adult's wishes and of what came of them."""

from services.outcomes.conclusions.views import EnquiryView
from services.outcomes.conversations.views import ConversationView
from services.outcomes.weighings.views import WeighingView
from shared.http.inputs import View


class OutcomesPageView(View):
    """An enquiry with its conversations and weighings, the newest first.

    `enquiry` is null before one is opened, `weighings` where they are not open to the reader.
    """

    enquiry: EnquiryView | None
    conversations: list[ConversationView]
    weighings: list[WeighingView] | None
