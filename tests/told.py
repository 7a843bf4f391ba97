"""Pages as tests read them: the page of a figure as the light edition writes it."""

from __future__ import annotations

from dashboard.core.record import PublicRecord, Published
from dashboard.story.figure import figure_story
from dashboard.story.question import about
from dashboard.web.light import Frame, page


def figure_page(record: PublicRecord, published: Published) -> str:
    """The whole page of a figure."""
    return page(figure_story(record, published), record, Frame.of(about(published.figure_id), "https://x.example"))
