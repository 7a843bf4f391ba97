"""What a publication changes besides its own quarter, and why a figure was ever seen anew, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dashboard import words
from dashboard.analysis import measures
from dashboard.core.figure import Number
from dashboard.core.history import Cause, Entry, What, history, seen
from dashboard.core.known import Known
from dashboard.core.ledger import ALL
from dashboard.core.metric import Method, Metric
from dashboard.core.publication import YEAR, Publication
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.story.blocks import Cell, Table
from dashboard.voice import say


def because(entry: Entry) -> str:
    """Why readers saw a figure anew, in a sentence or two."""
    told = [_because(cause) for cause in entry.causes]
    told = [*told[:1], *map(words.sentence_case, told[1:])]
    return " ".join((*told, say("history-same")) if entry.same else told)


_BECAUSE = {  # to its own quarter, and to the one a year before; of the program's life there is one
    What.FIRST: ("history-first", "history-base_first"),
    What.CORRECTED: ("history-corrected", "history-base_corrected"),
    What.WITHDRAWN: ("history-withdrawn", "history-base_withdrawn"),
    What.AGAIN: ("history-again", "history-base_again"),
    What.LIFE_ENTERED: ("history-life_entered", "history-life_entered"),
    What.LIFE_CORRECTED: ("history-life_corrected", "history-life_corrected"),
    What.LIFE_TAKEN_BACK: ("history-life_taken_back", "history-life_taken_back"),
}


def _because(cause: Cause) -> str:
    key, event = _BECAUSE[cause.what][cause.year_before], cause.event
    about = {"program": words.whose(event), "what": words.of(event)} if event else {"quarter": words.of(cause.quarter)}
    said = say(key, **about)
    return " ".join(filter(None, (said, cause.reason)))


def also(before: PublicRecord, after: PublicRecord, program_id: str, quarter: Quarter) -> Table | None:
    """The figures of other quarters that readers will see anew once a publication of this quarter stands, as they are
    and as they will be; None where there is none."""
    rows: list[list[Cell]] = [
        [what, now, then, _check(now)] for what, now, then in _anew(before, after, program_id, quarter + YEAR)
    ]
    if not rows:
        return None
    columns = [say(f"history-also_{name}") for name in ("what", "now", "then", "check")]
    title = say("history-also", quarter=words.of(quarter + YEAR), figures=say("history-figures", count=len(rows)))
    return Table.of("also", title, columns, rows, note=say("history-also_note"), stacked=True)


def by_lives(before: PublicRecord, after: PublicRecord) -> list[str]:
    """The figures that readers will see anew because of what is entered about the lives of programs: a line for each,
    as it is, as it will be, and whose check will be out of date; nothing where there is none."""
    lines = []
    for program in after.programs_in_order():
        if list(before.known_of(program.program_id)) == list(after.known_of(program.program_id)):
            continue
        for quarter in after.quarters(program.program_id):
            for what, now, then in _anew(before, after, program.program_id, quarter):
                told = {"program": f"{program.place}: {program.name}", "what": what}
                line = say("history-anew_line", was=words.of(now), then=words.of(then), **told)
                lines.append(f"{line} {_check(now)}." if now.standing.raised_by else line)
    return [say("history-anew", figures=say("history-figures", count=len(lines))), *lines] if lines else []


def _anew(
    before: PublicRecord, after: PublicRecord, program_id: str, quarter: Quarter
) -> Iterator[tuple[str, Number, Number]]:
    """The growth of a quarter that is seen anew in the second of two records: what it is, as it was, as it will be."""
    for metric, kind in _growth_of(after, program_id, quarter):
        now = measures.figure(before, metric, program_id, quarter, kind)
        then = measures.figure(after, metric, program_id, quarter, kind)
        if now is not None and then is not None and seen(now) != seen(then):
            yield f"{words.name(metric)}, {words.of(quarter)}: {words.call_type(after.catalogue, kind)}", now, then


def rests_on(record: PublicRecord, program_id: str, quarter: Quarter) -> Quarter | None:
    """The quarter whose public numbers are measured against this one; None if there is none."""
    later = quarter + YEAR
    found = (measures.figure(record, m, program_id, later, kind) for m, kind in _growth_of(record, program_id, later))
    return later if any(figure and figure.is_known for figure in found) else None


def _check(figure: Number) -> str:
    names = ", ".join(dict.fromkeys(v.verifier for v in figure.standing.raised_by))
    return say("history-also_lapses", names=names) if names else "–"


def _growth_of(record: PublicRecord, program_id: str, quarter: Quarter) -> Iterator[tuple[Metric, str]]:
    """The measures of a quarter that are made from the quarter a year before it too, by call type."""
    for kind in measures.kinds_of(record, program_id, quarter):
        for metric in measures.computed_from(record, kind):
            if metric.definition.method is Method.CHANGE:
                yield metric, kind


def elsewhere(record: PublicRecord, one: Publication | Known) -> list[tuple[Entry, Entry]]:
    """What readers saw anew in the totals of another quarter when this became public, or of any quarter when this was
    told of the program's life: each figure before and after."""
    if isinstance(one, Known):
        program_id, quarters = one.program_id, record.quarters(one.program_id) if one.news else []
    else:
        program_id, quarters = one.submission.program_id, [one.submission.quarter + YEAR]
    return [
        (was, then)
        for quarter in quarters
        if any(other.place < one.place for other in record.publications_of(program_id, quarter))
        for metric, kind in _growth_of(record, program_id, quarter)
        if kind == ALL
        for was, then in pairwise(history(record, metric, program_id, quarter, kind))
        if then.began.place == one.place and not then.same
    ]
