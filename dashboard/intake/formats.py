"""Number formats of a workbook: what a cell shows of the number in it. Runs only in the child process, for a format
comes from a file."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

PALETTE = (
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF" * 2
    + "800000008000000080808000800080008080C0C0C08080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF"
    + "000080FF00FFFFFF0000FFFF8000808000000080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC99"
    + "3366FF33CCCC99CC00FFCC00FF9900FF6600666699969696003366339966003300333300993300993366333399333333"
)
_NAMED = {
    "black": 0, "white": 1, "red": 2, "green": 3, "blue": 4, "yellow": 5, "magenta": 6, "cyan": 7,
    **{f"color{n}": n + 7 for n in range(1, 57)},
}  # fmt: skip
_PIECE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?|General|E[+-]|[0#?]|.', re.IGNORECASE | re.DOTALL)
_OF_DATES = frozenset("ymdhs")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]\Z")
_IS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_LONGEST = 255  # characters of a format, as spreadsheets have it
BUILT_IN = {9: "0%", 10: "0.00%", 11: "0.00E+00", 48: "##0.0E+0"}  # those that can show another number
_MULTIPLE = re.compile(r"[0-9%‰]|^\s*(?:k|m|thousand|million|hundred)", re.IGNORECASE)  # of another number


@dataclass(slots=True)
class Section:
    """One part of a number format: what it shows of a number, and for which."""

    before: str = ""
    after: str = ""
    digits: str = ""
    thousands: int = 0
    hundreds: int = 0
    power: bool = False
    as_it_is: bool = False
    color: str = ""
    when: tuple[str, float] | None = None

    def holds(self, value: float) -> bool:
        """Whether it is for a number."""
        return self.when is None or _IS[self.when[0]](value, self.when[1])

    def show(self, value: float) -> str | None:
        """What stands in the cell for a number; None where it is the number."""
        said = self.before + self.after
        another = bool(_MULTIPLE.search(self.before) or _MULTIPLE.search(self.after))
        if self.as_it_is:
            return f"{self.before}{value:g}{self.after}" if another else None
        if value == 0 and "0" not in self.digits and said.strip(" ()$€£") in ("-", "–", "—"):
            return None  # as accountants write a nought
        if not self.digits:
            return said.strip()
        number = abs(value) * 100**self.hundreds / 1000**self.thousands
        whole, _, part = self.digits.partition(".")
        text = f"{number:.{len(part)}E}" if self.power else f"{number:,.{len(part)}f}"
        if "0" not in whole and not self.power and text[:1] == "0":
            text = text[1:]
        signed = value > 0 and self.before.strip().startswith(("-", "−", "("))  # as a number below nought is written
        if another or signed or text == "" or float(text.replace(",", "") or 0) != abs(value):
            return f"{self.before}{text}{self.after}".strip()
        return None


def section_of(of: Sequence[Section], value: float | None) -> Section | None:
    """The part of a format by which a number is shown, or a text (None)."""
    numbers = of[:3]
    if value is None:
        return of[3] if len(of) > 3 else None
    if any(one.when for one in numbers):
        return next((one for one in numbers if one.holds(value)), None)
    at = 1 if value < 0 and len(numbers) > 1 else 2 if value == 0 and len(numbers) > 2 else 0
    return numbers[at] if numbers else None


def sections(code: str) -> tuple[Section, ...]:
    """A number format taken apart; nothing for the usual one, and for one of dates, which are not read as counts."""
    if code in ("", "General", "@"):
        return ()
    parts: list[list[str]] = [[]]
    for piece in _PIECE.findall(code[:_LONGEST]):
        if piece == ";":
            parts.append([])
        elif piece.lower() in _OF_DATES:
            return ()
        else:
            parts[-1].append(piece)
    return tuple(map(_section, parts[:4]))


def _section(pieces: Sequence[str]) -> Section:
    made = Section()
    last = max((n for n, piece in enumerate(pieces) if piece in "0#?"), default=-1)
    for number, piece in enumerate(pieces):
        if piece[0] in '"\\':
            word = piece.strip('"') if piece[0] == '"' else piece[1:]
        elif piece[0] == "[":
            if condition := _CONDITION.match(piece):
                made.when = (condition[1], float(condition[2]))
            elif (named := _NAMED.get(piece.strip("[] ").lower())) is not None:
                made.color = PALETTE[6 * named : 6 * named + 6]
            continue
        elif piece[0] in "_*" and len(piece) > 1:
            continue
        elif piece in "0#?." and (piece != "." or made.digits):
            made.digits += "" if made.power else piece
            continue
        elif piece == ",":
            made.thousands += number > last >= 0
            continue
        elif piece.upper() in ("E+", "E-"):
            made.power = True
            continue
        elif piece == "@" or piece.lower() == "general":
            made.as_it_is = True
            continue
        elif piece == "%":
            made.hundreds, word = made.hundreds + 1, piece
        else:
            word = piece
        if made.digits or made.as_it_is:
            made.after += word
        else:
            made.before += word
    return made
