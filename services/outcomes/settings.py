"""What outcomes is told when it starts."""

from pydantic_settings import SettingsConfigDict

from shared.settings import ServiceSettings


class OutcomesSettings(ServiceSettings):
    """The settings of outcomes, from OUTCOMES_* in the environment."""

    model_config = SettingsConfigDict(env_prefix="OUTCOMES_")
