"""Finds sentences and phrases in code: what a reader or staff member meets is said from the message files alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

VALUE = "\0"  # what stands in an f-string for a value
_LETTERS = r"[^\W\d_]+(?:[-'’][^\W\d_]+)*"
_PHRASE = re.compile(rf"(?<!\w)(?:{_LETTERS}[,;:.]? (?:{VALUE}|{_LETTERS})|{VALUE}[,;:.]? (?=\w\w){_LETTERS})(?!\w)")
_TAG = re.compile(rf"<[a-z/!?{VALUE}][^<>]*(>|$)|^[^<>]*>(?=.*<)|&\w+;|\bfo-[\w-]+", re.DOTALL)  # a style's name too
_NAMES = re.compile(rf"[a-z_./{VALUE}-]+(?:\s+[a-z0-9_./-]+)*")  # one after the other, for `split`
_MEDIA = re.compile(r"[a-z]+/[\w.+-]+; [a-z]+=\S+")
_SQL = re.compile(
    r"SELECT\b.*(\bFROM\b|\()|INSERT INTO |UPDATE .*\bSET |DELETE FROM |(CREATE|DROP|ALTER) [A-Z]+|PRAGMA |BEGIN( [A-Z]+\b|$)"
    r"|SET LOCAL |CAST\b",
    re.DOTALL,
)
_HEARD = re.compile(r"""(?:aria-label|title|alt|placeholder)=["'](?=[^"'{}]*[^\W\d_]{3})""")  # an attribute with a word
_SHOWN = re.compile(r">\s*[^\W\d_]{3,}[^<>{}]*(?:<|\{)")  # an element of a template that begins with a word

# what says these is met by whoever wrote the code, a setting, a command or a data file wrong
_WRONG = ("ValueError", "TypeError", "KeyError", "RuntimeError", "MissingText", "BrokenRow", "DatabaseFailed")
_WRONG += ("SettingsError", "WrongCommand", "AssertionError")
_LOGS = ("log", "logging")
_PATTERNS = ("re",)


class Phrase(NamedTuple):
    """A phrase in code: the name at the top of the module under which it stands, its line, and what it says."""

    under: str
    line: int
    text: str


def phrases(source: str) -> Iterator[Phrase]:
    """Every phrase in the source of a module that its place does not excuse."""
    for statement in ast.parse(source).body:
        under = getattr(statement, "name", "")
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            under = ast.unparse(statement.targets[0] if isinstance(statement, ast.Assign) else statement.target)
        for line, text in _of(statement):
            yield Phrase(under, line, text)


def _of(node: ast.AST) -> Iterator[tuple[int, str]]:
    if _excused(node):
        return
    text, inside = _text(node), list[ast.AST]()
    if _is_sum(node):
        inside = [part for part in _parts(node) if not _text(part)]
    elif isinstance(node, ast.JoinedStr):
        inside = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
    else:
        inside = [node.test] if isinstance(node, ast.Assert) else list(ast.iter_child_nodes(node))
    if is_phrase(text):
        yield getattr(node, "lineno", 0), text
    for one in inside:
        yield from _of(one)


def _is_sum(node: ast.AST) -> bool:
    """Whether strings, or strings and values, are put together here."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and any(map(_text, _parts(node)))


def _parts(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_parts(node.left), *_parts(node.right)]
    return [node]


def _text(node: ast.AST) -> str:
    """What a string says, with a mark for every value; nothing where there is no string."""
    if _is_sum(node):
        return "".join(_text(part) or VALUE for part in _parts(node))
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else VALUE for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def is_phrase(text: str) -> bool:
    """Whether two words stand beside each other in a text, or a word beside a value; what is in a tag of HTML aside."""
    if _SQL.match(text) or _MEDIA.fullmatch(text):
        return False
    heard = _HEARD.search(text) or ("</" in text and _SHOWN.search(text))
    return bool(heard) or _PHRASE.search(_TAG.sub("\n", text)) is not None


def _excused(node: ast.AST) -> bool:
    """Whether nobody but whoever works on the code, or runs the site, meets what stands at this place."""
    match node:
        case ast.Expr(value=ast.Constant()):  # a docstring
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name))):
            return name in _WRONG
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in (*_LOGS, *_PATTERNS):
            return True
        case ast.Call(func=ast.Attribute(value=names, attr="split")) if _text(names):
            return _NAMES.fullmatch(_text(names).strip()) is not None
    return False
