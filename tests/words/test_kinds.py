"""A kind is kept as a key and said in words, the same as when the words were what was kept."""

from __future__ import annotations

import importlib
import pkgutil
import re
from enum import StrEnum
from pathlib import Path

import pytest

from dashboard import voice
from dashboard.core.change import RevisionKind
from dashboard.core.finding import Severity
from dashboard.core.intervals import Steadiness
from dashboard.core.metric import About, Method
from dashboard.core.people import Action, Refused
from dashboard.core.workflow import Stage
from dashboard.words import change_named, of, plainly
from tests.test_house import KINDS

SAID = {
    RevisionKind.FIRST: "first publication",
    RevisionKind.PLANNED: "planned revision",
    RevisionKind.ERROR: "correction of an error",
    RevisionKind.DEFINITION: "change of definition",
    Action.SEND: "send for certification",
    Action.CHALLENGE: "attach a challenge",
    Action.READ_AUDIT: "read the audit log",
    Stage.SENT: "sent for certification",
    Stage.RETURNED: "returned to the uploader",
    Severity.CONFIRM: "please confirm",
    About.STAFF: "staff and agencies",
    Method.STATED: "as published",
    Method.RATE: "rate per 1,000",
    Steadiness.UNSTEADY: "too few calls to be steady",
}


def kinds() -> list[type[StrEnum]]:
    """Every enumeration of the core and of what is worked out from it."""
    found: dict[str, type[StrEnum]] = {}
    for package in ("core", "analysis", "store"):
        (path,) = importlib.import_module(f"dashboard.{package}").__path__
        for module in pkgutil.iter_modules([path]):
            made = vars(importlib.import_module(f"dashboard.{package}.{module.name}"))
            found |= {
                n: k for n, k in made.items() if isinstance(k, type) and issubclass(k, StrEnum) and k is not StrEnum
            }
    return list(found.values())


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_a_value_is_a_key_and_no_sentence(kind: type[StrEnum]) -> None:
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", value) for value in kind)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_value_has_words_of_its_own(kind: type[StrEnum]) -> None:
    said = [of(one) for one in kind]
    assert len(set(said)) == len(said)
    assert all(said)


@pytest.mark.parametrize(("value", "words"), SAID.items(), ids=map(repr, SAID))
def test_the_words_are_what_they_were(value: StrEnum, words: str) -> None:
    assert of(value) == words
    assert plainly(value) == words


def test_a_change_is_named_by_its_key_or_by_its_words() -> None:
    for change in RevisionKind:
        assert change_named(change.value) is change_named(of(change)) is change
    with pytest.raises(ValueError, match="no kind of revision"):
        change_named("because")


def test_a_refusal_in_words_stays_as_it_is() -> None:
    assert of(Refused("Nobody is signed in.")) == "Nobody is signed in."


def test_what_is_written_down_is_written_in_the_language_of_the_site(
    tmp_path: Path, environment: pytest.MonkeyPatch
) -> None:
    """Whoever acts may speak another: the record has one language."""
    for lang, text in {
        "en": "language-tag = en-US\nstage-sent = sent\n",
        "es": "language-tag = es-US\nstage-sent = enviado\n",
    }.items():
        folder = tmp_path / "text" / lang
        folder.mkdir(parents=True)
        (folder / "staff.ftl").write_text(text, encoding="utf-8")
    environment.setenv("FOURTH_OPTION_DATA", str(tmp_path))
    with voice.speaking("es"):
        assert (of(Stage.SENT), plainly(Stage.SENT)) == ("enviado", "sent")
