"""What every service is told when it starts: by the environment, or by files of secrets."""

import os
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

from shared.crypto import Cipher

_DOCKER_SECRETS = Path("/run/secrets")


class SettingsNeeded(SystemExit):
    """The process can't start; the message names each setting that is missing or unusable."""


class ServiceSettings(BaseSettings):
    """A service's settings; each is `<SERVICE>_<NAME>` in the environment.

    A file of that name, in lower case, in the folder ALONGSIDE_SECRETS_DIR (or /run/secrets)
    serves as well; what is passed to the constructor comes before both.
    """

    model_config = SettingsConfigDict(frozen=True, hide_input_in_errors=True)

    database_url: str = Field(repr=False)
    broker_url: str = Field("memory:", repr=False)
    encryption_keys: SecretStr
    issuer: str

    def __init__(self, **values: Any) -> None:
        """Read the settings; raise `SettingsNeeded` unless all are there and usable."""
        try:
            super().__init__(**values)
        except ValidationError as error:
            prefix = self.model_config.get("env_prefix", "")
            raise SettingsNeeded(
                "; ".join(
                    f"{prefix}{problem['loc'][0]}".upper()
                    + (" is missing" if problem["type"] == "missing" else " is not usable")
                    for problem in error.errors(include_input=False)
                )
            ) from None

    @field_validator("encryption_keys")
    @classmethod
    def _are_keys(cls, keys: SecretStr) -> SecretStr:
        Cipher.from_text(keys.get_secret_value())
        return keys

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - part of the signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the constructor's values, then the environment, then files of secrets."""
        secrets = SecretsSettingsSource(settings_cls, secrets_dir=_secrets_folder())
        return init_settings, env_settings, secrets


def _secrets_folder() -> Path | None:
    named = os.environ.get("ALONGSIDE_SECRETS_DIR")
    if named is not None:
        return Path(named)
    return _DOCKER_SECRETS if _DOCKER_SECRETS.is_dir() else None
