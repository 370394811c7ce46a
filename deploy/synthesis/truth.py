"""What was true in a made-up area, beside what was written down: for reports to be held against."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final

from deploy.synthesis.area import Area
from deploy.synthesis.cases import Case
from deploy.synthesis.enquiry import Enquiry
from shared.figures.intervals import Rate
from shared.reference.care_act import EnquiryKind
from shared.reference.msp import Achieved, Asked

_KNOWN: Final = {Asked.ASKED_AND_EXPRESSED, Asked.ASKED_NONE_EXPRESSED, Asked.NOT_ASKED}


@dataclass(slots=True)
class Quantity:
    """Of how many it was really so (`true` of `everybody`); and what was written down of it."""

    everybody: int = 0
    true: int = 0
    recorded: int = 0
    recorded_true: int = 0

    def add(self, *, true: bool, recorded: bool) -> None:
        """Count one, of whom it was true or not, and written down or not."""
        self.everybody += 1
        self.true += true
        self.recorded += recorded
        self.recorded_true += true and recorded

    @property
    def rate(self) -> Rate:
        """What a report can say: of those written down, with the others missing."""
        return Rate(self.recorded_true, self.recorded, self.everybody - self.recorded)


@dataclass(slots=True)
class Truth:
    """What was true of the section 42 enquiries that were concluded.

    `asked` counts enquiries, `fully` desired outcomes that came fully true by the judgement of the
    adult or who speaks for them, `safer` adults who felt safer; each in the whole area, `asked`
    in each team as well. `asked_chance` and `fully_chance` are what the area was drawn with.
    """

    asked_chance: float
    fully_chance: float
    concerns: int = 0
    enquiries: int = 0
    concluded: int = 0
    asked: Quantity = field(default_factory=Quantity)
    fully: Quantity = field(default_factory=Quantity)
    safer: Quantity = field(default_factory=Quantity)
    asked_by_team: dict[str, Quantity] = field(default_factory=dict)

    @classmethod
    def of(cls, area: Area) -> "Truth":
        """Return the truth of an area in which nothing has happened yet."""
        return cls(area.asked, area.fully)

    def add(self, case: Case) -> None:
        """Count a case."""
        self.concerns += 1
        enquiry = case.enquiry
        if enquiry is None or enquiry.kind is not EnquiryKind.SECTION_42:
            return
        self.enquiries += 1
        if enquiry.concluded_at is not None:
            self._add_concluded(enquiry)

    def _add_concluded(self, enquiry: Enquiry) -> None:
        self.concluded += 1
        recorded = enquiry.asked in _KNOWN
        for quantity in (self.asked, self.asked_by_team.setdefault(enquiry.team, Quantity())):
            quantity.add(true=enquiry.was_asked, recorded=recorded)
        for wish in enquiry.wishes:
            self.fully.add(true=wish.true is Achieved.FULLY, recorded=wish.adult is not None)
        if enquiry.is_safer is not None:
            self.safer.add(true=enquiry.is_safer, recorded=enquiry.said_safer is not None)

    def as_json(self) -> dict[str, Any]:
        """Return it for a file, with what somebody would say who looks at the records alone."""
        told = asdict(self)
        for name in ("asked", "fully", "safer"):
            quantity: Quantity = getattr(self, name)
            everybody = quantity.everybody or 1
            told[name] |= {
                "true_share": quantity.true / everybody,
                "naive_share": quantity.rate.rate,
                "bounds": [quantity.rate.worst_case, quantity.rate.best_case],
            }
        return told
