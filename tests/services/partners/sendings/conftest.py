"""A sender beside the desk."""

import pytest

from tests.services.partners.cases import Cases
from tests.services.partners.sendings.pushing import Pushes


@pytest.fixture
def pushes(cases: Cases) -> Pushes:
    return Pushes(cases.desk.database)
