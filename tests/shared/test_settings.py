"""A service starts with all its settings, or says which one it lacks and nothing else."""

from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict

from shared.crypto import Cipher
from shared.settings import ServiceSettings, SettingsNeeded

KEYS = Cipher.new_key_text()


class NotesSettings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="NOTES_")


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTES_DATABASE_URL", "sqlite+aiosqlite:///x")
    monkeypatch.setenv("NOTES_ENCRYPTION_KEYS", KEYS)
    monkeypatch.setenv("NOTES_ISSUER", "http://exchange.test/partners")
    settings = NotesSettings()
    assert settings.database_url == "sqlite+aiosqlite:///x"
    assert settings.broker_url == "memory:"
    assert settings.encryption_keys.get_secret_value() == KEYS


def test_secrets_are_read_from_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "notes_encryption_keys").write_text(KEYS + "\n")
    (tmp_path / "notes_database_url").write_text("sqlite+aiosqlite:///y")
    monkeypatch.setenv("ALONGSIDE_SECRETS_DIR", str(tmp_path))
    settings = NotesSettings(issuer="http://exchange.test/partners")
    assert settings.encryption_keys.get_secret_value() == KEYS
    assert settings.database_url == "sqlite+aiosqlite:///y"


def test_what_is_lacking_or_unusable_is_named_and_no_value_is() -> None:
    with pytest.raises(SettingsNeeded) as refused:
        NotesSettings(database_url="sqlite://Smith", encryption_keys="1:Smith")
    assert str(refused.value) == "NOTES_ENCRYPTION_KEYS is not usable; NOTES_ISSUER is missing"
    assert refused.value.__cause__ is None


def test_settings_show_no_secret_when_printed() -> None:
    settings = NotesSettings(
        database_url="postgresql://user:Smith@db/x",
        broker_url="amqp://user:Smith@mq/",
        encryption_keys=KEYS,
        issuer="x",
    )
    assert "Smith" not in repr(settings)
    assert KEYS not in repr(settings)
