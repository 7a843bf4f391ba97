"""Compare: programs side by side on one published figure, and a refusal of all that is not alike."""

from dashboard.view import reads
from dashboard.view.draw import draw
from dashboard.view.filters import figure_to_compare

draw(reads.compare(figure_to_compare()))
