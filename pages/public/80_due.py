"""Due dates: when quarters were due and when they came, in neutral words."""

from dashboard.view import reads
from dashboard.view.draw import draw

draw(reads.due_dates())
