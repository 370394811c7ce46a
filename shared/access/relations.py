"""What an agency, and whoever calls for it, is to a case: the facts, and what follows. Pure.

A hold or an exclusion beats everything else. Emergency access is the weakest way to know of a
case: it opens for one practitioner, for an hour at most, and never to whoever must not know.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.access.caller import Caller
from shared.access.tables import PartyState


class Relation(StrEnum):
    """What an agency is to a case, the strongest first where several apply."""

    EXCLUDED = "excluded"
    REFERRER_EXCLUDED = "referrer_excluded"
    LEAD = "lead"
    PARTY = "party"
    REFERRER = "referrer"
    INVITED = "invited"
    EMERGENCY = "emergency"
    FORMER_PARTY = "former_party"
    NON_PARTY = "non_party"
    UNRELATED = "unrelated"
    """There is no such case, or it belongs to the other world, made-up or real."""


def same_name(name: str) -> str:
    """Return a unit's or a person's name as it is compared: case and spacing don't matter.

    Nor does how an accent is composed, how wide a letter or which dash it is, or what can't be
    seen. One agency writes down whom another must not tell, so a difference in typing must not
    open the case to the one it is about. Exclusions are kept in this form.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join("".join(_comparable(char) for char in plain).split())


def _comparable(char: str) -> str:
    match unicodedata.category(char):
        case "Cf":  # a soft hyphen, a zero-width space
            return ""
        case "Pd":
            return "-"
    return char


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An agency, or a unit or person in it, that must not know. Names as `same_name` gives them."""

    agency_id: UUID
    unit: str | None = None
    practitioner_id: str | None = None

    @property
    def is_of_whole_agency(self) -> bool:
        """Tell whether nobody in the agency may know."""
        return self.unit is None and self.practitioner_id is None

    def covers(self, caller: Caller) -> bool:
        """Tell whether the caller falls under this; an unnamed practitioner might be the one."""
        if caller.agency_id != self.agency_id:
            return False
        person = caller.practitioner
        if self.is_of_whole_agency or person is None:
            return True
        if self.practitioner_id is not None:
            return same_name(person.id) == self.practitioner_id
        return person.unit is None or same_name(person.unit) == self.unit


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides and lifts exclusions in the lead's stead. The id as `same_name` gives it."""

    agency_id: UUID
    practitioner_id: str

    def is_caller(self, caller: Caller) -> bool:
        """Tell whether it is the decider who calls."""
        person = caller.practitioner
        return (
            caller.agency_id == self.agency_id
            and person is not None
            and same_name(person.id) == self.practitioner_id
        )


@dataclass(frozen=True, slots=True)
class Emergency:
    """A practitioner's emergency access. The id as `same_name` gives it."""

    agency_id: UUID
    practitioner_id: str
    ends_at: datetime

    def is_open_to(self, caller: Caller) -> bool:
        """Tell whether the caller is the one it was opened by, and it has not ended."""
        person = caller.practitioner
        return (
            caller.agency_id == self.agency_id
            and person is not None
            and same_name(person.id) == self.practitioner_id
            and caller.called_at is not None
            and caller.called_at < self.ends_at
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts about one agency and one case from which the relation follows."""

    case_id: UUID
    synthetic: bool
    is_lead: bool
    is_referrer: bool
    party_state: PartyState | None
    exclusions: tuple[Exclusion, ...]
    decider: Decider | None = None
    emergencies: tuple[Emergency, ...] = ()

    def relation(self, caller: Caller) -> Relation:
        """Return the relation that decides what someone who calls for the agency may do."""
        is_excluded = any(exclusion.covers(caller) for exclusion in self.exclusions)
        return self._relation(synthetic=caller.synthetic, is_excluded=is_excluded)

    def has_emergency(self, caller: Caller) -> bool:
        """Tell whether emergency access is open to the caller, which no exclusion covers."""
        return (
            self.synthetic == caller.synthetic
            and any(emergency.is_open_to(caller) for emergency in self.emergencies)
            and not any(exclusion.covers(caller) for exclusion in self.exclusions)
        )

    def relation_of_agency(self, *, synthetic: bool) -> Relation:
        """Return the relation that decides what the agency as a whole is sent.

        A unit or a person in it that must not know is kept out when someone reads.
        """
        is_excluded = any(exclusion.is_of_whole_agency for exclusion in self.exclusions)
        return self._relation(synthetic=synthetic, is_excluded=is_excluded)

    def _relation(self, *, synthetic: bool, is_excluded: bool) -> Relation:
        if self.synthetic != synthetic:
            return Relation.UNRELATED
        if is_excluded:
            return Relation.REFERRER_EXCLUDED if self.is_referrer else Relation.EXCLUDED
        if self.is_lead:
            return Relation.LEAD
        if self.party_state is PartyState.ACCEPTED:
            return Relation.PARTY
        if self.is_referrer:
            return Relation.REFERRER
        if self.party_state is PartyState.INVITED:
            return Relation.INVITED
        return Relation.NON_PARTY if self.party_state is None else Relation.FORMER_PARTY
