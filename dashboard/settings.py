"""The environment, read once: where the database and the data are, and whether the example is shown."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting that cannot be used; the message says which, what was found and what to do."""


class WrongCommand(Exception):
    """A command that cannot be done as it was given; the message says what was found and what to give instead."""


def _listed(text: object) -> tuple[str, ...]:
    """The parts of a list with commas; none of what is no text."""
    return tuple(part.strip().lower() for part in text.split(",") if part.strip()) if isinstance(text, str) else ()


def _networks(text: object) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(part) for part in _listed(text))


_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(:[0-9]+)?")


def _host_of(address: str) -> str:
    """The host in an address; nothing if it has none that a browser would name so, a port that is no number, or a name
    or password before it."""
    try:
        there = urlsplit(address)
        named = bool(_HOST.fullmatch(there.netloc.lower())) and there.port != 0
    except ValueError:
        return ""
    return (there.hostname or "") if named else ""


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
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_networks)] = ()
    sockets_per_address: int = Field(default=100, ge=1)
    sockets: int = Field(default=600, ge=1)
    connections: int = Field(default=2_000, ge=100)
    security_contact: str = ""

    @property
    def public_host(self) -> str:
        """The host, and port if it has one, in the public address; nothing if there is no public address."""
        return urlsplit(self.public_url).netloc.lower()

    @field_validator("public_url", "oidc_issuer")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not (re.match(r"https?://[^\s/?#]+[^\s?#]*\Z", value) and _host_of(value)):
            raise ValueError("not an address like https://dispatch.example.gov")
        return value

    @field_validator("allowed_hosts")
    @classmethod
    def _are_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            if re.search(r"[\s/?#@]", one) or not _host_of(f"//{one}"):
                raise ValueError(f"{one!r} is not a host like dispatch.example.gov or dispatch.example.gov:8443")
        return value

    @model_validator(mode="after")
    def _has_both(self) -> Self:
        if bool(self.oidc_issuer) != bool(self.oidc_client_id):
            raise ValueError("FOURTH_OPTION_OIDC_ISSUER and FOURTH_OPTION_OIDC_CLIENT_ID go together; one is not set")
        return self

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
        if not first["loc"]:  # about several together, and the message names them
            raise SettingsError(f"{first['ctx']['error']}. Set both, or neither.") from None
        name = "FOURTH_OPTION_" + "_".join(str(part) for part in first["loc"]).upper()
        wrong = first["msg"].removeprefix("Value error, ")
        raise SettingsError(
            f"{name} is {first.get('input')!r}: {wrong}. Correct it, or unset it to use the default."
        ) from None
