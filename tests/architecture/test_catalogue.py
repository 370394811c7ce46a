"""A process that answers HTTP knows every event type, though it loads no consumer."""

import subprocess
import sys

QUESTION = (
    "import services.partners.app; "
    "from services.partners.deliveries.told_types import EVENT_TYPES as told; "
    "from services.partners.agreements.terms import EVENT_TYPES as shared; "
    "import sys; assert 'services.partners.consumers' not in sys.modules; "
    "print(len(told), len({name.partition('.')[0] for name in shared}))"
)


def test_the_api_of_partners_knows_the_events_of_every_producer() -> None:
    asked = subprocess.run(  # noqa: S603 - the command is our own
        [sys.executable, "-c", QUESTION], check=True, capture_output=True, text=True
    )
    types, producers = map(int, asked.stdout.split())
    assert producers == 3
    assert types > 30
