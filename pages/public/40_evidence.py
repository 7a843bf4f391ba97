"""Evidence: every published figure, filtered, with its bound, its base, who checked it and what was said against it."""

from dashboard.view import reads
from dashboard.view.draw import draw
from dashboard.view.filters import ROWS, evidence_filter, page_of

asked = evidence_filter()
page = page_of(reads.count_matching(asked))
draw(reads.evidence(asked, start=page * ROWS, length=ROWS))
