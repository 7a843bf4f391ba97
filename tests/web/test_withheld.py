"""Canaries: numbers that were received and are withheld occur in no public byte, and no public byte depends on them.

Two deployments are made. Their programs sent in different numbers; what of them is public is the same. So every file,
every page and every message to a browser must be the same too, byte for byte, and none may hold a withheld number.
"""

from __future__ import annotations

import csv
import html
import io
import re
import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest, local_script_runner

from dashboard import words
from dashboard.core.figure import Figure, Withheld
from dashboard.core.ledger import ALL, COUNTS, TOGETHER, Counts, Missing, too_few
from dashboard.core.measure import measure
from dashboard.core.metrics import METRICS
from dashboard.core.quarter import Quarter
from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT
from dashboard.store import current
from dashboard.store.current import make_ready
from dashboard.store.store import Store
from dashboard.story.figure import find, ledger_figures
from dashboard.view.start import INDEX
from dashboard.web.edition import paths, resolve
from dashboard.web.routes import middleware, routes
from tests.pages.screen import to_page
from tests.store import staff
from tests.store.staff import CERTIFIER, PROGRAM, QUARTER, REASON, STAFF

BASE = "https://dispatch.example.gov"
SITE = str(ROOT / "dashboard" / "view" / "site.py")
PAGES = sorted(p.name for p in (ROOT / "pages" / "public").glob("[0-9]*.py"))
TINY = QUARTER - 3  # a quarter of so few calls that even its totals are withheld
QUARTERS = (QUARTER - 4, TINY, QUARTER)
HELD = f"{words.of(Missing.PRIVACY)} ({words.of(too_few(11))})"
UUID = re.compile(rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")  # every map draws a new one for its layers
SHOWN, SMALL, BIG, NEXT, HIDDEN, FEW = (
    "mental_health_crisis", "suicidal_ideation", "welfare_check", "substance_use", "verbal_dispute", "other",
)  # fmt: skip
# must be among the canaries: those that the tests were written for
PLANTED = {7919, 6151, 4289, 5153, 72013, 46904, 20113, 12409, 25013}
NEVER_SENT = (83621, 94207, 61553)  # in a draft that nobody published, and in what was asked about one


def received(year: int, twin: int) -> dict[str, Counts]:
    """A quarter with a small police count of SMALL, and with hardly a call of FEW. The twin differs only where it is
    withheld: police for other outcomes between SMALL, BIG and NEXT, and two calls from HIDDEN to FEW."""
    none = dict.fromkeys(COUNTS, 0)
    small = {
        "eligible": 3000, "not_triaged": 60, "offered": 2000, "lost_in_transfer": 100, "reached_clinician": 1900,
        "resolved_by_phone": 1000, "mobile_team_sent": 500, "ems_fire_sent": 100, "police_sent": 3 + 2 * twin,
        "other_outcome": 200 - 2 * twin, "backup_requested": 4, "no_contact": 50, "safety_answers": 100,
        "felt_safe": 97 - 2 * twin, "followup_due": 90, "followup_reached": 60,
    }  # fmt: skip
    big = {
        "eligible": 60000, "not_triaged": 100, "offered": 50000, "lost_in_transfer": 1000, "reached_clinician": 49000,
        "resolved_by_phone": 20000, "mobile_team_sent": 8000, "ems_fire_sent": 2000,
        "police_sent": 7919 + year - 1000 * twin, "other_outcome": 6151 - year + 1000 * twin, "backup_requested": 20,
        "no_contact": 500, "safety_answers": 3000, "felt_safe": 2861 + year - 10 * twin, "followup_due": 4000,
        "followup_reached": 3000,
    }  # fmt: skip
    near = {
        "eligible": 40000, "not_triaged": 90, "offered": 35000, "lost_in_transfer": 1000, "reached_clinician": 34000,
        "resolved_by_phone": 15000, "mobile_team_sent": 6000, "ems_fire_sent": 2000,
        "police_sent": 4289 + year + 998 * twin, "other_outcome": 5153 - year - 998 * twin, "backup_requested": 30,
        "no_contact": 400, "safety_answers": 2000, "felt_safe": 1871 - year + 12 * twin, "followup_due": 3000,
        "followup_reached": 2000,
    }  # fmt: skip
    less = year - 2 * twin
    hidden = {
        "eligible": 72013 + less, "not_triaged": 1013, "offered": 58013 + less, "lost_in_transfer": 11109,
        "reached_clinician": 46904 + less, "resolved_by_phone": 20113 + less, "mobile_team_sent": 13019,
        "ems_fire_sent": 10133, "police_sent": 1733, "other_outcome": 1297, "backup_requested": 10429,
        "no_contact": 10501, "safety_answers": 12511, "felt_safe": 12409, "followup_due": 25013 + less,
        "followup_reached": 14011,
    }  # fmt: skip
    calls = 7 + 2 * twin
    kinds = ("eligible", "offered", "reached_clinician", "resolved_by_phone", "followup_due")
    return {
        SHOWN: staff.counts(eligible=1000 + year),
        SMALL: Counts(none | small),
        BIG: Counts(none | big),
        NEXT: Counts(none | near),
        HIDDEN: Counts(none | hidden),
        FEW: Counts(none | dict.fromkeys(kinds, calls)),
    }


@dataclass(frozen=True, eq=False)
class Deployment:
    """A site with two quarters of a program, and with drafts and files that nobody published."""

    path: Path
    twin: int

    @cached_property
    def record(self) -> PublicRecord:
        store = Store(f"sqlite:///{self.path}", staff.Clock())
        found = store.record(example=False)
        store.close()
        return found

    @cached_property
    def edition(self) -> dict[str, bytes]:
        """Every public path with its bytes."""
        made = {}
        for path in paths(self.record):
            resource = resolve(path, self.record, BASE)
            assert resource is not None, path
            made[path] = resource.body
        return made

    @cached_property
    def sent(self) -> dict[str, Counts]:
        return {f"{q}|{kind}": row for q in QUARTERS for kind, row in counts_of(q, self.twin).items()}


def counts_of(quarter: Quarter, twin: int) -> dict[str, Counts]:
    if quarter == TINY:
        told = {"eligible": 30, "offered": 30, "reached_clinician": 30}
        phone, police = {"resolved_by_phone": 27 - twin}, {"police_sent": 3 + twin}
        return dict.fromkeys((SMALL, FEW), Counts(dict.fromkeys(COUNTS, 0) | told | phone | police))
    return received(0 if quarter == QUARTER else 38, twin)


def deployed(folder: Path, twin: int) -> Deployment:
    with staff.desk(folder, whole=True) as desk:
        for quarter in QUARTERS:
            police = counts_of(quarter, twin)[SMALL]["police_sent"]
            asked = staff.finding(
                call_type=SMALL,
                quarter=str(quarter),
                found=f"{police} calls returned to police, where {NEVER_SENT[2] + twin:,} were not.",
            )
            new = staff.new(quarter, counts=counts_of(quarter, twin), findings=(asked,))
            number = staff.receive(desk.store, new)
            desk.store.drafts.send(STAFF, number, {asked.key: "A storm closed the other line for a week."})
            desk.store.drafts.certify(CERTIFIER, number)
            desk.store.drafts.publish(CERTIFIER, number)
        never = staff.finding(found=f"{NEVER_SENT[0] + twin} eligible calls, where there were few.")
        waiting = {BIG: staff.counts(eligible=NEVER_SENT[0] + twin)}
        body = f"CANARY {NEVER_SENT[1] + twin}".encode()
        staff.receive(desk.store, staff.new(QUARTER - 1, counts=waiting, findings=(never,)), body=body)
        path = desk.path
    return Deployment(path, twin)


@pytest.fixture(scope="module")
def twins() -> Iterator[tuple[Deployment, Deployment]]:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        yield deployed(Path(one), 0), deployed(Path(other), 1)


@pytest.fixture(scope="module")
def site(twins: tuple[Deployment, Deployment]) -> Deployment:
    return twins[0]


def public_numbers(record: PublicRecord) -> set[int]:
    """Every whole number that the public sees of the counts, alone or as part of a figure."""
    rows = [r for r in record.rows if r.program_id == PROGRAM]
    found = {n for r in rows for n in (*(r.counts[k] for k in COUNTS), *r.counts.sums.values()) if isinstance(n, int)}
    return found | {
        n
        for f in computed(record)
        if isinstance(f, Figure) and f.ratio
        for n in (f.ratio.numerator, f.ratio.denominator)
    }


def computed(record: PublicRecord) -> list[Figure | Withheld]:
    return [f for f in ledger_figures(record) if f.program_id == PROGRAM]


@cache
def canaries(site: Deployment) -> frozenset[int]:
    """Received counts that are withheld, long enough to be recognised, and nowhere public."""
    held = set()
    for name, counts in site.sent.items():
        quarter, kind = name.split("|")
        row = site.record.row(PROGRAM, Quarter.parse(quarter), kind)
        assert row is not None
        held |= {n for key in COUNTS if row.counts[key] is Missing.PRIVACY and isinstance(n := counts[key], int)}
    return frozenset({n for n in held if n > 2100} - public_numbers(site.record))


@cache
def rates(site: Deployment) -> frozenset[str]:
    """The withheld ratios, as the data files would write them; not those that are also those of a public sum."""
    public = {f"{f.value:.6f}"[:-1] for f in computed(site.record) if isinstance(f, Figure)}
    found: set[str] = set()
    for quarter in QUARTERS:
        for kind, counts in counts_of(quarter, site.twin).items():
            row = site.record.row(PROGRAM, quarter, kind)
            assert row is not None
            for metric in METRICS.values():
                if not metric.denominator or isinstance(measure(metric, row), Figure):
                    continue
                top, base = (
                    sum(n for k in keys if isinstance(n := counts[k], int))
                    for keys in (metric.numerator, metric.denominator)
                )
                value = top / base if base else 0
                found |= {f"{times * value:.6f}"[:-1] for times in (1, 100, 1000)}
    return frozenset({r for r in found if r.rstrip("0") == r and len(r) > 4} - public)


@cache
def spelled(numbers: frozenset[int]) -> re.Pattern[str]:
    """These numbers as they may be written, not as the middle of a longer one."""
    written = sorted(
        {w for n in numbers for w in (str(n), f"{n:,}", f"{n:,}".replace(",", "."), f"{n:,}".replace(",", " "))}
    )
    return re.compile(rf"(?<![\d.,])(?:{'|'.join(map(re.escape, written))})(?!\d)")


@cache
def packed(numbers: frozenset[int]) -> list[bytes]:
    """These numbers as a table sent to a browser holds them; a small whole one could be an offset in it."""
    return [*(struct.pack("<d", n) for n in numbers), *(struct.pack("<q", n) for n in numbers if n > 20_000)]


def nowhere(site: Deployment, where: str, body: bytes) -> None:
    text = body.decode(errors="replace")
    assert not (found := spelled(canaries(site) | forbidden()).search(text)), (
        where,
        text[found.start() - 80 : found.end() + 40],
    )
    assert not [r for r in rates(site) if r in text], where
    assert "CANARY" not in text, where
    assert not [p for p in packed(canaries(site)) if p in body], where


def forbidden() -> frozenset[int]:
    return frozenset({*NEVER_SENT, *(n + 1 for n in NEVER_SENT)})


# the light edition


def test_the_canaries_are_there_to_be_found(site: Deployment) -> None:
    """The tests below would pass on anything if nothing were withheld, or everything."""
    assert canaries(site) >= PLANTED
    assert len(rates(site)) > 40
    rows = [r for r in site.record.rows if r.program_id == PROGRAM]
    assert {r.call_type for r in rows} == {*received(0, 0), ALL, TOGETHER}
    shown = [r.counts[k] for r in rows for k in COUNTS if isinstance(r.counts[k], int)]
    held = [k for r in rows for k in COUNTS if r.counts[k] is Missing.PRIVACY]
    assert len(shown) > 100
    assert len(held) > 50
    planted = spelled(canaries(site))
    for text in ("of 7,919 calls", "7919", '"value":7919.0', "[7919]", "\n7919,", "of 72.013"):
        assert planted.search(text), text
    for text in ("17919", "0.7919", "79190", "1,7919", "-97.7919"):
        assert not planted.search(text), text


def test_no_withheld_number_is_in_any_public_file_or_page(site: Deployment) -> None:
    assert len(site.edition) > 700
    assert f"/read/call_types/{PROGRAM}/{QUARTER}" in site.edition
    for path, body in site.edition.items():
        nowhere(site, path, body)


def test_no_public_file_or_page_depends_on_a_withheld_number(twins: tuple[Deployment, Deployment]) -> None:
    """What is computed from a withheld count, rounded, drawn or hashed, would differ where the count does."""
    one, other = twins
    differ = [name for name, row in one.sent.items() if row != other.sent[name]]
    assert len(differ) == 12
    assert one.record.rows == other.record.rows
    assert list(one.edition) == list(other.edition)
    assert [path for path, body in one.edition.items() if body != other.edition[path]] == []


def test_every_route_answers_without_a_withheld_number(site: Deployment, environment: pytest.MonkeyPatch) -> None:
    """Over HTTP, with all headers, and where nothing is."""
    serve(environment, site)
    client = TestClient(Starlette(routes=routes(), middleware=middleware(INDEX)), base_url=BASE)
    asked = [p for p in site.edition if not p.startswith("/figure/")] + [
        "/healthz",
        f"/figure/{PROGRAM}.7919",
        "/read/x",
    ]
    asked += [f"/figure/{f.figure_id}" for f in computed(site.record)][::9]
    for path in asked:
        answer = client.get(path)
        headers = {name: value for name, value in answer.headers.items() if name not in ("content-length", "etag")}
        nowhere(site, path, answer.content + repr(headers).encode())
        if path in site.edition and path != "/feed.atom" and "text/html" not in answer.headers["content-type"]:
            assert answer.content == site.edition[path], path


def test_no_file_that_was_received_is_named_by_its_digest(site: Deployment) -> None:
    """Whoever knows the public counts could try the few small ones until the digest of the file fits."""
    digests = [s.file_sha256 for s in site.record.submissions if s.program_id == PROGRAM]
    assert len(digests) == 3 and all(len(d) == 64 for d in digests)
    for path, body in site.edition.items():
        assert not [d for d in digests if d[:8].encode() in body], path


def test_no_public_text_says_that_a_quarter_names_the_digest_of_its_file(site: Deployment) -> None:
    """A digest stands only where a verification names the document that was checked."""
    (source,) = [s for s in site.record.sources if s.source_id == f"{PROGRAM}_quarters"]
    assert source.notes == "Each quarter names the office that certified it."
    assert not [path for path, body in site.edition.items() if b"SHA-256 of the file" in body]


# what was found before publication

FOUND = {("other", "reached_clinician"): 83641, ("", "eligible"): 94217, (SMALL, "police_sent"): 61573,
         (BIG, "eligible"): 73709, ("other", ""): 52391}  # fmt: skip
ANSWER = "A storm closed the other line for a week."


def own_pages(record: PublicRecord) -> dict[str, bytes]:
    """The data files, the feed and every page about the program."""
    mine = [p for p in paths(record) if PROGRAM in p or p.startswith(("/data/", "/feed", "/read/program/"))]
    found = {path: resolve(path, record, BASE) for path in mine}
    return {path: resource.body for path, resource in found.items() if resource is not None}


def answered(desk: staff.Desk, base: int) -> int:
    """A draft with a question about every kind of row, each with a number of its own, sent with an answer to each."""
    asked = tuple(staff.finding(call_type=k, count=c, found=f"{n:,} or {n} calls.") for (k, c), n in FOUND.items())
    rows = {BIG: staff.counts(), SMALL: staff.counts(police_sent=4, resolved_by_phone=376), "other": staff.counts()}
    if base:
        rows = {
            BIG: staff.counts(),
            "other": Counts({k: 2 * n for k, n in staff.counts().items() if isinstance(n, int)}),
        }
    number = staff.receive(
        desk.store, staff.new(base=base, counts=rows, findings=asked, **({"merged": (SMALL,)} if base else {}))
    )
    if not base:
        number = desk.store.drafts.merge(STAFF, number, [SMALL])
    desk.store.drafts.send(
        STAFF, number, {one.key: f"{ANSWER} <{one.call_type or 'all'} {one.count}>" for one in asked}
    )
    desk.store.drafts.certify(CERTIFIER, number)
    return number


def test_nothing_that_was_found_before_a_merging_is_public_after_it(tmp_path: Path) -> None:
    """Neither at once, nor in a correction, nor when the quarter is withdrawn: what is asked is said from the released
    rows, and nothing is asked of a row that holds further call types."""
    with staff.desk(tmp_path, whole=True) as desk:
        steps = [
            lambda: desk.store.drafts.publish(CERTIFIER, answered(desk, 0)),
            lambda: desk.store.drafts.publish(CERTIFIER, answered(desk, 1)),
            lambda: desk.store.drafts.withdraw(CERTIFIER, PROGRAM, QUARTER, REASON),
        ]
        numbers = spelled(frozenset(FOUND.values()))
        for revision, step in enumerate(steps, 1):
            assert step() == revision
            record = desk.store.record()
            rows = {r.call_type: r for r in record.rows if (r.program_id, r.quarter) == (PROGRAM, QUARTER)}
            if revision < 3:
                (told,) = rows["other"].caveats[:1]
                assert words.of(told.text).startswith("The program counts these here too")
                texts = " ".join(words.of(c.text) for c in rows["other"].caveats)
                assert "<all eligible>" in texts and "<other" not in texts and "police" not in texts
                shown = rows[BIG].counts["eligible"]
                assert f"A question was asked about {shown:,} eligible calls (Welfare check)." in " ".join(
                    words.of(c.text) for c in rows[BIG].caveats
                )
            assert not numbers.search(repr(record))
            for path, body in own_pages(record).items():
                assert not numbers.search(body.decode(errors="replace")), (revision, path)
        connection = sqlite3.connect(desk.path)
        kept = connection.execute("SELECT confirmations FROM submission WHERE key LIKE ?", (f"{PROGRAM}|%",)).fetchall()
        connection.close()
        assert len(kept) == 3 and not numbers.search(repr(kept))


# the words in its place


def test_every_withheld_figure_has_its_words_on_its_page_and_in_the_file(site: Deployment) -> None:
    table = {r["figure_id"]: r for r in csv.DictReader(io.StringIO(site.edition["/data/figures.csv"].decode()))}
    held = [f for f in computed(site.record) if isinstance(f, Withheld) and f.why is Missing.PRIVACY]
    assert len(held) > 50
    for figure in held:
        assert find(site.record, figure.figure_id) is not None
        body = site.edition[f"/figure/{figure.figure_id}"].split(b"<h1>")[1].split(b"<footer")[0]
        assert HELD in text_of(body), figure.figure_id
        assert not re.search(r"\d%", text_of(body)), figure.figure_id
        row = table[figure.figure_id]
        assert row["status"] == HELD
        numbers = (
            "numerator",
            "denominator",
            "value",
            "value_high",
            "interval_low",
            "interval_high",
            "interval_method",
        )
        assert [row[name] for name in numbers] == [""] * len(numbers)
    others = [f for f in computed(site.record) if f not in held]
    assert not [f.figure_id for f in others if table[f.figure_id]["status"] == HELD]


def test_the_ledger_file_has_the_word_in_each_withheld_cell(site: Deployment) -> None:
    lines = list(csv.DictReader(io.StringIO(site.edition["/data/ledger.csv"].decode())))
    mine = [r for r in lines if r["program_id"] == PROGRAM]
    assert len(mine) == 2 * 8 + 3
    for line in mine:
        row = site.record.row(PROGRAM, Quarter.parse(line["quarter"]), line["call_type"])
        assert row is not None
        for key in COUNTS:
            assert line[key] == str(row.counts[key])
            assert line[key].isdigit() or line[key] == Missing.PRIVACY.value


@pytest.mark.parametrize(("name", "quarter"), [("program", TINY), ("call_types", TINY), ("call_types", QUARTER)])
def test_the_page_of_a_quarter_says_what_is_withheld_and_why(site: Deployment, name: str, quarter: Quarter) -> None:
    page = text_of(site.edition[f"/read/{name}/{PROGRAM}/{quarter}"])
    assert words.of(Missing.PRIVACY) in page
    assert "fewer than 11" in page


def text_of(page: bytes) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode())))


# the interactive pages

SELECTIONS: list[tuple[str, dict[str, str]]] = [
    *((page, {"program": PROGRAM, "quarter": str(q)}) for page in ("overview", "program") for q in QUARTERS),
    *(
        ("call_types", {"program": PROGRAM, "quarter": str(q), "call_type": kind})
        for q in QUARTERS
        for kind in (ALL, *received(0, 0), TOGETHER)
    ),
    *((page, {"program": PROGRAM}) for page in PAGES if page not in ("overview", "call_types", "program")),
]  # fmt: skip


def serve(environment: pytest.MonkeyPatch, site: Deployment) -> None:
    environment.setenv("FOURTH_OPTION_DATABASE_PATH", str(site.path))
    environment.setenv("FOURTH_OPTION_EXAMPLE", "off")
    environment.setenv("FOURTH_OPTION_PUBLIC_URL", BASE)
    current.forget()
    make_ready()


def visit(environment: pytest.MonkeyPatch, page: str, query: dict[str, str]) -> bytes:
    """Every byte that the server says to the browser of a visitor who opens a page by its address."""
    said: list[ForwardMsg] = []

    def listen(messages: list[ForwardMsg]) -> object:
        said.extend(messages)
        return parse(messages)

    parse = local_script_runner.parse_tree_from_messages
    app = AppTest.from_file(SITE, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    to_page(app, page)
    with environment.context() as listening:
        listening.setattr(local_script_runner, "parse_tree_from_messages", listen)
        app.run()
    assert not app.exception
    deltas = [m for m in said if m.WhichOneof("type") == "delta"]
    assert deltas
    sent = b"\n".join(m.delta.SerializeToString(deterministic=True) for m in deltas)
    return UUID.sub(b"a map layer", sent)


def holds_back(record: PublicRecord, page: str, query: dict[str, str]) -> bool:
    """Whether a headline figure of this selection is withheld to protect privacy."""
    quarter, kind = Quarter.parse(query["quarter"]), query.get("call_type", ALL)
    kinds = (SMALL, BIG, NEXT, HIDDEN, FEW) if kind in (ALL, TOGETHER) and page == "call_types" else (kind,)
    rows = [row for k in kinds if (row := record.row(PROGRAM, quarter, k))]
    figures = [measure(m, row) for row in rows for m in METRICS.headline_and_beside]
    return any(isinstance(f, Withheld) and f.why is Missing.PRIVACY for f in figures)


def test_no_interactive_page_holds_or_depends_on_a_withheld_number(
    twins: tuple[Deployment, Deployment], environment: pytest.MonkeyPatch
) -> None:
    """Every public page, in every selection of program, quarter and call type: whatever is sent to a browser."""
    said: list[list[bytes]] = []
    for site in twins:
        serve(environment, site)
        said.append([])
        held = 0
        for page, query in SELECTIONS:
            body = visit(environment, page, query)
            nowhere(site, f"{page} {query}", body)
            if page in ("overview", "call_types") and holds_back(site.record, page, query):
                held += 1
                assert HELD.encode() in body, (page, query)
            said[-1].append(body)
        assert held > 12
    assert len(said[0]) > 20
    assert [s for s, one, other in zip(SELECTIONS, *said, strict=True) if one != other] == []
