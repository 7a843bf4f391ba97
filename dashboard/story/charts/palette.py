"""Colours that keep 3:1 against both grounds, so that one specification serves the light and the dark theme."""

BLUE = "#3478d4"
TEAL = "#128577"
OCHRE = "#b0700f"
PLUM = "#9a5cc4"
GREY = "#7a828e"
RED = "#d0523c"

ALL = (BLUE, TEAL, OCHRE, PLUM, GREY, RED)

# Words inside a picture, 4.5:1 and more on each ground.
INK = {"light": "#444c58", "dark": "#c9d1dc"}


def inked(spec: dict[str, object], theme: str) -> dict[str, object]:
    """A specification with its words in the ink of a theme, `light` or `dark`. A screen reader hears the description of
    the picture and nothing of its marks, axes and keys, which would be read by their inner names."""
    ink = INK.get(theme, INK["light"])
    unheard = {"aria": False}
    config = {
        "view": {"stroke": None},
        "mark": unheard,
        "title": unheard,
        "axis": {"labelFontSize": 12, "labelColor": ink, "titleColor": ink} | unheard,
        "legend": {"labelColor": ink, "labelFontSize": 12} | unheard,
        "text": {"color": ink},
    }
    return {**spec, "config": config}
