"""SG5 of the Safeguarding Adults Collection: a pure function over what became of people."""

from collections import Counter
from collections.abc import Iterable, Sequence

from shared.reference.reviews import Harm, PersonRow, ReviewRow

_ROWS = {Harm.DIED: PersonRow.DIED, Harm.SURVIVED: PersonRow.SURVIVED}


def count_reviews(
    reviews: Iterable[Sequence[Harm]],
) -> tuple[dict[ReviewRow, int], dict[PersonRow, int]]:
    """Return SG5a and SG5b over completed reviews, each given as its people's harms.

    Who suffered no serious harm is in a review and in no row of SG5b.
    """
    of_reviews: Counter[ReviewRow] = Counter()
    of_people: Counter[PersonRow] = Counter()
    for harms in reviews:
        someone_died = Harm.DIED in harms
        of_reviews[ReviewRow.SOMEONE_DIED if someone_died else ReviewRow.NOBODY_DIED] += 1
        of_people.update(_ROWS[harm] for harm in harms if harm in _ROWS)
    return {row: of_reviews[row] for row in ReviewRow}, {row: of_people[row] for row in PersonRow}
