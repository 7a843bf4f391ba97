"""Same program, different number: published figures that disagree, side by side with what each was counted from."""

from dashboard.view import reads
from dashboard.view.draw import draw

draw(reads.story("differ"))
