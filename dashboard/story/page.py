"""What a public page is: its name, what can be chosen on it, and how it is told. One stands beside each story."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from dashboard.core.record import PublicRecord
from dashboard.story.blocks import Story
from dashboard.story.choice import Choice
from dashboard.story.question import Question
from dashboard.voice import say

MakeStory = Callable[[PublicRecord, Question], Story]
Ask = Callable[[PublicRecord], Iterable[Question]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A public page. From it come its place in the navigation, its pickers, its routes in the light edition and its
    place in the map of the site; adding one is a story, its page beside it, a line in `pages.py`, and its words.

    `story` makes the story of a question of which everything is there. `lead` stands above what can be chosen. `alone`
    tells it where nothing can be chosen, as in the light edition, if that is another story; `asks` are the questions
    that have a light page each, and `is_there` says whether one has, where that is quicker or more than the list.
    What is `dated` is told as of today; what is `addressed` holds its own whole address. What is not `listed` is
    reached by links alone; a page is `titled` where the story's own title says what its page does not.
    """

    name: str
    story: MakeStory
    takes: tuple[Choice, ...] = ()
    lead: Callable[[PublicRecord], Story] | None = None
    alone: MakeStory | None = None
    asks: Ask | None = None
    is_there: Callable[[PublicRecord, Question], bool] | None = None
    dated: bool = False
    addressed: bool = False
    listed: bool = True
    titled: bool = False

    @property
    def title(self) -> str:
        return say(f"{self.name}-title")

    @property
    def menu(self) -> bool:
        """Whether the light edition has one page of it that needs no choice, and so a place in its menu."""
        return self.listed and (self.asks is None or self.lead is not None)

    def questions(self, record: PublicRecord) -> Iterable[Question]:
        """Every question with a page in the light edition, in a fixed order."""
        return self.asks(record) if self.asks else (Question(page=self.name),)

    def has(self, record: PublicRecord, asked: Question) -> bool:
        """Whether the light edition has a page for this question, in whatever language and of whatever day."""
        plain = replace(asked, lang="", as_of=None)
        return self.is_there(record, plain) if self.is_there else plain in self.questions(record)

    def whole_story(self, record: PublicRecord, asked: Question) -> Story:
        """The whole page as one document."""
        return (self.alone or self.story)(record, asked)
