"""SG5: reviews in which somebody died, and whom they were about."""

import pytest

from services.outcomes.reviews.counting import count_reviews
from shared.reference.reviews import Harm, PersonRow, ReviewRow
from tests.services.outcomes.cases import Case
from tests.services.outcomes.reviewing import REVIEWS, referred
from tests.support.agencies import BOARD, COUNCIL, NURSE, POLICE, Agency

D, S, N = Harm.DIED, Harm.SURVIVED, Harm.NO_SERIOUS_HARM


@pytest.mark.parametrize(
    ("reviews", "someone_died", "nobody_died", "died", "survived"),
    [
        ([], 0, 0, 0, 0),
        ([[D]], 1, 0, 1, 0),
        ([[S]], 0, 1, 0, 1),
        ([[N]], 0, 1, 0, 0),
        ([[D, S, N]], 1, 0, 1, 1),
        ([[D, D], [S, S]], 1, 1, 2, 2),
        ([[D], [D, S], [N]], 2, 1, 2, 1),
    ],
)
def test_reviews_and_people_are_counted_in_the_rows_of_the_official_tables(
    reviews: list[list[Harm]], someone_died: int, nobody_died: int, died: int, survived: int
) -> None:
    assert count_reviews(reviews) == (
        {ReviewRow.SOMEONE_DIED: someone_died, ReviewRow.NOBODY_DIED: nobody_died},
        {PersonRow.DIED: died, PersonRow.SURVIVED: survived},
    )


def test_the_rows_bear_the_official_labels() -> None:
    assert [str(row) for row in (*ReviewRow, *PersonRow)] == [
        "Where one or more individuals died",
        "Where no individuals died",
        "Who suffered serious harm and died",
        "Who suffered serious harm and survived",
    ]


async def test_completed_reviews_of_the_period_are_counted_for_who_may_read_them(
    case: Case,
) -> None:
    first, second, unfinished = [await referred(case) for _ in range(3)]
    await first.begin(people=[{"harm": D}, {"harm": S}])
    await first.complete()
    await second.begin(people=[{"harm": S}])
    await second.complete(completed_on="2026-10-31")
    await unfinished.begin()

    async def counted(agency: Agency = BOARD, **period: str) -> list[int]:
        async with case.desk.client(agency, NURSE) as client:
            answer = await client.get(f"{REVIEWS}/counts", params=period)
        view = answer.json()
        return [row["count"] for row in (*view["reviews"], *view["people"])]

    assert await counted() == [1, 1, 1, 2]
    assert await counted(COUNCIL) == [1, 1, 1, 2]
    assert await counted(BOARD, **{"from": "2026-11-01", "to": "2026-11-01"}) == [1, 0, 1, 1]
    assert await counted(to="2026-10-30") == [0, 0, 0, 0]
    assert await counted(POLICE) == [0, 0, 0, 0]
