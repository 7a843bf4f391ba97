"""The words that dress a page, from `data/text/`. Words that define a number stand on the metric itself."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from dashboard.settings import settings

DEFAULT = "en"


class MissingText(KeyError):
    """A key that no language file holds; the message names the key and the file to add it to."""


@lru_cache(maxsize=8)
def _texts(locale: str) -> dict[str, str]:
    path = settings().data / "text" / f"{locale}.toml"
    flat: dict[str, str] = {}

    def walk(prefix: str, node: dict[str, Any]) -> None:
        for key, value in node.items():
            name = f"{prefix}.{key}" if prefix else key
            if isinstance(value, dict):
                walk(name, value)
            else:
                flat[name] = str(value).strip()

    walk("", tomllib.loads(path.read_text(encoding="utf-8")))
    return flat


def say(key: str, *, locale: str = DEFAULT, **values: object) -> str:
    """The text of a key with its values put in. A language that lacks the key falls back to English."""
    for language in dict.fromkeys((locale, DEFAULT)):
        if key in _texts(language):
            return _texts(language)[key].format(**values)
    raise MissingText(f"{key!r} is not in data/text/{DEFAULT}.toml; add it there")


def under(prefix: str, *, locale: str = DEFAULT) -> dict[str, str]:
    """Every text directly below a key, by the last part of its own; where a language lacks one, in English."""
    start = f"{prefix}."
    both = _texts(DEFAULT) | _texts(locale)
    return {key.removeprefix(start): text for key, text in both.items() if key.startswith(start)}
