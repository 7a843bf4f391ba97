"""Methods: how every figure is defined, computed and labelled."""

from dashboard.view import reads
from dashboard.view.draw import draw

draw(reads.story("methods"))
