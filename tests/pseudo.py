"""A made-up language: every message of the site with its vowels accented and doubled, which makes it a third longer.
Whatever a page says in plain letters does not come from a message file."""

from __future__ import annotations

from pathlib import Path

from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Transformer

from dashboard.settings import ROOT

LANG = "xa"
KEPT = ("language-tag", "time-day_pattern", "time-month_pattern")  # no words: a tag, and patterns for the library
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
        if isinstance(entry, ast.Message) and entry.id.name not in KEPT:
            _Accents().visit(entry)
    return FluentSerializer().serialize(resource)


def add_to(data: Path) -> None:
    """Add the language to a data folder."""
    folder = data / "text" / LANG
    folder.mkdir(parents=True, exist_ok=True)
    for path in (ROOT / "data" / "text" / "en").glob("*.ftl"):
        (folder / path.name).write_text(messages(path.read_text(encoding="utf-8")), encoding="utf-8")
