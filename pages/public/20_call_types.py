"""Call types: the headline measures by call type, for one program and quarter."""

from dashboard.view import reads
from dashboard.view.draw import draw
from dashboard.view.selection import choose

chosen = choose(call_type=True)
draw(reads.call_types(chosen.program, chosen.quarter, chosen.call_type), title=True)
