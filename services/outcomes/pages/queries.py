"""What can be read of a case for its page: nothing that its API would not show the same reader."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.advocacy.queries import read_advocacy
from services.outcomes.best_interests.queries import list_decisions
from services.outcomes.capacity.queries import read_capacity
from services.outcomes.coercion.models import CoercionObservation
from services.outcomes.coercion.queries import observations_of, show_observation
from services.outcomes.coercion.views import CoercionObservationView
from services.outcomes.conclusions.queries import disclose_enquiry, read_enquiry
from services.outcomes.conclusions.views import EnquiryView
from services.outcomes.conversations.models import Conversation
from services.outcomes.conversations.queries import conversations_of, disclose_conversation
from services.outcomes.effort.queries import read_effort
from services.outcomes.effort.views import EffortView
from services.outcomes.experience.queries import invitations_of
from services.outcomes.experience.views import InvitationView
from services.outcomes.help_requests.queries import list_help_requests
from services.outcomes.help_requests.views import HelpRequestView
from services.outcomes.pages.views import OutcomesPageView, SpeakingView
from services.outcomes.representatives.queries import list_representatives
from services.outcomes.weighings.models import WeighingVersion
from services.outcomes.weighings.queries import current_weighings, show_weighing
from services.outcomes.weighings.views import WeighingView
from shared.access.policy import Operation
from shared.access.visibility import Access, also
from shared.errors import NotFound
from shared.pagination import PageRequest

_MOST = PageRequest(200, None)


async def read_outcomes_page(session: AsyncSession, access: Access) -> OutcomesPageView:
    """Return what the reader is shown of a case, before an enquiry is opened too."""
    held = conversations_of(access.case_id).order_by(
        Conversation.held_at.desc(), Conversation.conversation_id.desc()
    )
    return OutcomesPageView(
        enquiry=await _enquiry(session, access),
        conversations=[
            disclose_conversation(session, access, kept) for kept in await session.scalars(held)
        ],
        weighings=await _weighings(session, access),
        coercion=await _coercion(session, access),
        help_requests=await _help_requests(session, access),
        speaking=await _speaking(session, access),
        invitations=await _invitations(session, access),
        effort=await _effort(session, access),
    )


async def _enquiry(session: AsyncSession, access: Access) -> EnquiryView | None:
    try:
        whole = await read_enquiry(session, access.case_id)
    except NotFound:
        return None
    return disclose_enquiry(whole, access.relation)


async def _weighings(session: AsyncSession, access: Access) -> list[WeighingView] | None:
    if await also(session, access, Operation.READ_WEIGHINGS) is None:
        return None
    query = current_weighings(access.case_id).order_by(WeighingVersion.weighing_id.desc())
    return [show_weighing(session, kept) for kept in await session.scalars(query)]


async def _coercion(session: AsyncSession, access: Access) -> list[CoercionObservationView] | None:
    if await also(session, access, Operation.READ_COERCION) is None:
        return None
    query = observations_of(access.case_id).order_by(
        CoercionObservation.observed_at.desc(), CoercionObservation.observation_id.desc()
    )
    return [show_observation(session, kept) for kept in await session.scalars(query)]


async def _help_requests(session: AsyncSession, access: Access) -> list[HelpRequestView] | None:
    open_to = await also(session, access, Operation.READ_HELP)
    if open_to is None:
        return None
    return (await list_help_requests(session, open_to, _MOST)).items


async def _speaking(session: AsyncSession, access: Access) -> SpeakingView | None:
    if await also(session, access, Operation.READ_REPRESENTATION) is None:
        return None
    return SpeakingView(
        capacity=await read_capacity(session, access.case_id),
        best_interests=(await list_decisions(session, access.case_id)).items,
        advocacy=await read_advocacy(session, access.case_id),
        representatives=(await list_representatives(session, access.case_id)).items,
    )


async def _invitations(session: AsyncSession, access: Access) -> list[InvitationView] | None:
    if await also(session, access, Operation.READ_EXPERIENCE) is None:
        return None
    return (await invitations_of(session, access.case_id)).items


async def _effort(session: AsyncSession, access: Access) -> EffortView | None:
    if await also(session, access, Operation.READ_EFFORT) is None:
        return None
    return await read_effort(session, access.case_id)
