"""Bodies about weighings."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import RecordedView
from shared.http.inputs import Input, ShortText, View, Words
from shared.reference.msp import AskedOf
from shared.reference.weighings import InViewOf, Level, Preference

_MOST_FACTORS = 30


class NewFactor(Input):
    """A benefit or a risk, in the adult's view or in the worker's."""

    what: Words
    in_view_of: InViewOf
    likelihood: Level = Level.NOT_KNOWN
    impact: Level = Level.NOT_KNOWN


class NewOption(Input):
    """Something that could be done, or left; it has a name of its own in the weighing."""

    label: ShortText
    benefits: Annotated[tuple[NewFactor, ...], Field(max_length=_MOST_FACTORS)] = ()
    risks: Annotated[tuple[NewFactor, ...], Field(max_length=_MOST_FACTORS)] = ()
    what_makes_it_safer: Words | None = None


class _Weighing(Input):
    """Options side by side, each with its benefits and risks in either view."""

    options: Annotated[tuple[NewOption, ...], Field(min_length=1, max_length=10)]
    preference: Preference
    preferred_option: Annotated[
        int | None,
        Field(
            ge=1,
            le=10,
            description="Which one the adult prefers, counted from 1; with `an_option` alone.",
        ),
    ] = None
    conversation_id: Annotated[
        UUID | None,
        Field(description="The conversation in which it was weighed with the adult; else say why."),
    ] = None
    without_adult_because: Annotated[
        Words | None, Field(description="Why it was weighed without them; else conversation_id.")
    ] = None


class NewWeighing(_Weighing):
    """What the adult could do, with the benefits and risks that each side sees.

    About one desired outcome, or about the enquiry as a whole.
    """

    desired_outcome_id: UUID | None = None


class RevisedWeighing(_Weighing):
    """The weighing as it is now, told whole; the version before it is kept."""

    why: Annotated[Words, Field(description="Why it changes.")]


class FactorView(View):
    """A benefit or a risk, and in whose view."""

    what: str
    in_view_of: InViewOf
    likelihood: Level
    impact: Level


class OptionView(View):
    """Something that could be done, or left. `option` counts from 1."""

    option: int
    label: str
    benefits: list[FactorView]
    risks: list[FactorView]
    what_makes_it_safer: str | None


class WeighingVersionView(View):
    """One version. `weighed_with` tells who was there to weigh it: null says that nobody was."""

    version: int
    options: list[OptionView]
    preference: Preference
    preferred_option: int | None
    conversation_id: UUID | None
    weighed_with: AskedOf | None
    without_adult_because: str | None
    why: str | None
    recorded: RecordedView


class WeighingView(WeighingVersionView):
    """The current version of a weighing."""

    weighing_id: UUID
    desired_outcome_id: UUID | None


class WeighingHistory(WeighingView):
    """The current version, and those it replaced, the newest first."""

    earlier_versions: list[WeighingVersionView]
