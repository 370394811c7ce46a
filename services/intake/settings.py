"""What the processes of intake are told when they start."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class IntakeSettings(ServiceSettings):
    """Read from INTAKE_* and from secret files.

    A pattern is noticed where a source of risk comes up with `pattern_adults` or more in
    `pattern_days`.
    """

    model_config = SettingsConfigDict(env_prefix="INTAKE_")

    pattern_adults: int = Field(2, ge=2, le=100)
    pattern_days: int = Field(365, ge=1, le=3660)
