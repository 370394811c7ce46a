"""What looking at a page changes: prompts that it showed count as shown."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.prompts.commands import show_prompts
from services.outcomes.prompts.views import PromptsView
from shared.access.policy import Operation
from shared.access.visibility import Access, also


async def show_prompts_beside(session: AsyncSession, access: Access) -> PromptsView | None:
    """Return what the case may need next; None where that is not open to the reader."""
    open_to = await also(session, access, Operation.READ_PROMPTS)
    return None if open_to is None else await show_prompts(session, open_to)
