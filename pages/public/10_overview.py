"""Overview: what is known and who checked it, then one program and quarter."""

from dashboard.view import reads
from dashboard.view.draw import draw
from dashboard.view.selection import choose

draw(reads.story("known"))
chosen = choose()
draw(reads.overview(chosen.program, chosen.quarter), title=True)
