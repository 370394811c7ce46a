"""What can be read of letters, by the operator and by who watches."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.letters.models import Letter, LetterState
from services.partners.letters.views import LetterView
from shared.pagination import Page, PageRequest, paginate

STUCK = (LetterState.UNSENT, LetterState.FAILED)


async def list_letters(session: AsyncSession, page: PageRequest) -> Page[LetterView]:
    """Return every letter, the newest first."""
    found = await paginate(
        session, select(Letter), keys=(Letter.letter_id,), page=page, bound_to="letters:operator"
    )
    return Page(items=[view_letter(letter) for letter in found.rows], next=found.next)


async def count_stuck(session: AsyncSession) -> int:
    """Return how many letters did not get out; those of the made-up world alarm nobody."""
    query = select(func.count()).where(Letter.state.in_(STUCK), Letter.synthetic.is_(False))
    return (await session.execute(query)).scalar_one()


def view_letter(letter: Letter) -> LetterView:
    """Show how far a letter got."""
    return LetterView(
        letter_id=letter.letter_id,
        kind=letter.kind,
        agency_id=letter.agency_id,
        synthetic=letter.synthetic,
        state=letter.state,
        hindrance=letter.hindrance,
        attempts=letter.attempts,
        queued_at=letter.queued_at,
        next_attempt_at=letter.next_attempt_at,
        settled_at=letter.settled_at,
    )
