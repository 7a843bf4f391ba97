"""How the cells of a workbook look: text in the color of what it stands on, and formats that show another number than
is in the cell. Runs only in the child process, because a file may be hostile."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeVar

from dashboard.intake.formats import BUILT_IN, PALETTE, Section, section_of, sections

Elements = Sequence[tuple[str, Mapping[str, str]]]  # of a part of the archive: each element's name and attributes

_FAINT = 1.3  # of contrast; below it, text is lost in what it stands on
TINY = 3.0  # points; lower text cannot be read
_BLACK, _WHITE = "000000", "FFFFFF"
_THEME = "FFFFFF 000000 E7E6E6 44546A 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72".split()
_IN_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")


@dataclass(frozen=True, slots=True)
class Look:
    """How a style shows what is in a cell: the color of its text, what it stands on, and its number format."""

    color: str = _BLACK
    fills: tuple[str, ...] = (_WHITE,)
    size: float = 11.0
    code: str = ""
    sections: tuple[Section, ...] = field(default=(), repr=False)

    def hides(self, color: str) -> bool:
        """Whether text of a color is lost in what it stands on."""
        return all(_contrast(color, fill) < _FAINT for fill in self.fills)

    def pale(self, value: float | None) -> bool:
        """Whether nothing can be seen of a text or number."""
        section = section_of(self.sections, value)
        color = (section.color if section else "") or self.color
        return self.size < TINY or self.hides(color)

    def shows(self, value: float | None) -> str | None:
        """What stands in the cell instead of a number, or of a text (None); None where it is that itself."""
        section = section_of(self.sections, value)
        if section is None:
            return None
        return section.show(value) if value is not None else None if section.as_it_is else section.before.strip()


@dataclass(frozen=True)
class Styles:
    """The styles of a workbook, as its parts say them."""

    parts: Elements = ()
    theme: Elements = ()

    @cached_property
    def looks(self) -> tuple[Look, ...]:
        """How each style of a cell looks, by the number that cells name it by."""
        codes = dict(BUILT_IN)
        fonts: list[tuple[str, float]] = []
        fills: list[list[tuple[str, str]]] = []
        found: list[Look] = []
        within = ""
        for tag, about in self.parts:
            if tag in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
                within = tag
            elif tag == "numFmt" and within == "numFmts":
                codes[int(about["numFmtId"])] = about.get("formatCode", "")
            elif tag == "font" and within == "fonts":
                fonts.append((_BLACK, 11.0))
            elif tag == "color" and within == "fonts":
                fonts[-1] = (self._color(about, _BLACK), fonts[-1][1])
            elif tag == "sz" and within == "fonts":
                fonts[-1] = (fonts[-1][0], float(about.get("val", 11)))
            elif tag == "fill" and within == "fills":
                fills.append([])
            elif tag in ("patternFill", "fgColor", "bgColor", "color") and within == "fills":
                kind = about.get("patternType", "none") if tag == "patternFill" else ""
                fills[-1].append((tag, kind or self._color(about, _BLACK if tag == "fgColor" else _WHITE)))
            elif tag == "xf" and within == "cellXfs":
                color, size = _at(fonts, about.get("fontId"), (_BLACK, 11.0))
                filled = _filled(_at(fills, about.get("fillId"), []))
                code = codes.get(int(about.get("numFmtId") or 0), "")
                found.append(Look(color, filled, size, code, sections(code)))
        return tuple(found)

    @cached_property
    def odd(self) -> frozenset[int]:
        """The styles by which something may not be seen as it is. Most files have none, and are read the faster."""
        return frozenset(n for n, look in enumerate(self.looks) if look.sections or look.pale(None))

    def of(self, style: int) -> Look:
        """How a style looks; plain text for one that is not there."""
        return self.looks[style] if 0 <= style < len(self.looks) else Look()

    @cached_property
    def _palette(self) -> list[str]:
        own = [about.get("rgb", "")[-6:] for tag, about in self.parts if tag == "rgbColor"]
        return own or re.findall(".{6}", PALETTE)

    @cached_property
    def _themed(self) -> list[str]:
        colors, name = dict(zip(_IN_THEME, _THEME, strict=True)), ""
        for tag, about in self.theme:
            if tag == "clrScheme":
                name = ""
            elif tag in ("srgbClr", "sysClr") and name:
                colors[name], name = about.get("lastClr") or about.get("val", ""), ""
            else:
                name = tag if tag in colors else ""
        return [colors[key] for key in _IN_THEME]

    def color(self, about: Mapping[str, str]) -> str:
        """A color as six hexadecimal digits; nothing where it is the one that stands for itself."""
        return self._color(about, "")

    def _color(self, about: Mapping[str, str], otherwise: str) -> str:
        """A color as six hexadecimal digits; what stands for itself is black text on white."""
        if "rgb" in about:
            found = about["rgb"][-6:]
        elif "theme" in about:
            found = _at(self._themed, about["theme"], otherwise)
        elif "indexed" in about:
            found = {"64": _BLACK, "65": _WHITE}.get(about["indexed"]) or _at(
                self._palette, about["indexed"], otherwise
            )
        else:
            return otherwise
        if not re.fullmatch("[0-9A-Fa-f]{6}", found):
            return otherwise
        return _tinted(found, float(about.get("tint", 0)))


_T = TypeVar("_T")


def _at(of: Sequence[_T], index: str | None, otherwise: _T) -> _T:
    at = int(index or 0)
    return of[at] if 0 <= at < len(of) else otherwise


def _filled(fill: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The colors that a text stands on; white where there is no fill."""
    kind = next((told for tag, told in fill if tag == "patternFill"), "gradient" if fill else "none")
    front = [told for tag, told in fill if tag == "fgColor"] or [_WHITE]
    if kind == "none":
        return (_WHITE,)
    if kind == "solid":
        return (front[0],)
    if kind == "gradient":
        return tuple(told for tag, told in fill if tag == "color") or (_WHITE,)
    return (front[0], next((told for tag, told in fill if tag == "bgColor"), _WHITE))


def _tinted(color: str, tint: float) -> str:
    if not tint:
        return color
    hue, light, full = colorsys.rgb_to_hls(*_channels(color))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(hue, min(1, max(0, light)), full))


def _channels(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


@lru_cache(4096)
def _contrast(one: str, other: str) -> float:
    """How far two colors are apart, as accessibility guidelines count it: 1 for the same, 21 for black and white."""
    light, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(color)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
