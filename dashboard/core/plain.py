"""Texts that people give and the public reads: one line of characters that can be seen, and addresses that are one
person's."""

from __future__ import annotations

import re
import unicodedata

from dashboard.core.people import Refused

_JOINERS = "\u200c\u200d"  # between letters of scripts that need them
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\Z")


def hidden(text: str) -> str:
    """What the first character of a text is that cannot be seen or that turns text around; nothing if there is none."""
    for at, character in enumerate(text):
        if unicodedata.category(character) in _HIDDEN and character not in _JOINERS:
            name = unicodedata.name(character, "a control character").lower()
            before = f"after {text[max(0, at - 12) : at]!r}" if at else "at its beginning"
            return f"U+{ord(character):04X} ({name}) {before}"
    return ""


def plain(text: str, what: str) -> str:
    """A text as it is kept: breaks between lines are spaces. Refused, with the character and its place, if one of its
    characters cannot be seen: the public would read something else than what stands there. `what` names it."""
    told = " ".join(re.sub(r"[\t\r\n]+", " ", unicodedata.normalize("NFC", text)).split(" ")).strip()
    if found := hidden(told):
        raise Refused(f"{what} holds a character that cannot be seen: {found}. Type it again without it.")
    return told


def address(text: str) -> str:
    """An e-mail address as it is compared: one spelling for one mail box. Refused for one that only looks like another,
    or that mail servers do not take."""
    if found := hidden(text.strip()):
        raise Refused(f"The address holds a character that cannot be seen: {found}. Type it again.")
    told = unicodedata.normalize("NFKC", text).strip().casefold().removesuffix(".")
    if not _ADDRESS.match(told) or len(told) > 200:
        raise Refused(f"An account's address is name@domain in plain letters without accents, found {text[:60]!r}.")
    return told


def same_box(told: str) -> str:
    """What two addresses of one mail box share: what follows a plus sign is a label that its owner may choose."""
    name, _, domain = told.partition("@")
    return f"{name.partition('+')[0]}@{domain}"
