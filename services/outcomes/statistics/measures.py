"""How the first report counts: parts of a whole, and what is missing as a part of its own. Pure.

A case without an answer, or a wish without a verdict, is counted as that. It is in no denominator
of what was achieved, so it can't move an achievement rate up or down.

Section 42 and other enquiries are counted apart, as in SAC table SG4a: what follows from concluded
enquiries is made of the tallies of one kind.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.outcomes.statistics.shares import share_of, shown
from services.outcomes.statistics.views import AgreementView, ConcludedView, MeasureView
from shared.figures.agreement import PairedTable, kappa
from shared.reference.care_act import DecisionOutcome, EnquiryKind
from shared.reference.msp import Achieved, Asked, JudgedBy

DERIVED = "derived"

_PAIRS_A_CELL = 2
"""From two pairs for each cell of the table on, the interval of kappa holds (Cicchetti, 1981)."""

_ASKED = frozenset({Asked.ASKED_AND_EXPRESSED, Asked.ASKED_NONE_EXPRESSED})

_ACHIEVED = {
    "fully_achieved": Achieved.FULLY,
    "partially_achieved": Achieved.PARTIALLY,
    "not_achieved": Achieved.NOT,
}


@dataclass(frozen=True, slots=True)
class Concluded:
    """The answers of a concluded enquiry."""

    asked: Asked
    achieved: Achieved | None
    judged_by: JudgedBy | None
    derived: bool


@dataclass(slots=True)
class Tallies:
    """How many facts there are of the concluded enquiries of one kind.

    `limited` counts desired outcomes, and `verdicts` those on them; what was negotiated from
    another is in neither. `both` are the pairs of the adult's verdict and the worker's.
    """

    concluded: Counter[Concluded] = field(default_factory=Counter)
    limited: Counter[bool] = field(default_factory=Counter)
    no_longer_wanted: int = 0
    negotiated: int = 0
    verdicts: Counter[tuple[JudgedBy, Achieved]] = field(default_factory=Counter)
    negotiated_verdicts: Counter[tuple[JudgedBy, Achieved]] = field(default_factory=Counter)
    both: Counter[tuple[Achieved, Achieved]] = field(default_factory=Counter)


def concerns(decisions: Counter[DecisionOutcome | None]) -> list[MeasureView]:
    """Count concerns, and what was decided of them."""
    whole = _whole("concerns", decisions.total())
    decided = {f"decided_{outcome}": decisions[outcome] for outcome in DecisionOutcome}
    return [whole, *_parts(whole, decided | {"not_decided_yet": decisions[None]})]


def enquiries(kinds: Counter[EnquiryKind]) -> list[MeasureView]:
    """Count enquiries by kind."""
    whole = _whole("enquiries", kinds.total())
    return [whole, *_parts(whole, {f"{kind}_enquiries": kinds[kind] for kind in EnquiryKind})]


def concluded(tallies: Tallies) -> ConcludedView:
    """Count all that follows from the concluded enquiries of one kind."""
    return ConcludedView(
        asked=asked(tallies),
        results=results(tallies),
        results_by=results_by(tallies),
        desired_outcomes=desired_outcomes(tallies),
        verdicts_by=verdicts_by(tallies),
        negotiated_verdicts_by=negotiated_verdicts_by(tallies),
        agreement=agreement(tallies),
    )


def asked(tallies: Tallies) -> list[MeasureView]:
    """Count concluded enquiries in which the adult was asked, and by the five answers (SG4a)."""
    whole = _whole("concluded_enquiries", tallies.concluded.total())
    codes: dict[str, int] = dict.fromkeys(Asked, 0)
    for answers, count in tallies.concluded.items():
        codes[answers.asked] += count
    return [whole, *_parts(whole, {"asked": sum(codes[code] for code in _ASKED)} | codes)]


def results(tallies: Tallies) -> list[MeasureView]:
    """Count overall results of the enquiries in which something was expressed (SG4a, part 2)."""
    expressed = [
        answers for answers in tallies.concluded if answers.asked is Asked.ASKED_AND_EXPRESSED
    ]
    whole = _whole(Asked.ASKED_AND_EXPRESSED, sum(tallies.concluded[one] for one in expressed))
    achieved = _achieved(tallies, expressed)
    missing = achieved[None]
    parts = {"result_recorded": whole.count - missing, "result_not_recorded": missing}
    recorded, not_recorded = _parts(whole, parts)
    levels = {name: achieved[level] for name, level in _ACHIEVED.items()}
    return [recorded, not_recorded, *_parts(recorded, levels, missing=missing)]


def results_by(tallies: Tallies) -> dict[str, list[MeasureView]]:
    """Count overall results apart by whose overall verdict they are, or as derived."""
    recorded = [answers for answers in tallies.concluded if answers.achieved is not None]
    whole = _whole("result_recorded", sum(tallies.concluded[one] for one in recorded))
    sections = {}
    for source in (*JudgedBy, DERIVED):
        own = [answers for answers in recorded if _source(answers) == source]
        achieved = _achieved(tallies, own)
        sections[str(source)] = _levels(whole, f"result_{_by(source)}", achieved)
    alone = sum(
        tallies.concluded[one]
        for one in recorded
        if one.derived and one.judged_by is JudgedBy.ADULT
    )
    derived = sections[DERIVED][0]
    sections[DERIVED] += _parts(derived, {"derived_from_the_adults_verdicts_alone": alone})
    return sections


def desired_outcomes(tallies: Tallies) -> list[MeasureView]:
    """Count desired outcomes. Limited or no longer wanted, one stays in every denominator.

    What was negotiated from another is in none of them, and is counted beside.
    """
    whole = _whole("desired_outcomes", tallies.limited.total())
    parts = {
        "limited_desired_outcomes": tallies.limited[True],
        "no_longer_wanted": tallies.no_longer_wanted,
    }
    return [whole, *_parts(whole, parts), _negotiated(tallies)]


def verdicts_by(tallies: Tallies) -> dict[JudgedBy, list[MeasureView]]:
    """Count verdicts on desired outcomes, each judge's apart."""
    whole = _whole("desired_outcomes", tallies.limited.total())
    return _verdicts_by(whole, tallies.verdicts)


def negotiated_verdicts_by(tallies: Tallies) -> dict[JudgedBy, list[MeasureView]]:
    """Count verdicts on what was negotiated, each judge's apart."""
    return _verdicts_by(_negotiated(tallies), tallies.negotiated_verdicts)


def agreement(tallies: Tallies) -> AgreementView:
    """Show how the verdicts of adult and worker on the same desired outcomes go together."""
    whole = _whole("judged_by_adult_and_worker", tallies.both.total())
    same = sum(tallies.both[level, level] for level in Achieved)
    levels = tuple(Achieved)
    counts = tuple(tuple(tallies.both[one, other] for other in levels) for one in levels)
    found = kappa(PairedTable(levels, counts, unpaired=0))
    is_enough = whole.count >= _PAIRS_A_CELL * len(levels) ** 2
    return AgreementView(
        same=_parts(whole, {"same_verdict": same})[0],
        table={
            adults: {workers: tallies.both[adults, workers] for workers in Achieved}
            for adults in Achieved
        },
        kappa=found.value if found else None,
        kappa_interval=shown(found.interval if found and is_enough else None),
    )


def _negotiated(tallies: Tallies) -> MeasureView:
    return _whole("negotiated_desired_outcomes", tallies.negotiated)


def _verdicts_by(
    whole: MeasureView, verdicts: Counter[tuple[JudgedBy, Achieved]]
) -> dict[JudgedBy, list[MeasureView]]:
    sections = {}
    for judge in JudgedBy:
        achieved: dict[Achieved | None, int] = {level: verdicts[judge, level] for level in Achieved}
        judged, *levels = _levels(whole, _by(judge), achieved)
        missing = {f"not_{judged.measure}": whole.count - judged.count}
        sections[judge] = [judged, *_parts(whole, missing), *levels]
    return sections


def _source(answers: Concluded) -> str | None:
    return DERIVED if answers.derived else answers.judged_by


def _by(source: str) -> str:
    return source if source == DERIVED else f"judged_by_{source}"


def _achieved(tallies: Tallies, selected: Iterable[Concluded]) -> Counter[Achieved | None]:
    counts: Counter[Achieved | None] = Counter()
    for answers in selected:
        counts[answers.achieved] += tallies.concluded[answers]
    return counts


def _levels(
    whole: MeasureView, measure: str, achieved: Mapping[Achieved | None, int]
) -> list[MeasureView]:
    """Return how many of `whole` were judged, and of these how far each was achieved."""
    levels = {name: achieved[level] for name, level in _ACHIEVED.items()}
    judged = _parts(whole, {measure: sum(levels.values())})[0]
    return [judged, *_parts(judged, levels, missing=whole.count - judged.count)]


def _whole(measure: str, count: int) -> MeasureView:
    return MeasureView(measure=measure, count=count, of=None, denominator=None)


def _parts(
    whole: MeasureView, counts: Mapping[str, int], *, missing: int | None = None
) -> list[MeasureView]:
    """Return parts of a whole; `missing` are those that would be in it, were they known."""
    return [
        MeasureView(
            measure=measure,
            count=count,
            of=whole.count,
            denominator=whole.measure,
            **dict(share_of(count, whole.count, missing=missing)),
        )
        for measure, count in counts.items()
    ]
