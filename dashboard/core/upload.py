"""Where somebody stands with the quarter they send in. It follows from what is kept of it, never from a page, so that a
refresh, a second tab and the next day find the same step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dashboard.core.workflow import Stage


class UploadStep(StrEnum):
    """The steps of sending a quarter in, in their order."""

    CHOOSE = "choose"  # a template, a file
    MATCH = "match"  # which column holds what
    FIX = "fix"  # what the check found
    SEE = "see"  # what the public will read
    SEND = "send"  # answers to what was asked, and off to be certified


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What is kept of an upload: whether a file was chosen, whether it has columns that nobody has named, or that
    somebody has, and where the draft that was made of one stands, with whether somebody has looked at what the public
    will read of it."""

    chosen: bool = False
    unnamed: bool = False
    named: bool = False
    draft: Stage | None = None
    seen: bool = False

    @property
    def step(self) -> UploadStep:
        """The step that waits. A file that was chosen comes before a draft: it is the later of the two."""
        if self.chosen:
            return UploadStep.MATCH if self.unnamed else UploadStep.FIX
        if self.draft is Stage.CHECKED:
            return UploadStep.SEND if self.seen else UploadStep.SEE
        return UploadStep.CHOOSE

    @property
    def open(self) -> tuple[UploadStep, ...]:
        """The steps at which there is something to do or to look at, in their order: the first always."""
        there = {
            UploadStep.CHOOSE: True,
            UploadStep.MATCH: self.chosen and (self.unnamed or self.named),
            UploadStep.FIX: self.chosen,
            UploadStep.SEE: self.draft is not None,
            UploadStep.SEND: self.draft is Stage.CHECKED and self.seen,
        }
        return tuple(step for step in UploadStep if there[step])
