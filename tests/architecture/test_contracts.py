"""The contracts in the repository are what the code says."""

from pathlib import Path

import pytest

from deploy.contracts import GOLDEN, ROOT, contracts

CONTRACTS = contracts()


@pytest.mark.parametrize("path", CONTRACTS, ids=str)
def test_a_contract_is_what_the_code_says(path: Path) -> None:
    kept = ROOT / path
    assert kept.exists(), "run `make golden`"
    assert kept.read_text() == CONTRACTS[path], "run `make golden` and read the difference"


def test_no_golden_file_is_left_of_a_contract_that_is_gone() -> None:
    kept = {path.relative_to(ROOT) for path in (ROOT / GOLDEN).rglob("*.json")}
    assert kept - set(CONTRACTS) == set()
