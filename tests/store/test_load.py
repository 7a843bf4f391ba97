"""The data load: all of it or none of it, and a broken row says where, what was found and what to do."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import words
from dashboard.analysis.published import tally
from dashboard.core.figure import Figure
from dashboard.store.files import BODIES, BrokenRow, read
from dashboard.store.store import Store


def edit(path: Path, row: int, **changes: str) -> None:
    """Change cells of the row-th data line (from 0) of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, lines = reader.fieldnames or [], list(reader)
    lines[row].update(changes)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(lines)


def stated(data: Path, name: str) -> list[dict[str, str]]:
    """The rows of a published file, without the product: a later revision stands below the one it revises."""
    with (data / "published" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_first_load_says_what_it_read_and_the_second_changes_nothing(store: Store, data: Path) -> None:
    first = store.load(data)
    rows = 0
    for path in [*data.glob("*.csv"), *data.glob("published/*.csv"), *data.glob("example/*.csv")]:
        with path.open(encoding="utf-8", newline="") as file:
            rows += sum(1 for _ in csv.DictReader(file))
    assert first.words == f"{rows} rows read; {rows} new to the database."
    named = {line["figure_id"]: line for name in ("figures", "series") for line in stated(data, name)}
    figures = [line for line in named.values() if not line.get("same_as")]
    assert tally(store.record()).everything == len(figures), "a revision or a repeated row adds none"
    assert first.new > 900
    version = store.version()
    second = store.load(data)
    assert second.new == 0
    assert "nothing new" in second.words
    assert store.version() == version


def test_progress_reaches_the_end(store: Store, data: Path) -> None:
    seen: list[tuple[int, int]] = []
    store.load(data, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1][0] == seen[-1][1] > 900
    assert seen == sorted(seen)


def bad_cell(file: str, row: int, **changes: str) -> Callable[[Path], None]:
    return lambda data: edit(data / file, row, **changes)


def rewrite(file: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def apply(data: Path) -> None:
        (data / file).write_bytes(change((data / file).read_bytes()))

    return apply


def again(file: bytes, start: str, anew: str) -> bytes:
    """The line that starts so, once more under another id or revision."""
    return next(line for line in file.splitlines(keepends=True) if line.startswith(start.encode())).replace(
        start.encode(), anew.encode()
    )


def traced(data: Path, start: str, anew: str) -> None:
    """The trace of a figure, once more for another revision of it."""
    traces = data / "published" / "traces.csv"
    traces.write_bytes(traces.read_bytes() + again(traces.read_bytes(), start, anew))


BROKEN: dict[str, tuple[Callable[[Path], None], str, int, str]] = {
    # what is broken: how, the file, the line, a word of the message
    "number with a separator": (bad_cell("published/figures.csv", 0, value="1,000"), "figures.csv", 2, "column \"value\""),
    "not a number": (bad_cell("published/figures.csv", 3, value="many"), "figures.csv", 5, "'many'"),
    "infinite": (bad_cell("published/figures.csv", 0, value="inf"), "figures.csv", 2, "without separators"),
    "unknown tier": (bad_cell("published/figures.csv", 0, stated_tier="gold"), "figures.csv", 2, "'gold'"),
    "claimed tier": (
        bad_cell("published/figures.csv", 0, stated_tier="independently_verified"),
        "figures.csv",
        2,
        "a tier is earned",
    ),
    "unknown unit": (bad_cell("published/figures.csv", 0, unit="furlongs"), "figures.csv", 2, "'furlongs'"),
    "unknown bound": (bad_cell("published/figures.csv", 0, bound="roughly"), "figures.csv", 2, "'roughly'"),
    "unknown family": (bad_cell("published/figures.csv", 0, family="vibes"), "figures.csv", 2, "families.csv"),
    "percentage of nothing": (bad_cell("published/figures.csv", 0, denominator=""), "figures.csv", 2, "denominator in words"),
    "range without an end": (bad_cell("published/figures.csv", 4, value_high=""), "figures.csv", 6, "a range has"),
    "backward period": (
        bad_cell("published/figures.csv", 0, period_start="2026-01-01", period_end="2025-01-01"),
        "figures.csv",
        2,
        "ends after it starts",
    ),
    "date in another order": (bad_cell("published/figures.csv", 0, period_start="10/01/2024"), "figures.csv", 2, "2026-09-30"),
    "unknown source": (bad_cell("published/figures.csv", 0, source_id="hearsay"), "figures.csv", 2, "sources.csv"),
    "unknown program": (bad_cell("published/figures.csv", 0, program_id="atlantis"), "figures.csv", 2, "programs.csv"),
    "figure named twice": (bad_cell("published/figures.csv", 2, figure_id="austin_emcot-01"), "figures.csv", 4, "first in"),
    "computed from nothing": (bad_cell("published/figures.csv", 0, computed_from="x-99"), "figures.csv", 2, "computed_from"),
    "parts against the print": (
        bad_cell("published/figures.csv", 8, numerator_count="1", denominator_count="2"),
        "figures.csv",
        10,
        "printed 85.4",
    ),
    "yes spelled otherwise": (bad_cell("published/figures.csv", 0, computed_here="true"), "figures.csv", 2, "yes or no"),
    "revision zero": (bad_cell("published/figures.csv", 0, revision="0"), "figures.csv", 2, "count from 1"),
    "no name": (bad_cell("published/figures.csv", 0, figure_id=""), "figures.csv", 2, "fill it in"),
    "script as a link": (bad_cell("published/sources.csv", 0, url="javascript:alert(1)"), "sources.csv", 2, "http"),
    "source without a title": (bad_cell("published/sources.csv", 0, title="n/a"), "sources.csv", 2, "needs a title"),
    "unknown model": (bad_cell("published/programs.csv", 0, dispatch_model="2Z"), "programs.csv", 2, "'2Z'"),
    "not on earth": (bad_cell("published/programs.csv", 0, latitude="135"), "programs.csv", 2, "not a place on earth"),
    "odd fiscal year": (bad_cell("published/programs.csv", 0, fiscal_first_month="2"), "programs.csv", 2, "1, 4, 7 or 10"),
    "unknown call type": (bad_cell("published/crosswalk.csv", 0, call_type="ufo"), "crosswalk.csv", 2, "welfare_check"),
    "challenge of nothing": (bad_cell("published/challenges.csv", 0, figure_id="x-99"), "challenges.csv", 2, "figures.csv"),
    "verification of nothing": (bad_cell("published/verifications.csv", 0, figure_id="x-99"), "verifications.csv", 2, "figures.csv"),
    "verification of no revision": (bad_cell("published/verifications.csv", 0, figure_revision="7"), "verifications.csv", 2, "1, 2"),
    "verification of no quarter": (
        bad_cell("published/verifications.csv", 0, figure_id="austin_emcot.2026Q1.all.phone_resolution"),
        "verifications.csv",
        2,
        "a quarter that is published",
    ),
    "verification of no measure": (
        bad_cell("published/verifications.csv", 0, figure_id="example_county.2026Q2.all.vibes"),
        "verifications.csv",
        2,
        "program.quarter.call_type.measure",
    ),
    "trace of nothing": (bad_cell("published/traces.csv", 0, figure_id="x-99"), "traces.csv", 2, "series.csv"),
    "trace of no revision": (bad_cell("published/traces.csv", 0, figure_revision="9"), "traces.csv", 2, "that is there"),
    "trace read some time": (bad_cell("published/traces.csv", 0, read_on="in autumn"), "traces.csv", 2, "2026-09-30"),
    "trace of a whole sentence": (bad_cell("published/traces.csv", 0, printed="so " * 13), "traces.csv", 2, "13 words"),
    "half a digest": (bad_cell("published/sources.csv", 0, sha256="ab12"), "sources.csv", 2, "64 hexadecimal"),
    "source read some time": (bad_cell("published/sources.csv", 0, accessed="last week"), "sources.csv", 2, "read on a day"),
    "figure that nobody traced": (
        rewrite("published/figures.csv", lambda b: b + again(b, "austin_emcot-01,2,", "austin_emcot-98,1,")),
        "figures.csv",
        -1,
        "traces.csv",
    ),
    "revision that nobody traced": (
        rewrite("published/figures.csv", lambda b: b + again(b, "austin_emcot-01,2,", "austin_emcot-01,4,")),
        "figures.csv",
        -1,
        "revision 4 of 'austin_emcot-01' without a trace",
    ),
    "a third party's class as the program's": (
        bad_cell("published/programs.csv", 0, model_tier="program_reported"), "programs.csv", 2, "third_party_unreviewed",
    ),
    "a third party's words as the program's": (
        bad_cell("published/programs.csv", 0, stated_tier="program_reported"), "programs.csv", 2, "third_party_unreviewed",
    ),
    "a city's check of its own, some day": (
        rewrite(
            "published/verifications.csv",
            lambda b: b + b"columbus_rru-09,4,City of Columbus,own dashboard,count,x.,yes,,columbus_gov,2099-01-01,recount,full,outside\n",
        ),
        "verifications.csv",
        -1,
        "still to come",
    ),
    "undated verification": (bad_cell("published/verifications.csv", 0, dated="lately"), "verifications.csv", 2, "dated by"),
    "unknown claim": (bad_cell("published/verifications.csv", 0, claim="proof"), "verifications.csv", 2, "'proof'"),
    "negative count": (bad_cell("example/ledger.csv", 0, eligible="-3"), "ledger.csv", 2, "0 or more"),
    "blank count": (bad_cell("example/ledger.csv", 0, eligible=""), "ledger.csv", 2, "why there is none"),
    "half a call": (bad_cell("example/ledger.csv", 0, eligible="3.5"), "ledger.csv", 2, "whole number"),
    "arabic digits": (bad_cell("example/ledger.csv", 0, eligible="٣"), "ledger.csv", 2, "whole number"),
    "more offered than eligible": (bad_cell("example/ledger.csv", 4, offered="99999"), "ledger.csv", 6, "more than the"),
    "outcomes above the calls": (bad_cell("example/ledger.csv", 0, police_sent="9999"), "ledger.csv", 2, "add up to"),
    "quarter five": (bad_cell("example/submissions.csv", 0, quarter="2022Q5"), "submissions.csv", 2, "2026Q3"),
    "ledger without a submission": (bad_cell("example/ledger.csv", 0, quarter="1999Q1"), "ledger.csv", 2, "submissions.csv"),
    "a cell too many": (rewrite("call_types.csv", lambda b: b + b"a,b,c,d,e\n"), "call_types.csv", 11, "5 cells"),
    "an order twice": (rewrite("call_types.csv", lambda b: b + b"90,x,X,x\n"), "call_types.csv", 11, "that of other"),
    "an order in words": (rewrite("call_types.csv", lambda b: b + b"last,x,X,x\n"), "call_types.csv", 11, "whole number"),
    "a column too many": (rewrite("call_types.csv", lambda b: b.replace(b"meaning", b"sense", 1)), "call_types.csv", 1, "meaning"),
    "not utf-8": (rewrite("call_types.csv", lambda b: b + "é".encode("latin-1")), "call_types.csv", 11, "UTF-8"),
    "an open quote": (rewrite("call_types.csv", lambda b: b + b'95,x,"y,z\n'), "call_types.csv", 11, "quotes"),
    "an empty file": (rewrite("call_types.csv", lambda b: b""), "call_types.csv", 1, "no such column"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_row_says_where_and_leaves_the_database_as_it_was(fault: str, few: tuple[Store, Path]) -> None:
    store, data = few
    before = store.version(), store.record()
    breaks, file, line, word = BROKEN[fault]
    breaks(data)
    with pytest.raises(BrokenRow) as caught:
        store.load(data)
    assert caught.value.where.file.endswith(file)
    assert line in (-1, caught.value.where.line)  # -1: the last line, however many there are
    assert word in str(caught.value)
    assert caught.value.todo
    assert (store.version(), store.record()) == before


def test_a_published_row_is_corrected_by_a_new_revision_not_by_an_edit(loaded: Store, data: Path) -> None:
    figures = data / "published" / "figures.csv"
    edit(figures, 0, value="91")
    with pytest.raises(BrokenRow, match="add the change as revision 4 with a reason"):
        loaded.load(data)
    edit(figures, 0, value="90")
    lines = figures.read_text(encoding="utf-8").splitlines()
    corrected = lines[1].replace("austin_emcot-01,1,", "austin_emcot-01,4,").replace(",90,,percent", ",91,,percent")
    corrected = corrected.removesuffix(",thing,") + "the source was misread,thing,"
    figures.write_text("\n".join([*lines, corrected]) + "\n", encoding="utf-8")
    traced(data, "austin_emcot-01,2,", "austin_emcot-01,4,")
    with pytest.raises(BrokenRow, match=r"Give 91\.0, as 'austin_emcot-01' has it"):
        loaded.load(data)
    points = data / "published" / "series.csv"
    lines = points.read_text(encoding="utf-8").splitlines()
    link = next(line for line in reversed(lines) if line.endswith(",austin_emcot-01"))
    again = link.replace(",2,austin_emcot,", ",9,austin_emcot,").replace(",90,,percent", ",91,,percent")
    points.write_text("\n".join([*lines, again]) + "\n", encoding="utf-8")
    assert loaded.load(data).new == 3
    found = next(p for p in loaded.record().published if p.figure_id == "austin_emcot-01")
    assert isinstance(found.figure, Figure)
    assert (found.figure.value, found.figure.revision) == (91, 4)
    assert [words.of(f) for f in found.earlier] == ["at least 90%"] * 3
    assert found.reason == "the source was misread"


def test_a_revision_lapses_the_verification_of_the_one_before(store: Store, data: Path) -> None:
    checks = data / "published" / "verifications.csv"
    rows = checks.read_text(encoding="utf-8").splitlines()
    recounted = (",stated,opening,outside", ",recount,full,outside")
    rows = [row.replace(*recounted) if row.startswith("nyc_bheard-08,3,") else row for row in rows]
    checks.write_text("\n".join([*rows, ""]), encoding="utf-8")
    figures = data / "published" / "figures.csv"
    lines = figures.read_text(encoding="utf-8").splitlines()
    old = next(line for line in lines if line.startswith("nyc_bheard-08,3,"))
    newer = old.replace("nyc_bheard-08,3,", "nyc_bheard-08,4,").replace(",14200,", ",14300,")
    tier = "third_party_unreviewed"
    on_it = next(line for line in lines if line.startswith("columbus_rru-09,1,columbus_rru,"))
    computed = on_it.replace("columbus_rru-08;columbus_rru-07", "nyc_bheard-08").replace(
        "columbus_rru-09,1,columbus_rru,", "nyc_bheard-99,1,nyc_bheard,"
    )
    computed = computed.replace(",1454,1950,74.6,", ",14300,14300,100,").replace(",program_reported,", f",{tier},")
    figures.write_text("\n".join([*lines, newer, computed]) + "\n", encoding="utf-8")
    traced(data, "nyc_bheard-08,3,", "nyc_bheard-08,4,")
    store.load(data)
    found = {p.figure_id: p for p in store.record().published}
    assert found["nyc_bheard-08"].figure.tier.key == "third_party_unreviewed"
    assert found["nyc_bheard-08"].earlier[-1].tier.key == "independently_verified"
    assert found["nyc_bheard-99"].figure.tier.key == "third_party_unreviewed", "what is computed from it falls with it"


def test_a_check_of_a_quarter_that_is_published_may_stand_in_a_file(loaded: Store, data: Path) -> None:
    """Whoever keeps the files may record a check of an uploaded quarter: it is looked up in the database too."""
    checked = {"figure_id": "example_county.2026Q2.all.phone_resolution", "figure_revision": "1"}
    edit(data / "published" / "verifications.csv", 0, **checked)
    assert loaded.load(data).new == 1
    assert loaded.load(data, example=False).new == 0, "the quarter is in no file now, but in the database"


def test_a_number_may_be_marked_as_not_traced(loaded: Store, data: Path) -> None:
    found = {p.figure_id: p.figure for p in loaded.record().published}
    assert found["tucson_911-03"].trace is None
    assert found["tucson_911-02"].trace is not None


def test_a_description_may_be_edited_and_keeps_its_history(loaded: Store, data: Path) -> None:
    edit(data / "published" / "programs.csv", 0, staff="60 responders")
    assert loaded.load(data).new == 1
    program = loaded.record().program("abq_acs")
    assert program is not None
    assert program.staff == "60 responders"


def test_no_data_at_all_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BrokenRow, match="FOURTH_OPTION_DATA"):
        store.load(tmp_path)


def test_a_new_call_type_is_one_line_of_data(store: Store, data: Path) -> None:
    with (data / "call_types.csv").open("a", encoding="utf-8") as file:
        file.write("85,elopement,Elopement,A person has left care\n")
    store.load(data)
    assert words.call_type(store.record().catalogue, "elopement") == "Elopement"


def test_switching_the_example_off_removes_every_trace(loaded: Store, data: Path) -> None:
    off = loaded.record(example=False)
    assert off.program("example_county") is None
    assert not off.rows
    assert not off.submissions
    said = repr([off.programs, off.sources, off.labels, off.published])
    assert "example_county" not in said
    assert "Example County" not in said


def test_the_columns_of_the_data_files_are_frozen() -> None:
    """Scripts read these files: a change of a column is a decision, made here first."""
    assert {b.file: len(b.columns) for b in BODIES} == {
        "call_types.csv": 4,
        "families.csv": 5,
        "sources.csv": 9,
        "programs.csv": 27,
        "program_events.csv": 9,
        "source_events.csv": 8,
        "crosswalk.csv": 7,
        "figures.csv": 26,
        "series.csv": 26,
        "traces.csv": 7,
        "verifications.csv": 13,
        "challenges.csv": 3,
        "submissions.csv": 10,
        "ledger.csv": 21,
        "decisions.csv": 7,
        "remarks.csv": 7,
        "corrections.csv": 6,
    }


def test_reading_needs_no_database(data: Path) -> None:
    assert len(read(data)) > 900
    assert len(read(data, example=False)) < len(read(data))
