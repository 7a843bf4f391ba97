"""Program: what one program is, what has been published about it, and its quarters."""

from dashboard.view import reads
from dashboard.view.draw import draw
from dashboard.view.selection import choose

chosen = choose(quarter=False)
draw(reads.program_page(chosen.program), title=True)
