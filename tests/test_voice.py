"""What is said comes from message files, in the language that is spoken, in this thread alone."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from fluent_compiler.bundle import FluentBundle

from dashboard import voice
from dashboard.settings import ROOT

DATA = ROOT / "data"


@pytest.fixture
def two_languages(tmp_path: Path, environment: pytest.MonkeyPatch) -> Path:
    """A site whose second language has words for one message only."""
    for lang, text in {
        "en": "language-tag = en-US\nb = one { $n }\nc = two\n"
        "calls = { $n ->\n    [one] one call\n   *[other] { $n } calls\n}\nd-a = first\nd-b = second\n",
        "es": "language-tag = es-US\nb = uno { $n }\n",
    }.items():
        folder = tmp_path / "text" / lang
        folder.mkdir(parents=True)
        (folder / "pages.ftl").write_text(text, encoding="utf-8")
    environment.setenv("FOURTH_OPTION_DATA", str(tmp_path))
    return tmp_path


def test_a_missing_text_says_where_to_add_it() -> None:
    with pytest.raises(voice.MissingText, match="add it there"):
        voice.say("nowhere-nothing")


def test_a_value_that_was_not_given_is_refused_and_never_left_out(two_languages: Path) -> None:
    with pytest.raises(voice.MissingText, match=r"'b' .* needs other values"):
        voice.say("b")


def test_a_language_that_lacks_a_message_says_it_in_english(two_languages: Path) -> None:
    with voice.speaking("es"):
        assert voice.say("b", n="x") == "uno x"
        assert voice.say("c") == "two"
    assert voice.say("b", n="x") == "one x"


def test_an_unknown_language_speaks_english_and_the_own_one_comes_first(two_languages: Path) -> None:
    assert voice.languages() == ("en", "es")
    with voice.speaking("../en") as found:
        assert found.lang == "en"


def test_numbers_plurals_days_and_lists_follow_the_language(two_languages: Path) -> None:
    assert [voice.say("calls", n=n) for n in (0, 1, 2, 3318)] == ["0 calls", "one call", "2 calls", "3,318 calls"]
    assert voice.say("b", n="2026") == "one 2026"  # what is no number is written as it is
    assert voice.voice().day(date(2025, 5, 23)) == "May 23, 2025"
    assert [voice.voice().row("abc"[:n]) for n in range(4)] == ["", "a", "a, b", "a, b, c"]
    with voice.speaking("es") as es:
        assert [es.has(key) for key in ("b", "c", "nowhere-nothing")] == [True, True, False]
        assert es.day(date(2026, 3, 7)) == "7 de marzo de 2026"
        assert es.number(12345) == "12,345"  # as people in the United States write it
        assert es.listed(["a", "b", "c"]) == "a, b y c"


def test_what_stands_below_a_key_is_read_together(two_languages: Path) -> None:
    assert voice.under("d") == {"a": "first", "b": "second"}


def test_each_thread_speaks_for_itself(two_languages: Path) -> None:
    def said(lang: str) -> str:
        with voice.speaking(lang):
            return voice.say("b", n="x")

    with ThreadPoolExecutor(4) as threads, voice.speaking("es"):
        assert list(threads.map(said, ["en", "es"] * 50)) == ["one x", "uno x"] * 50
        assert threads.submit(voice.say, "b", n="x").result() == "one x"


@pytest.mark.parametrize("lang", voice.languages())
def test_every_message_file_is_sound(lang: str) -> None:
    """No key twice, no value that a message cannot have, nothing that is no message."""
    files = list((DATA / "text" / lang).glob("*.ftl"))
    read = FluentBundle.from_files("en-US", files)
    assert read.check_messages() == []
    keys = [m for path in files for m in re.findall(r"^([a-zA-Z][\w-]*) *=", path.read_text(encoding="utf-8"), re.M)]
    assert len(keys) == len(set(keys)) == len(voice.voice_of(lang).keys)


@pytest.mark.parametrize("lang", voice.languages())
def test_every_message_is_sound_by_itself(lang: str) -> None:
    """Each is compiled alone when it is first said, with the terms and messages that it refers to."""
    said = voice.voice_of(lang)
    for key in said.keys:
        assert said._bundle(key).check_messages() == [], key
