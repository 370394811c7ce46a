"""The adult of a case, and who else it may be, as they are sent and shown."""

from datetime import datetime
from uuid import UUID

from services.intake.adults.likeness import Trait
from services.intake.adults.views import AdultView
from shared.http.inputs import Input, View, Words


class AdultRecord(View):
    """The adult of a case as they are described now; `version` counts the descriptions."""

    case_id: UUID
    version: int
    recorded_at: datetime
    adult: AdultView


class EarlierRecord(View):
    """How the adult was described before."""

    version: int
    recorded_at: datetime
    adult: AdultView


class EarlierRecords(View):
    """How the adult was described before, the latest first."""

    items: tuple[EarlierRecord, ...]


class MatchView(View):
    """Another case of your agency whose adult may be the same person.

    A hint and nothing more: what agrees, what is known of both and differs, and whether somebody
    has found them to be one person.
    """

    case_id: UUID
    agreeing: tuple[Trait, ...]
    differing: tuple[Trait, ...]
    is_same_person: bool


class Matches(View):
    """Who else the adult may be, the likeliest first; at most fifty."""

    items: tuple[MatchView, ...]


class NewMerger(Input):
    """That the adult of another case is this person, and how that was found out."""

    same_as_case_id: UUID
    why: Words


class NewSeparation(Input):
    """That the adult is nobody else after all, and how that was found out."""

    why: Words
