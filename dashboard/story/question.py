"""What a reader asks, as a value: it goes to an address and comes back. Addresses are spelled here and nowhere else.

One question has two addresses. `live` is that of the application, with what was chosen after a question mark; `path` is
that of the light edition, which a file can stand at. Both were once printed in reports and citations, so a way to spell
one may be added and none may be taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

HOME = "overview"
ONE_FIGURE = "figure"
_NAMED = ("program", "quarter", "call_type", "figure")
_OWN_NAMES = ("page", "as_of", "lang")
_MOST = 50  # names in one address; what has more is not one of ours
_FILTERS = _MOST - len((*_NAMED, *_OWN_NAMES))  # what is left for the choices of one page
_NO_POSITION = 1_000_000

# the light address of a question: the first of these of which every part is there
_SPELLED: tuple[tuple[str, str], ...] = (
    (HOME, "/read/program/{program}/{quarter}"),
    (HOME, "/read/overview/{program}"),
    (HOME, "/read/"),
    (ONE_FIGURE, "/figure/{figure}"),
    (ONE_FIGURE, "/figure"),
    ("compare", "/read/compare/{figure}"),
    ("compare", "/read/compare"),
    ("program", "/read/program/{program}"),
    ("program", "/read/program"),
    ("", "/read/{page}/{program}/{quarter}"),
    ("", "/read/{page}/{program}"),
    ("", "/read/{page}"),
)
_LANG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_SPOKEN = re.compile(rf"/({_LANG.pattern})(/(?:read|figure)(?:/.*)?)\Z".replace("(-", "(?:-"), re.S)
_SPELLINGS = tuple((page, spelled, tuple(spelled.rstrip("/").split("/"))) for page, spelled in _SPELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page and what was chosen on it, as it was asked: whether there is such a program is for the record to say.

    Empty fields are not chosen. `filters` are the choices of one page alone, in the order of their names; `position` is
    which page of a long list, from 1; `as_of` the day whose record is asked for, if not today's; `lang` the language.
    """

    page: str = HOME
    program: str = ""
    quarter: str = ""
    call_type: str = ""
    figure: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    position: int = 1
    as_of: date | None = None
    lang: str = ""

    def __post_init__(self) -> None:
        """ValueError for what no address says: no page, a position that is none, filters that are not in order, empty,
        too many, or named like something else that can be chosen."""
        if not self.page or not 0 < self.position < _NO_POSITION or len(self.filters) > _FILTERS:
            raise ValueError(f"no address asks for {self!r}")
        names = [name for name, _ in self.filters]
        if names != sorted(set(names)) or not all(value for _, value in self.filters):
            raise ValueError(f"filters are in the order of their names and each has a value, found {self.filters!r}")
        if own := {*names} & {*_NAMED, *_OWN_NAMES}:
            raise ValueError(f"{', '.join(sorted(own))} cannot be a filter: a question has a field for it")

    def value(self, name: str) -> str:
        """What was chosen under a name; empty if nothing was."""
        if name in _NAMED:
            return str(getattr(self, name))
        if name == "page":
            return str(self.position) if self.position > 1 else ""
        return dict(self.filters).get(name, "")

    def having(self, name: str, value: str) -> Question:
        """The same question with another choice under this name."""
        match name:
            case "program":
                return replace(self, program=value)
            case "quarter":
                return replace(self, quarter=value)
            case "call_type":
                return replace(self, call_type=value)
            case "figure":
                return replace(self, figure=value)
            case "page":
                return replace(self, position=_number(value))
        others = {**dict(self.filters), name: value}
        return replace(self, filters=tuple(sorted((k, v) for k, v in others.items() if v)))

    def only(self, names: Iterable[str]) -> Question:
        """The same question with nothing chosen but under these names."""
        kept = Question(page=self.page, as_of=self.as_of, lang=self.lang)
        for name in names:
            kept = kept.having(name, self.value(name))
        return kept

    # the application's addresses

    @classmethod
    def from_params(cls, page: str, params: Mapping[str, str]) -> Question:
        """What the address of a page asks for. What is no date, no number or too much to be ours is left out."""
        given = {k: v for k, v in params.items() if v} if len(params) <= _MOST else {}
        named = {name: given.pop(name, "") for name in _NAMED}
        position, as_of, lang = (given.pop(name, "") for name in _OWN_NAMES)
        return cls(
            page=page,
            **named,
            filters=tuple(sorted(given.items())) if len(given) <= _FILTERS else (),
            position=_number(position),
            as_of=_day(as_of),
            lang=lang,
        )

    def params(self) -> dict[str, str]:
        """What was chosen, by the names that an address has for it."""
        said = {name: self.value(name) for name in (*_NAMED, "page")} | dict(self.filters)
        said |= {"as_of": str(self.as_of) if self.as_of else "", "lang": self.lang}
        return {name: value for name, value in said.items() if value}

    def live(self) -> str:
        """The address in the application."""
        return with_params(f"/{'' if self.page == HOME else _quoted(self.page)}", self.params())

    # the light edition's addresses

    @classmethod
    def from_path(cls, address: str) -> Question | None:
        """What an address of the light edition asks for; None if it is not spelled like one."""
        try:
            there = urlsplit(address)
        except ValueError:  # such as half of an IPv6 address
            return None
        spoken = _SPOKEN.match(there.path)
        lang = {"lang": spoken[1]} if spoken else {}
        segments = (spoken[2] if spoken else there.path).rstrip("/").split("/")
        for page, _, names in _SPELLINGS:
            found = _matched(names, segments)
            if found is not None:
                return cls.from_params(found.pop("page", page), params_of(there.query) | found | lang)
        return None

    def path(self) -> str:
        """The address in the light edition; in another language than the site's own it begins with that."""
        said = self.params()
        spoken = f"/{said.pop('lang')}" if _LANG.fullmatch(self.lang) else ""
        for page, spelled, names in _SPELLINGS:
            fields = {name for name in map(_field, names) if name not in ("", "page")}
            if page in ("", self.page) and fields <= set(said):
                segments = {name: _quoted(said[name]) for name in fields}
                left = {name: value for name, value in said.items() if name not in fields}
                return with_params(spoken + spelled.format(page=_quoted(self.page), **segments), left)
        raise AssertionError("the last way to spell a question asks for nothing but its page")


def about(figure_id: str) -> Question:
    """The question about one figure: its permanent page."""
    return Question(page=ONE_FIGURE, figure=figure_id)


def of_program(program_id: str) -> Question:
    """The question about one program: what has been published about it."""
    return Question(page="program", program=program_id)


def params_of(query: str) -> dict[str, str]:
    """The names and values of a query; nothing where there are too many to be ours."""
    return dict(parse_qsl(query)) if query.count("&") < _MOST else {}


def _field(name: str) -> str:
    """What a segment of a spelling stands for, or nothing where it stands for itself."""
    return name[1:-1] if name.startswith("{") else ""


def _matched(names: tuple[str, ...], segments: list[str]) -> dict[str, str] | None:
    """The segments of an address by what they stand for, or None if it is spelled otherwise."""
    if len(names) != len(segments):
        return None
    found: dict[str, str] = {}
    for name, segment in zip(names, segments, strict=True):
        if field := _field(name):
            if not segment:
                return None
            found[field] = unquote(segment)
        elif name != segment:
            return None
    return found


def door_address(path: str, lang: str = "") -> str:
    """The address of what is no question, such as the sign-in page, in a language."""
    return with_params(path, {"lang": lang} if lang else {})


def with_params(path: str, params: Mapping[str, str]) -> str:
    """An address with what was chosen behind a question mark."""
    return f"{path}?{urlencode(params, errors='replace')}" if params else path


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 7 and int(text) else 1


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
