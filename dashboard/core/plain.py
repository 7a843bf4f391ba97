"""Texts that people give and the public reads: one line of characters that can be seen, and addresses that are one
person's."""

from __future__ import annotations

import re
import unicodedata

from dashboard.core.people import Refused
from dashboard.core.reason import Reason, reason

_JOINERS = "\u200c\u200d"  # between letters of scripts that need them
# letters and signs by their kind, of which nothing is drawn: fillers of Hangul, and the empty pattern of Braille
_BLANK = re.compile(
    "[\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b-\u180f\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)
_SELECTORS = re.compile("[\ufe00-\ufe0f]")  # how the sign before them is drawn
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\Z")


def hidden(text: str) -> Reason | None:
    """What the first character of a text is that cannot be seen or that turns text around; None if there is none."""
    if text.isprintable() and not _BLANK.search(text) and not _SELECTORS.search(text):
        return None
    for at, character in enumerate(text):
        gone = unicodedata.category(character) in _HIDDEN or bool(_BLANK.match(character))
        gone = gone or (bool(_SELECTORS.match(character)) and not _selects(text, at))
        if gone and not (character in _JOINERS and _joins(text, at)):
            code, name = f"U+{ord(character):04X}", unicodedata.name(character, "").lower()
            said = reason("hidden-named", code=code, name=name) if name else reason("hidden-control", code=code)
            before = text[max(0, at - 12) : at]
            if not at:
                return reason("hidden-at", character=said)
            return reason("hidden-after", character=said, before=repr(before))
    return None


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands between two characters that can be seen, as scripts and signs need it."""
    beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return at > 0 and len(beside) == 2 and not any(c.isspace() or c in _JOINERS or c.isascii() for c in beside)


def _selects(text: str, at: int) -> bool:
    """Whether a selector stands behind a sign that can be drawn in two ways."""
    before = text[max(0, at - 1) : at]
    return bool(before) and not (before.isspace() or before in _JOINERS or _SELECTORS.match(before))


def plain(text: str, what: str) -> str:
    """A text as it is kept: breaks between lines are spaces. Refused, with the character and its place, if one of its
    characters cannot be seen: the public would read something else than what stands there. `what` is the key of its
    name."""
    told = " ".join(re.sub(r"[\t\r\n]+", " ", unicodedata.normalize("NFC", text)).split(" ")).strip()
    if found := hidden(told):
        raise Refused(reason("refused-hidden", what=what, found=found))
    return told


def address(text: str) -> str:
    """An e-mail address as it is compared: one spelling for one mail box. Refused for one that only looks like another,
    or that mail servers do not take."""
    if found := hidden(text.strip()):
        raise Refused(reason("refused-hidden_address", found=found))
    told = unicodedata.normalize("NFKC", text).strip().casefold().removesuffix(".")
    if not _ADDRESS.match(told) or len(told) > 200:
        raise Refused(reason("refused-address", found=repr(text[:60])))
    return told


def same_box(mailbox: str) -> str:
    """What two addresses of one mail box share: what follows a plus sign is a label that its owner may choose."""
    name, _, domain = mailbox.partition("@")
    return f"{name.partition('+')[0]}@{domain}"
