"""How much is measured: enough to tell, little enough to end within minutes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Counts of one run; `history` is how many published events the relay looks past."""

    repetitions: int = 5
    requests: int = 160
    echoes: int = 1_500
    events: int = 1_500
    history: int = 100_000
    timed: int = 200
    pipeline: int = 128
    starts: int = 3


QUICK = Sizes(
    repetitions=1,
    requests=48,
    echoes=200,
    events=200,
    history=1_000,
    timed=50,
    pipeline=64,
    starts=1,
)
