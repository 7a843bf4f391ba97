"""A made-up language: every message of the site with its vowels accented and doubled, which makes it a third longer, and
with the numbers, days and lists of French. Whatever a page says in plain letters does not come from a message file, and
whatever it counts or dates as English does not come from the library."""

from __future__ import annotations

import csv
from pathlib import Path

from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Transformer

from dashboard.settings import ROOT

LANG, TAG = "xa", "fr-FR"
# what the library says in that language: its months, long and short
MONTHS = r"janv(ier)?|févr(ier)?|mars|avr(il)?|mai|juin|juil(let)?|août|sept(embre)?|oct(obre)?|nov(embre)?|déc(embre)?"
SAID = ("call_types.csv", "families.csv")  # of which everything a reader sees has a message in this language
KEPT = ("time-day_pattern", "time-month_pattern")  # no words: patterns for the library
_SAID = str.maketrans({v: a * 2 for v, a in zip("aeiouAEIOU", "áéíóúÁÉÍÓÚ", strict=True)})


class _Accents(Transformer):
    def visit_TextElement(self, node: ast.TextElement) -> ast.TextElement:  # noqa: N802 (named by the library)
        return ast.TextElement(accented(node.value))


def accented(text: str) -> str:
    """A text as the made-up language has it; an address stays as it is."""
    return " ".join(word if "://" in word else word.translate(_SAID) for word in text.split(" "))


def messages(text: str) -> str:
    """A message file in the made-up language."""
    resource = FluentParser().parse(text)
    for entry in resource.body:
        if not isinstance(entry, ast.Message):
            continue
        if entry.id.name == "language-tag":
            entry.value = ast.Pattern([ast.TextElement(TAG)])
        elif entry.id.name not in KEPT:
            _Accents().visit(entry)
    return FluentSerializer().serialize(resource)


def add_to(data: Path) -> None:
    """Add the language to a data folder."""
    folder = data / "text" / LANG
    folder.mkdir(parents=True, exist_ok=True)
    for path in (ROOT / "data" / "text" / "en").glob("*.ftl"):
        (folder / path.name).write_text(messages(path.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "record.ftl").write_text(messages(_of_the_record()), encoding="utf-8")


def _of_the_record() -> str:
    """Messages for what a data file names and a language may have words for: call types and families of figures."""
    lines = []
    for file, key, columns in (
        (SAID[0], "call_type", {"name": "kind-{}", "meaning": "kind-{}-meaning"}),
        (SAID[1], "family", {"name": "family-{}", "question": "family-{}-question"}),
    ):
        with (ROOT / "data" / file).open(encoding="utf-8", newline="") as rows:
            lines += [
                f"{of.format(row[key])} = {row[name]}" for row in csv.DictReader(rows) for name, of in columns.items()
            ]
    return "\n".join(lines) + "\n"
