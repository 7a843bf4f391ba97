"""When a quarter was due, first published, and corrected or withdrawn: three days, told alike on every page."""

from __future__ import annotations

from dashboard import words
from dashboard.core.ledger import Submission
from dashboard.voice import say


def first_published(submission: Submission) -> str:
    """The day on which a quarter was first published, and how late that was. A correction does not change it."""
    on = submission.first_published_on
    if on is None:
        return say("due-no_day")
    return say("due-late", on=on, days=submission.days_late) if submission.days_late else str(on)


def due(submission: Submission) -> str:
    """The day on which a quarter was due, or that it was not."""
    return str(submission.due_on) if submission.due_on else say("due-not_due")


def since(submission: Submission) -> str:
    """When a quarter was last corrected, or withdrawn; nothing if it stands as it was first published."""
    if submission.withdrawn:
        return say("due-withdrawn", on=submission.published_on or "–")
    return say("due-corrected", on=submission.corrected_on) if submission.corrected_on else ""


def in_short(submission: Submission) -> str:
    """Both in one cell."""
    return "; ".join(filter(None, (first_published(submission), since(submission))))


def in_sentences(submission: Submission) -> str:
    """All three days, in sentences."""
    first, changed, due = submission.first_published_on, submission.published_on, submission.due_on
    said = {"quarter": words.of(submission.quarter), "due": words.short_day(due) if due else ""}
    was_due = say("overview-was_due", **said) if due else say("overview-not_due", **said)
    if first is None:
        return f"{was_due} {say('overview-no_day' if submission.first_revision else 'overview-not_published')}"
    in_time = say("overview-late", days=submission.days_late) if submission.days_late else say("overview-in_time")
    told = f"{was_due} {say('overview-published_on', on=words.short_day(first), in_time=in_time if due else '')}"
    if changed is None or not (submission.withdrawn or submission.corrected_on):
        return told
    key = "overview-withdrawn_on" if submission.withdrawn else "overview-corrected_on"
    return f"{told} {say(key, on=words.short_day(changed))}"
