"""The environment, read once: where the database and the data are, and whether the example is shown."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting that cannot be used; the message says which, what was found and what to do."""


class Settings(BaseSettings):
    """Every `FOURTH_OPTION_*` variable. None of them changes a published number."""

    model_config = SettingsConfigDict(env_prefix="FOURTH_OPTION_", frozen=True)

    database_url: str = ""
    database_path: Path = ROOT / "var" / "fourth_option.sqlite3"
    data: Path = ROOT / "data"
    public_url: str = ""
    example: Literal["on", "off"] = "on"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""

    @property
    def oidc(self) -> bool:
        """Whether staff may sign in with an identity provider."""
        return bool(self.oidc_issuer and self.oidc_client_id)

    @property
    def url(self) -> str:
        """The database as a SQLAlchemy URL: `database_url` if given, else SQLite at `database_path`."""
        return self.database_url or f"sqlite:///{self.database_path}"

    @property
    def has_database(self) -> bool:
        """Whether there is a database at the address; a server is taken to be there."""
        file = self.url.removeprefix("sqlite:///")
        return file == self.url or Path(file).exists()


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process. SettingsError explains a bad value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "FOURTH_OPTION_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(
            f"{name} is {first.get('input')!r}: {first['msg']}. Correct it, or unset it to use the default."
        ) from None
