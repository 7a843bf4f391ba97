"""What of a draft the public will not see, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from dashboard import words
from dashboard.core.keys import QuarterKey
from dashboard.core.ledger import ALL, COUNTS, Missing, too_few
from dashboard.core.privacy import merging, withholding
from dashboard.core.privacy.disclosure import Release
from dashboard.core.record import PublicRecord
from dashboard.core.workflow import Draft
from dashboard.story.blocks import Cell, Note, Table
from dashboard.voice import say, voice


def released(record: PublicRecord, draft: Draft) -> Release:
    """What of a draft would be public."""
    order = [kind.key for kind in record.catalogue.call_types]
    earlier = record.blocks.get(QuarterKey(draft.program_id, draft.quarter))
    return withholding.release(draft.counts, order, record.policy, earlier)


def withheld(record: PublicRecord, draft: Draft, released: Release) -> Table | Note:
    """What the public will not see of a draft, by call type, and what makes it so. For staff only."""
    rows = [row for kind in (*draft.counts, ALL) if (row := _withheld_row(record, released, kind))]
    smallest = released.blocks.smallest
    if not rows:
        return Note(
            name="withheld", title=say("privacy-withheld"), text=say("privacy-withheld_none", smallest=smallest)
        )
    columns = [say("pick-call_type"), *(say(f"privacy-withheld_{name}") for name in ("counts", "why"))]
    instead = words.because(Missing.PRIVACY, (too_few(smallest),))
    metrics = record.catalogue.metrics.headline_and_beside
    told, given = merging.rates(released.rows, metrics), merging.rates(draft.counts, metrics)
    note = say("privacy-withheld_note", words=instead, shown=told, possible=given)
    return Table.of("withheld", say("privacy-withheld"), columns, rows, note=note, stacked=True)


def _withheld_row(record: PublicRecord, made: Release, kind: str) -> list[Cell]:
    counts = made.rows[kind]
    gone = [key for key in COUNTS if counts[key] is Missing.PRIVACY]
    if not gone:
        return []
    name = partial(words.call_type, record.catalogue)
    whys = dict.fromkeys(words.too_small(why, name) for (whose, _), why in made.why.items() if whose == kind)
    everything = not any(isinstance(counts[key], int) for key in COUNTS)
    names = ", ".join(words.count(key) for key in gone)
    if counts.sums:
        names += say("privacy-withheld_sums", names="; ".join(_both(keys) for keys in counts.sums))
    return [
        name(kind),
        say("privacy-withheld_all") if everything else names,
        words.sentence_case("; ".join(whys)) or say("privacy-staff_base"),
    ]


def _both(keys: Sequence[str]) -> str:
    return voice().listed(words.count(key) for key in keys)


def shown(record: PublicRecord, draft: Draft) -> int:
    """How many headline rates by call type a draft would show."""
    return merging.rates(released(record, draft).rows, record.catalogue.metrics.headline_and_beside)


def offer(record: PublicRecord, draft: Draft) -> merging.Merge | None:
    """The merging of call types that shows most; None for a published quarter, or where none shows more."""
    if draft.base_revision:
        return None
    order = [kind.key for kind in record.catalogue.call_types]
    return merging.offer(draft.counts, order, record.policy)


def spoken(released: Release, draft: Draft, texts: Sequence[str]) -> tuple[str, ...]:
    """The numbers in texts of a draft that are also withheld counts of it, as they are written there."""
    hidden = {
        value
        for kind, counts in draft.counts.items()
        for key, value in counts.items()
        if isinstance(value, int) and value >= 1 and released.rows[kind][key] is Missing.PRIVACY
    }
    found = (number for text in texts for number in re.findall(r"\b\d[\d,]*\b", text))
    return tuple(dict.fromkeys(n for n in found if int(n.replace(",", "")) in hidden))
