"""What is said to a reader, in the reader's language: every sentence comes from the message files in `data/text/`.

A language is a folder of Fluent files. Who answers a reader chooses the language once, with `speaking`; what is said
inside is said in it, in this thread alone. Numbers, plurals, days and lists follow the language, not this code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from fluent_compiler.bundle import FluentBundle

from dashboard.settings import settings

DEFAULT = "en"
_TAG = "language-tag"
_MESSAGE = re.compile(r"^(-?[a-zA-Z][\w-]*) *=(.*\n(?:[ }].*\n)*)", re.M)  # a key or a term, and its lines
_REFERS = re.compile(r"\{\s*(-?[a-zA-Z][\w-]*)")  # to another message, or a term
_NAME = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


class MissingText(KeyError):
    """A message that no language file holds or that lacks a value; it names the key and the folder to look in."""


@dataclass(frozen=True)
class Voice:
    """One language. `folder` holds its message files; what it lacks is said as `fallback` says it."""

    lang: str
    folder: Path
    fallback: Voice | None = None

    @cached_property
    def _compiled(self) -> dict[str, FluentBundle]:
        """Messages that were said, each compiled when it first was: to compile all of them would hold a start up."""
        return {}

    def _bundle(self, key: str) -> FluentBundle:
        if key not in self._compiled:
            needed = dict.fromkeys([key])
            for name in (waiting := [key]):
                found = [
                    one for one in _REFERS.findall(self._sources[name]) if one in self._sources and one not in needed
                ]
                needed.update(dict.fromkeys(found))
                waiting += found
            text = "".join(f"{name} ={self._sources[name]}" for name in needed)
            self._compiled[key] = FluentBundle.from_string(self.tag, text, use_isolating=False)
        return self._compiled[key]

    @cached_property
    def tag(self) -> str:
        """The language with its region, which numbers and days follow: `en-US`."""
        return self.keys.get(_TAG, self.lang).strip()

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.tag, sep="-")

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Every key that this language has words for itself, with the source of its message."""
        return {key: source for key, source in self._sources.items() if not key.startswith("-")}

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        """The source of every message, and of every term that messages share."""
        files = (path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.ftl")))
        return dict(_MESSAGE.findall("".join(files)))

    def say(self, key: str, **values: object) -> str:
        """The words of a key with its values put in: a whole number is written and counted as the language does, any
        other value as it is. MissingText if there are none, or one of the values they need was not given."""
        if key not in self.keys:
            if self.fallback is None:
                raise MissingText(f"{key!r} is in no file of {self.folder}; add it there")
            return self.fallback.say(key, **values)
        given = {name: v if type(v) is int else str(v) for name, v in values.items()}
        said, errors = self._bundle(key).format(key, given)
        if errors:
            raise MissingText(f"{key!r} in {self.folder} needs other values than {sorted(values)}: {errors[0]}")
        return str(said)

    def has(self, key: str) -> bool:
        """Whether `say` has words for this key."""
        return key in self.keys or (self.fallback is not None and self.fallback.has(key))

    def say_or(self, key: str, default: str) -> str:
        """The words of a message that need not be there, without values."""
        return self.say(key) if self.has(key) else default

    def under(self, prefix: str) -> Mapping[str, str]:
        """Every message whose key begins with these words and a hyphen, by the rest of its key."""
        start = f"{prefix}-"
        keys = self.keys.keys() | (self.fallback.keys.keys() if self.fallback else set())
        return {key.removeprefix(start): self.say(key) for key in sorted(keys) if key.startswith(start)}

    def day(self, one: date) -> str:
        """A day as a reader says it: `May 23, 2025`."""
        return dated(one, "long", self.tag)

    def number(self, one: int | str) -> str:
        """A whole number, or plain digits, with all the decimals they have: `3,318`, `-0.50`, `+12.1`."""
        return numbered(str(one), self.tag)

    def listed(self, items: Iterable[str]) -> str:
        """One after the other, as a sentence holds them: `a, b, and c`."""
        return format_list(list(items), locale=self.locale)

    def one_of(self, items: Iterable[str]) -> str:
        """One of these: `a, b, or c`."""
        return format_list(list(items), style="or", locale=self.locale)

    def row(self, items: Iterable[str]) -> str:
        """One after the other, with nothing before the last: `a, b, c`."""
        return format_list(list(items), style="unit", locale=self.locale)


@lru_cache(maxsize=1 << 14)
def dated(one: date, pattern: str, tag: str) -> str:
    """A day as a language writes it. Kept, for a page says the same days again and again, and the library is slow."""
    return format_date(one, pattern, locale=Locale.parse(tag, sep="-"))


@lru_cache(maxsize=1 << 14)
def numbered(digits: str, tag: str) -> str:
    """Plain digits as a language writes them. Kept as days are."""
    decimals = len(digits.partition(".")[2])
    said = format_decimal(Decimal(digits), f"#,##0.{'0' * decimals}", locale=Locale.parse(tag, sep="-"))
    return f"+{said}" if digits.startswith("+") else said


def languages() -> tuple[str, ...]:
    """Every language that has a folder, the site's own first."""
    return _languages(settings().data)


def further() -> tuple[str, ...]:
    """The languages that an address has to name: all but the site's own."""
    return languages()[1:]


def voice() -> Voice:
    """That which speaks now."""
    return _speaker.get() or _voice(settings().data, DEFAULT)


def spoken() -> str:
    """The language that is spoken now, as an address says it: nothing for the site's own."""
    lang = voice().lang
    return "" if lang == DEFAULT else lang


def voice_of(lang: str) -> Voice:
    """The voice of a language; the site's own where there is no such folder."""
    return _voice(settings().data, lang if lang in languages() else DEFAULT)


@contextmanager
def speaking(lang: str) -> Iterator[Voice]:
    """What is said inside is said in this language, in this thread alone."""
    token = _speaker.set(voice_of(lang))
    try:
        yield voice()
    finally:
        _speaker.reset(token)


def say(key: str, **values: object) -> str:
    """The words of a key in the language that is spoken now; see `Voice.say`."""
    return voice().say(key, **values)


def written(one: int | str) -> str:
    """A number as the language that is spoken now writes it; see `Voice.number`."""
    return voice().number(one)


def under(prefix: str) -> Mapping[str, str]:
    """See `Voice.under`."""
    return voice().under(prefix)


_speaker: ContextVar[Voice | None] = ContextVar("speaker", default=None)


@lru_cache(maxsize=8)
def _languages(data: Path) -> tuple[str, ...]:
    found = sorted(p.name for p in (data / "text").iterdir() if p.is_dir() and _NAME.fullmatch(p.name))
    return tuple(sorted(found, key=lambda name: name != DEFAULT))


@lru_cache(maxsize=32)
def _voice(data: Path, lang: str) -> Voice:
    return Voice(lang, data / "text" / lang, None if lang == DEFAULT else _voice(data, DEFAULT))
