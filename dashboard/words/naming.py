"""What a figure is called, with the call type that it is of: a count of some calls is never named as one of all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dashboard.core.figure import Number
from dashboard.core.ledger import ALL, TOGETHER
from dashboard.voice import say, voice
from dashboard.words import measures

_ALL_OF = re.compile(r"all \((?P<part>.+)\)")  # all calls of one unit, place or way


def only(figure: Number) -> str:
    """Of which calls alone a figure is: `call type: check welfare`, or the unit or place; nothing if it is of all."""
    if figure.call_type == ALL:
        return ""
    if figure.call_type == TOGETHER:
        return say("kind-together")
    part = _ALL_OF.fullmatch(figure.call_type)
    return part["part"] if part else say("number-only", type=_plain_type(figure))


def named(figure: Number) -> str:
    """What a figure says, in one line, and of which calls alone, unless the words say it themselves."""
    return _with_type(measures.statement(figure.definition), figure)


def called(figure: Number) -> str:
    """What a figure is called, and of which calls alone it is, unless the name says it."""
    return _with_type(measures.name(figure.definition), figure)


def apart(names: Sequence[str], further: Sequence[str]) -> list[str]:
    """Names of several things, with something further behind those that would be alike."""
    often = Counter(names)
    pairs = zip(names, further, strict=True)
    return [say("number-named", name=name, only=more) if often[name] > 1 else name for name, more in pairs]


def _with_type(text: str, figure: Number) -> str:
    told = only(figure)
    if not told or _says(text, figure):
        return text
    return say("number-named", name=text, only=told)


def _says(text: str, figure: Number) -> bool:
    """Whether words name a call type themselves: all of its words in order, and not one alone, such as `other`."""
    part = _ALL_OF.fullmatch(figure.call_type)
    told = _words(part["part"] if part else _plain_type(figure))
    return len(told.split()) > 1 and re.search(rf"\b{re.escape(told)}s?\b", _words(text)) is not None


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _plain_type(figure: Number) -> str:
    return voice().say_or(f"kind-{figure.call_type}", figure.call_type.replace("_", " "))
