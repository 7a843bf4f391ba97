"""A made-up language runs through every page: nothing a reader meets stays English, links lead on in it, and what was
said in it is never said to a reader of another."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dashboard import voice, words
from dashboard.core.record import PublicRecord
from dashboard.story import pages
from dashboard.story.question import Question, about
from dashboard.voice import speaking
from dashboard.web.edition import paths, resolve
from tests import pseudo
from tests.conftest import DATA
from tests.ready import ready
from tests.web.test_account import browser
from tests.web.test_way_in import use

GROUPED = re.compile(r"\b\d{1,3},\d{3}\b|\b\d+[.]\d+%")  # as English writes numbers, and the made-up language does not
LIVE = re.compile(r"[áéíóúÁÉÍÓÚ]")
# names, and words that machines read: they are the same in every language
SAME = re.compile(
    r"Fourth Option|BibTeX|CSL.JSON|string|integer|number|date|width device width|initial scale|as of"
    rf"|\b({pseudo.MONTHS})\b"
)

NAME = re.compile(r"[a-z]+(_[a-z]+)+([.]\w+)*")  # of a column, a measure or a figure, as files have it


class Text(HTMLParser):
    """What a reader sees, hears or hovers over, piece by piece; not the citation that a machine reads."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.within: list[str] = []
        self.links: list[str] = []
        self.lang = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.lang = (named.get("lang") or "") if tag == "html" else self.lang
        self.links += [named["href"] or ""] if tag == "a" and "href" in named else []
        if tag in ("style", "script", "pre", "code"):
            self.within.append(tag)
        self.said += [named[name] or "" for name in ("aria-label", "alt", "title") if named.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.said.append(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("languages")
    pseudo.add_to(data)
    english = data / "text" / "en"
    english.mkdir()
    for path in (DATA / "text" / "en").glob("*.ftl"):
        (english / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return data


@pytest.fixture(autouse=True)
def two_languages(folder: Path, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("FOURTH_OPTION_DATA", str(folder))


@pytest.fixture
def facts(record: PublicRecord) -> str:
    """Everything that the data files say and no message does. A correction that names a source by its key is shown with its name."""
    files = [
        path.read_text(encoding="utf-8").splitlines() for path in DATA.rglob("*.csv") if path.name not in pseudo.SAID
    ]
    cells = [cell for lines in files for row in csv.reader(lines) for cell in row]
    names = {source.source_id: words.of(source) for source in record.sources}
    keys = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    cells += [keys.sub(lambda key: names[key[1]], cell) for cell in set(cells) if keys.search(cell)]
    return "\n".join(cells).casefold().replace("_", " ")


def page(record: PublicRecord, asked: Question) -> Text:
    found = resolve(asked.path(), record, "https://dispatch.example")
    assert found is not None, asked
    read = Text()
    read.feed(found.body.decode())
    return read


def some(record: PublicRecord) -> list[Question]:
    """Each page that there is one of, and of the others enough to have every kind of block."""
    kept: dict[str, list[Question]] = {}
    for asked in pages.asks(record):
        kept.setdefault(f"{asked.page} {bool(asked.program)} {bool(asked.quarter)}", []).append(asked)
    figures = [p.figure_id for p in record.published][::40]
    figures += ["example_county.2026Q3.all.growth", "example_county.2026Q3.all.responder_injuries"]
    few = [asked for group in kept.values() for asked in (group if len(group) < 10 else group[:: len(group) // 6])]
    return [*few, *map(about, figures)]


def plain(piece: str, facts: str) -> list[str]:
    """What of a piece is said in plain English, and is no fact that a data file states."""
    left = []
    for part in re.split(r"[;:()“”·‘’]\s*|[.,](?!\d)\s*|\s[–-]\s", piece):
        said = re.sub(r"^[\d,.%$+/\s-]+|[\s\d,.%…+–-]+$", "", part).casefold().replace("_", " ").removeprefix("and ")
        letters = re.sub(r"\b[A-Za-z]{1,2}\b|[^A-Za-z]", "", SAME.sub("", part))
        if len(letters) > 3 and not LIVE.search(part) and said not in facts and not NAME.fullmatch(part.strip()):
            left.append(part)
    return left


def test_nothing_stays_english(record: PublicRecord, facts: str) -> None:
    """Nor do the names of call types and families, for which a language may have words: those in the data files are in
    the language that the data is written in."""
    kinds, families = record.catalogue.call_types, record.catalogue.families
    named = {one for kind in kinds for one in (kind.name, kind.meaning)}
    named |= {one for family in families for one in (family.name, family.question)}
    left, spoken = {}, set()
    asked_of = some(record)
    for asked in asked_of:
        said = page(record, replace(asked, lang=pseudo.LANG)).said
        pieces = {" ".join(piece.split()) for piece in said}
        left |= {part: asked.path() for piece in said for part in plain(piece, facts)}
        left |= {piece: asked.path() for piece in pieces & named}
        spoken |= {one for one in named if pseudo.accented(one) in pieces}
    assert len(asked_of) >= 60
    assert left == {}
    assert len(spoken) > 20


def test_the_doors_and_what_is_not_there_speak_it_too(
    folder: Path, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(environment, DATABASE_PATH=str(tmp_path / "languages.sqlite3"), DATA=str(folder))
    ready()
    with browser() as client:
        for address, status in ((f"/account/sign-in?lang={pseudo.LANG}", 200), (f"/{pseudo.LANG}/read/nowhere", 404)):
            answer = client.get(address)
            assert answer.status_code == status
            read = Text()
            read.feed(answer.text)
            assert read.lang == pseudo.TAG
            assert [piece for piece in read.said if plain(piece, "")] == []
            leading = [link for link in read.links if not link.startswith(("#", "/read/icon", "/feed"))]
            assert leading
            assert [
                link for link in leading if not link.startswith((f"/{pseudo.LANG}/", f"/?lang={pseudo.LANG}"))
            ] == []


def test_numbers_are_written_as_the_language_does(record: PublicRecord, facts: str) -> None:
    left = {}
    for asked in some(record):
        for piece in page(record, replace(asked, lang=pseudo.LANG)).said:
            found = GROUPED.search(piece)
            if found and piece.strip().casefold() not in facts and found[0] not in facts:
                left[piece] = asked.path()
    assert left == {}


def test_links_lead_on_in_the_language_and_a_page_says_which_it_is(record: PublicRecord) -> None:
    for asked in some(record)[::5]:
        read = page(record, replace(asked, lang=pseudo.LANG))
        inside = [link for link in read.links if link.startswith(("/read", "/figure", f"/{pseudo.LANG}/"))]
        assert inside
        assert not [
            link for link in inside if not link.startswith(f"/{pseudo.LANG}/") and f"lang={pseudo.LANG}" not in link
        ], asked
        assert read.lang == pseudo.TAG


def test_a_language_leaves_no_trace_in_another(record: PublicRecord) -> None:
    """In one process, one after the other, also where something was kept meanwhile."""
    asked = Question(page="programs")
    before = resolve(asked.path(), record, "")
    with speaking(pseudo.LANG):
        assert resolve(asked.path(), record, "") == before, "an address says its language, whoever asks"
    other = resolve(replace(asked, lang=pseudo.LANG).path(), record, "")
    assert before is not None and other is not None
    assert before.body != other.body
    assert resolve(asked.path(), record, "") == before


def test_every_page_has_one_in_each_language_and_no_other_is_there(record: PublicRecord) -> None:
    listed = set(paths(record))
    english = [
        path for path in listed if path.startswith(("/read/", "/figure/")) and not path.endswith((".svg", ".css"))
    ]
    assert {f"/{pseudo.LANG}{path}" for path in english} <= listed
    assert resolve("/zz/read/programs", record, "") is None
    assert resolve(f"/{pseudo.LANG}/read/nowhere", record, "") is None


def test_the_made_up_language_says_everything_and_is_a_third_longer() -> None:
    en, xa = voice.voice_of("en"), voice.voice_of(pseudo.LANG)
    further = {key for key in xa.keys.keys() - en.keys.keys() if key.startswith(("kind-", "family-"))}
    assert set(en.keys) | further == set(xa.keys)
    assert len(further) > 30
    assert 1.2 < sum(map(len, xa.keys.values())) / sum(map(len, en.keys.values())) < 1.5
