"""What each kind of thing in the core is called: the key is what is kept and compared, the words are for readers."""

from __future__ import annotations

from contextlib import suppress
from enum import Enum

from dashboard.core.catalogue import DispatchModel
from dashboard.core.change import RevisionKind
from dashboard.core.evidence import Claim
from dashboard.core.finding import Severity
from dashboard.core.intervals import Steadiness
from dashboard.core.ledger import Missing
from dashboard.core.metric import About, Direction, Method
from dashboard.core.people import Action, Deed, Role
from dashboard.core.upload import UploadStep
from dashboard.core.verification import Check, Read, Relation
from dashboard.core.workflow import Stage
from dashboard.voice import say


def kind(value: Enum) -> str:
    """The words of one of the values of an enumeration. TypeError for an enumeration that has none."""
    return _of_the_record(value) or _of_the_ledger(value) or _of_the_staff_side(value)


def _of_the_record(value: Enum) -> str:
    """What everybody reads about programs and who checked them; nothing for another kind."""
    match value:
        case Check():
            return say(f"check-{value}")
        case Claim():
            return say(f"claim-{value}")
        case Read():
            return say(f"read-{value}")
        case Relation():
            return say(f"relation-{value}")
        case DispatchModel():
            return say(f"model-{value.name.lower()}")
        case _:
            return ""


def _of_the_ledger(value: Enum) -> str:
    """What everybody reads about quarters and measures; nothing for another kind."""
    match value:
        case Missing():
            return say(f"missing_kind-{value}")
        case Direction():
            return say(f"direction-{value}")
        case About():
            return say(f"about-{value}")
        case RevisionKind():
            return say(f"change-{value}")
        case Method():
            return say(f"method-{value}")
        case Steadiness():
            return say(f"steadiness-{value}")
        case _:
            return ""


def _of_the_staff_side(value: Enum) -> str:
    """What those read who are signed in. TypeError for another kind."""
    match value:
        case Action():
            return say(f"action-{value}")
        case Deed():
            return say(f"deed-{value}")
        case Role():
            return say(f"role-{value}")
        case Severity():
            return say(f"severity-{value}")
        case Stage():
            return say(f"stage-{value}")
        case UploadStep():
            return say(f"upload_step-{value}")
        case _:
            raise TypeError(f"{value!r} has no words")


def role_name(role: str) -> str:
    """A role in a word; what the log tells of in other words stays as it is."""
    return say(f"role_name-{Role(role)}") if role in list(Role) else role


def why_shown(about: About) -> str:
    """Why small counts of this kind are withheld or shown."""
    return say(f"about_why-{about.value}")


def change_named(said: str) -> RevisionKind:
    """The change that is meant: by its key, or by its words. ValueError for what names none."""
    with suppress(StopIteration):
        return next(one for one in RevisionKind if said in (one.value, kind(one)))
    raise ValueError(f"{said!r} is no kind of revision")
