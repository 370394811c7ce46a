"""What the processes of intake are told when they start."""

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class IntakeSettings(ServiceSettings):
    """Read from INTAKE_* and from secret files."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_")
