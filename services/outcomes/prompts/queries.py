"""What a case may need next, and which prompts an agency was shown most."""

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.prompts.conditions import codes_for
from services.outcomes.prompts.gathering import facts_of
from services.outcomes.prompts.models import PromptShowing
from services.outcomes.prompts.texts import prompt_texts
from services.outcomes.prompts.views import PromptsView, PromptView, ShownPrompt, ShownPrompts
from services.outcomes.statistics.period import Period
from shared.access.caller import Caller
from shared.access.visibility import Access
from shared.reference.support_topics import Urgency

_ORDER = list(Urgency)


async def prompts_of(session: AsyncSession, access: Access) -> PromptsView:
    """Return what a case may need next and the reader may know of, the most urgent first."""
    facts = await facts_of(session, access)
    texts = prompt_texts()
    views = [PromptView(code=code, **dict(texts.prompts[code])) for code in codes_for(facts)]
    views.sort(key=lambda view: _ORDER.index(view.urgency))
    return PromptsView(version=texts.version, as_of=facts.today, items=views)


async def shown_prompts(session: AsyncSession, caller: Caller, period: Period) -> ShownPrompts:
    """Return how often each prompt was shown to the caller's agency, the most frequent first."""
    is_counted = [
        PromptShowing.agency_id == caller.agency_id,
        *period.includes_days(PromptShowing.shown_on),
    ]
    cases = func.count(distinct(PromptShowing.case_id))
    query = (
        select(PromptShowing.code, cases, func.count())
        .where(*is_counted)
        .group_by(PromptShowing.code)
        .order_by(cases.desc(), PromptShowing.code)
    )
    texts = prompt_texts().prompts
    items = [
        ShownPrompt(code=code, topic=texts[code].topic, cases=number, days=days)
        for code, number, days in (await session.execute(query)).all()
        if code in texts
    ]
    total = (await session.execute(select(cases).where(*is_counted))).scalar_one()
    return ShownPrompts(cases=total, items=items)
