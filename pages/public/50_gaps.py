"""Evidence gaps: programs by families, the strongest evidence found in each cell, or nothing published."""

from dashboard.view import reads
from dashboard.view.draw import draw

draw(reads.story("gaps"))
