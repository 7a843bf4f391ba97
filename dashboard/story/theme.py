"""The colours of the site, each once: style sheets use them by name, and a test holds Streamlit's own theme to them."""

from __future__ import annotations

from functools import cache

from dashboard.settings import ROOT
from dashboard.story.charts import palette

LIGHT = {"ground": "#ffffff", "ink": "#15191f"}
DARK = {"ground": "#10151c", "ink": "#f2f5f9"}
LINE = palette.GREY  # around what can be filled in: 3:1 and more on both grounds
FOCUS = palette.BLUE
_RULE = "128 138 152"  # of lines that only part; a sheet says how strong

_TOKENS = {f"light-{name}": colour for name, colour in LIGHT.items()}
_TOKENS |= {f"dark-{name}": colour for name, colour in DARK.items()}
_TOKENS |= {"line": LINE, "focus": FOCUS, "rule": _RULE}


@cache
def sheet(*names: str) -> str:
    """Style sheets, by their paths under `dashboard/`, one after the other, behind the colours that they name."""
    tokens = " ".join(f"--{name}: {value};" for name, value in _TOKENS.items())
    files = (ROOT / "dashboard" / name for name in names)
    return "\n".join([f":root {{ {tokens} }}", *(path.read_text(encoding="utf-8") for path in files)])
