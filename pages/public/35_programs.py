"""Programs: a map without a tile server, the same as a table, and the design decisions of each."""

from dashboard.view import reads
from dashboard.view.draw import draw
from dashboard.view.filters import program_filter

draw(reads.programs(program_filter()))
