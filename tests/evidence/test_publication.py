"""Nothing that a published return hides can be worked out from it."""

from tests.evidence.attack import recovered
from tests.evidence.publication import attack


def test_the_attacker_finds_what_one_subtraction_gives_away() -> None:
    assert recovered([({"a": 1, "b": 1}, 9), ({"b": 1}, 4)], ["a", "b"]) == {"a", "b"}
    assert recovered([({"a": 1, "b": 1}, 9)], ["a", "b"]) == set()


def test_no_hidden_cell_of_a_return_can_be_recovered() -> None:
    found = attack(returns=12)
    assert found["hidden"] > 200
    assert found["recovered"] == 0
