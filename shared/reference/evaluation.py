"""Codes about how people came to be asked in an evaluation."""

from enum import StrEnum


class HowChosen(StrEnum):
    """How those who were asked were chosen. The first two may stand for others, the rest not.

    In 2015 the staff were chosen by the leads of councils that had come furthest: nominated is
    never pooled with random.
    """

    ALL_INVITED = "all_invited"
    RANDOM = "random"
    VOLUNTEER = "volunteer"
    NOMINATED = "nominated"
    SNOWBALL = "snowball"
