"""Targets for shared work, as configuration: each value with its source, all with a version."""

import tomllib
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.reference.working_days import after_weeks, after_working_days


class TargetCode(StrEnum):
    """What a target is for. An agreed action's due date is set with the action, case by case."""

    DECISION_MADE = "decision_made"
    PLAN_AGREED = "plan_agreed"
    INVITATION_ANSWERED = "invitation_answered"
    REQUEST_ACKNOWLEDGED = "request_acknowledged"
    INFORMATION_GIVEN = "information_given"
    ADVICE_GIVEN = "advice_given"
    REQUEST_CARRIED_OUT = "request_carried_out"
    ENQUIRY_REPORTED = "enquiry_reported"
    ACTION_DONE = "action_done"


_Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Target(BaseModel):
    """How long something should take, in working days or in weeks, and who says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    working_days: Annotated[int, Field(ge=0, le=250)] | None = None
    weeks: Annotated[int, Field(ge=1, le=52)] | None = None
    source: _Text

    @model_validator(mode="after")
    def _is_in_one_unit(self) -> Self:
        if (self.working_days is None) == (self.weeks is None):
            raise ValueError("a target is in working days or in weeks")
        return self

    def due_at(self, started_at: datetime) -> datetime:
        """Return when what started then should be done."""
        if self.weeks is not None:
            return after_weeks(started_at, self.weeks)
        return after_working_days(started_at, self.working_days or 0)


class Targets(BaseModel):
    """The targets of an area. One that is left out is not kept to at all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: _Text
    targets: dict[TargetCode, Target]

    @classmethod
    def from_file(cls, path: Path) -> "Targets":
        """Read a file of the form of `targets.toml`; raise `ValueError` for any other."""
        return cls.model_validate(tomllib.loads(path.read_text("utf-8")))


SHIPPED: Final = Targets.from_file(Path(__file__).with_name("targets.toml"))
"""What holds where an area names nothing of its own."""
