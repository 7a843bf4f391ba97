"""The light edition: every link leads somewhere, every figure has its page, and it says what the pages say."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from frictionless import Package, system
from justhtml import JustHTML
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import words
from dashboard.core.evidence import EvidenceTier
from dashboard.core.ledger import ALL, COUNTS, TOGETHER, Missing, too_few
from dashboard.core.record import PublicRecord
from dashboard.store import current
from dashboard.store.current import make_ready
from dashboard.story.export import COLUMNS, csv_text
from dashboard.story.figure import ledger_figures
from dashboard.story.pages import PAGES, story_of
from dashboard.story.question import Question, about, of_program
from dashboard.view.start import INDEX
from dashboard.web import opendata
from dashboard.web.edition import html_paths, paths, resolve
from dashboard.web.publish import publish
from dashboard.web.routes import middleware, routes
from tests import make, oracle

BASE = "https://dispatch.example.gov"


@pytest.fixture(scope="module")
def edition(record: PublicRecord) -> dict[str, str]:
    """Every public path with its text; made once."""
    made = {}
    for path in paths(record):
        resource = resolve(path, record, BASE)
        assert resource is not None, path
        made[path] = resource.body.decode()
    return made


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as environment:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            environment.setenv("FOURTH_OPTION_DATABASE_PATH", str(Path(folder) / "web.sqlite3"))
            current.forget()
            make_ready()
            yield TestClient(Starlette(routes=routes(), middleware=middleware(INDEX)), base_url=BASE)
            current.forget()


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


# every file that has had a public address: none is taken away
FILES_EVER = (
    *(f"/data/{name}.csv" for name in ("figures", "ledger", "programs", "sources", "program_events", "source_events")),
    *(f"/data/{name}.json" for name in ("figures", "metrics", "datapackage")),
    *("/feed.atom", "/sitemap.xml", "/geo/us-states.json", "/read/icon.svg", "/read/style.css"),
)


def test_every_file_that_had_an_address_has_it(edition: dict[str, str]) -> None:
    assert [path for path in FILES_EVER if not edition.get(path)] == []


def test_a_program_alone_is_its_newest_quarter(record: PublicRecord) -> None:
    for program in record.programs:
        found = resolve(Question(program=program.program_id).path(), record, BASE)
        assert found is not None and words.title(program) in html.unescape(found.body.decode())
    assert resolve("/read/overview/nowhere", record, BASE) is None


def test_every_internal_link_leads_somewhere(edition: dict[str, str], record: PublicRecord) -> None:
    known = set(edition) | {"/"}
    live = {f"/{page.name}" for page in PAGES}
    checked = 0
    for path in html_paths(record):
        for target in re.findall(r'(?:href|src)="(/[^"#]*)"', edition[path]):
            checked += 1
            plain = html.unescape(target).split("?")[0]
            assert plain in known or plain in live, (path, target)
    assert checked > 10_000


@pytest.mark.parametrize("left", [0, 1])
def test_a_quarter_with_a_submission_and_no_row_has_pages_that_say_so(left: int, record: PublicRecord) -> None:
    """Also where no quarter has a row."""
    gone = record.quarters("example_county")[5]
    bare = replace(record, rows=[r for r in record.rows if left and r.quarter != gone])
    for path in ("program/example_county", f"program/example_county/{gone}", f"call_types/example_county/{gone}"):
        resource = resolve(f"/read/{path}", bare, BASE)
        assert resource is not None
        assert "No counts of Jan to Mar 2024 are on the public record." in text_of(resource.body.decode()), path


def test_every_figure_has_its_page_and_can_be_reached(edition: dict[str, str], record: PublicRecord) -> None:
    linked = {
        t
        for path, body in edition.items()
        if path.startswith("/read/")
        for t in re.findall(r'href="(/figure/[^"]+)"', body)
    }
    missing = {p.figure_id for p in record.published if f"/figure/{p.figure_id}" not in {unquote(t) for t in linked}}
    context = {
        p.figure_id
        for p in record.published
        if (program := record.program(p.figure.program_id)) and program.kind == "context"
    }
    assert missing - context == set()
    assert len([p for p in edition if p.startswith("/figure/")]) == len(record.published) + len(
        ledger_figures(record)
    ) + len(record.links)


def test_no_page_needs_a_script(edition: dict[str, str]) -> None:
    for path, body in edition.items():
        scripts = re.findall(r"<script[^>]*>", body)
        assert all('type="application/ld+json"' in s for s in scripts), path
        assert not re.search(r"<[^>]+\son\w+=", body), path
        assert "javascript:" not in body.lower(), path


def test_a_figure_page_holds_everything_needed_to_doubt_it(edition: dict[str, str]) -> None:
    page = text_of(edition["/figure/abq_acs-02"])
    for said in (
        "at most 1%",
        "of calls of Albuquerque Community Safety",
        "Program-reported",
        "No check from outside is on record here",
        "Challenges",
        "Revision 2",
        "@misc",
    ):
        assert said in page
    audited = text_of(edition["/figure/nyc_bheard-03"])
    assert "Not counted as a check: New York City Comptroller (records audit" in audited
    assert "only the opening of its summary or release" in audited


def test_the_open_data_license_what_is_ours_and_claim_no_fact(record: PublicRecord) -> None:
    (license_,) = json.loads(opendata.datapackage_json(record))["licenses"]
    assert "no license is claimed over facts" in license_["title"]


def test_a_record_of_a_check_is_printed_once(record: PublicRecord, edition: dict[str, str]) -> None:
    """One body that looked at one document is one record, however often the figure was revised since."""
    seen = [p.figure for p in record.published if p.figure.verifications]
    for figure in seen:
        page = edition[about(figure.figure_id).path()]
        (listed,) = re.findall(r'<section id="figure_checks">(.*?)</section>', page, re.DOTALL)
        assert max(1, listed.count("<li>")) == len({(v.verifier, v.source.source_id) for v in figure.verifications})
    assert any(len(f.verifications) > len({v.source.source_id for v in f.verifications}) for f in seen)


def test_linked_data_and_citations_are_valid(edition: dict[str, str]) -> None:
    for path in ("/figure/austin_emcot-01", "/figure/example_county.2026Q3.all.growth", "/figure/dakota_cru-06"):
        (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', edition[path])
        about = json.loads(data)
        assert about["@type"] == "Dataset"
        assert about["url"] == BASE + path
        csl = json.loads(html.unescape(re.findall(r"<h4>CSL-JSON</h4><pre>(.*?)</pre>", edition[path], re.DOTALL)[0]))
        anchor = f"revision-{csl['version']}"
        assert csl["URL"] == f"{BASE}{path}#{anchor}"
        assert f'id="{anchor}"' in edition[path]
        (bibtex,) = re.findall(r"<h4>BibTeX</h4><pre>(.*?)</pre>", edition[path], re.DOTALL)
        assert f"url = {{{csl['URL']}}}" in html.unescape(bibtex)


def test_both_editions_say_the_same(record: PublicRecord, edition: dict[str, str]) -> None:
    """Figures, tiers and sentences of every program's page, interactive and light."""
    from dashboard.view.draw import prepare

    for program in record.programs_in_order():
        about = of_program(program.program_id)
        light = text_of(edition[f"/read/program/{program.program_id}"])
        for piece in prepare(story_of(record, about)).pieces:
            for sentence in re.findall(
                r"<(?:h3|caption|p|td|th)[^>]*>(.*?)</(?:h3|caption|p|td|th)>", piece.head, re.DOTALL
            ):
                assert text_of(sentence).strip() in light, (program.program_id, sentence)
        for figure in story_of(record, about).figures:
            assert words.of(figure) in light
            assert words.of(figure.tier) in light


def test_the_published_file_equals_the_oracle(edition: dict[str, str]) -> None:
    rows = {r["figure_id"]: r for r in csv.DictReader(io.StringIO(edition["/data/figures.csv"]))}
    compared = held = 0
    for metric in (*oracle.FORMULAS, "growth"):
        for quarter in ("2022Q4", "2024Q3", "2025Q2", "2026Q3"):
            for call_type in ("all", "welfare_check", "other"):
                row = rows[f"example_county.{quarter}.{call_type}.{metric}"]
                expected = oracle.value(metric, quarter, call_type)
                numbers = ("value", "numerator", "denominator", "interval_low", "interval_high")
                if expected is None:
                    assert row["value"] == ""
                    assert row["status"] != "published"
                elif row["status"] == "published":
                    assert float(row["value"]) == pytest.approx(expected, abs=1e-5)
                    compared += 1
                else:
                    assert row["status"] == f"{words.of(Missing.PRIVACY)} ({words.of(too_few(11))})"
                    assert [row[name] for name in numbers] == [""] * 5
                    assert call_type != "all" or metric == "felt_safe"
                    held += 1
    assert compared > 85
    assert held > 40


def test_every_row_has_a_tier_and_an_id_of_its_own(edition: dict[str, str]) -> None:
    rows = list(csv.DictReader(io.StringIO(edition["/data/figures.csv"])))
    assert len({r["figure_id"] for r in rows}) == len(rows) > 2500
    assert {r["tier"] for r in rows} == {"illustrative", "third_party_unreviewed", "program_reported"}
    assert len(json.loads(edition["/data/figures.json"])["figures"]) == len(rows)


def test_the_ledger_file_is_the_shipped_ledger_without_its_small_counts(edition: dict[str, str]) -> None:
    served = list(csv.DictReader(io.StringIO(edition["/data/ledger.csv"])))
    shipped = oracle.rows()
    types = [r for r in served if r["call_type"] not in (ALL, TOGETHER)]
    named = [(r["program_id"], r["quarter"], r["call_type"]) for r in shipped]
    assert [(r["program_id"], r["quarter"], r["call_type"]) for r in types] == named
    seen: Counter[str] = Counter()
    for public, received in zip(types, shipped, strict=True):
        for key in COUNTS:
            if public[key] == Missing.PRIVACY.value:
                assert received[key].isdigit(), "what was not counted is not called withheld"
                seen["withheld"] += 1
            else:
                assert public[key] == received[key]
                seen["shown"] += 1
                if key not in ("backup_requested", "responder_injuries") and received[key].isdigit():
                    assert not 0 < int(received[key]) < 11, (public, key)
    assert seen["shown"] > 0.45 * seen.total()
    assert seen["withheld"] > 0.2 * seen.total()
    assert {r["smallest_shown"] for r in served} == {"11"}
    sums = [r for r in served if r["call_type"] in (ALL, TOGETHER)]
    assert Counter(r["call_type"] for r in sums) == {ALL: 16, TOGETHER: 16}
    for row in sums:
        of = row["holds"].split(";") if row["call_type"] == TOGETHER else [ALL]
        for key in COUNTS:
            parts = [oracle.count(row["quarter"], kind, key) for kind in of]
            if row[key].isdigit():
                assert int(row[key]) == sum(n for n in parts if n is not None)
            else:
                assert row[key] in (Missing.PRIVACY.value, Missing.NOT_COLLECTED.value)
                assert row[key] == Missing.PRIVACY.value or parts == [None] * len(of)
    held = [key for r in sums if r["call_type"] == ALL for key in COUNTS if r[key] == Missing.PRIVACY.value]
    assert set(held) == {"felt_safe"}


def test_the_columns_of_the_open_data_are_frozen() -> None:
    """A change of these is a new version path."""
    assert COLUMNS == (
        "figure_id", "program_id", "period", "period_start", "period_end", "call_type", "call_type_own", "eligibility_rule",
        "metric", "family", "definition", "definition_version", "numerator_words", "denominator_words", "unit", "numerator",
        "denominator", "value", "value_high", "bound", "interval_low", "interval_high", "interval_method", "status", "tier",
        "who_checked", "computed_here", "source_ids", "source_links", "revision", "published_at", "caveat",
        "traced", "denominator_by", "polarity", "cover", "sources_lost",
    )  # fmt: skip


def test_the_large_file_is_the_figures_one_by_one(record: PublicRecord) -> None:
    """Also where a verification raises one figure of a row, and where a label would run as a formula."""
    name = "example_county.2026Q3.all.growth"
    row = next(r for r in record.rows if str(r.quarter) == "2026Q3")
    checked = make.verification(f"{row.program_id}.{row.quarter}.{row.call_type}.phone_resolution", row.revision)
    hostile = replace(
        row, own_call_type='=1+1, "or" worse', verifications=(checked,), tier=EvidenceTier.PROGRAM_REPORTED
    )
    changed = replace(record, rows=[hostile if r is row else r for r in record.rows])
    text = opendata.figures_csv(changed)
    assert text == csv_text(opendata.figures(changed))
    rows = {r["figure_id"]: r for r in csv.DictReader(io.StringIO(text))}
    assert rows[checked.figure_id]["tier"] == "independently_verified"
    assert rows[checked.figure_id]["call_type_own"] == '\'=1+1, "or" worse'
    assert rows[name]["published_at"] == "2026-11-08"


def test_the_edition_as_files_is_a_valid_data_package(record: PublicRecord, tmp_path: Path) -> None:
    written = publish(record, tmp_path, base=BASE)
    assert written > 3000
    assert (tmp_path / "read" / "program" / "austin_emcot" / "index.html").exists()
    assert (tmp_path / "figure" / "austin_emcot-01" / "index.html").exists()
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]


def test_a_second_visit_costs_nothing_and_a_changed_page_is_sent(client: TestClient) -> None:
    first = client.get("/read/")
    assert first.status_code == 200
    assert "max-age" in first.headers["cache-control"]
    again = client.get("/read/", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/read/", headers={"if-none-match": '"other"'}).status_code == 200


def test_a_file_is_sent_packed_to_who_can_unpack_it(client: TestClient) -> None:
    plain = client.get("/data/figures.csv", headers={"accept-encoding": "identity"})
    packed = client.get("/data/figures.csv", headers={"accept-encoding": "gzip"})
    assert (plain.headers.get("content-encoding"), packed.headers["content-encoding"]) == (None, "gzip")
    assert plain.content == packed.content  # the client unpacks
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 5
    assert plain.headers["etag"] != packed.headers["etag"]
    assert packed.headers["vary"] == "accept-encoding"


def test_pages_are_valid_html(edition: dict[str, str], record: PublicRecord) -> None:
    """Parsed by the letter of the standard: no parse error, no name twice, one title, one first heading, a language."""
    figures = [path for path in html_paths(record) if path.startswith("/figure/")]
    asked = [path for path in html_paths(record) if not path.startswith("/figure/")] + figures[::25]
    assert len(asked) > 200
    for path in asked:
        page = JustHTML(edition[path], collect_errors=True)
        assert page.errors == [], (path, page.errors[:3])
        names = [node.attrs["id"] for node in page.query("[id]")]
        assert len(names) == len(set(names)), path
        assert (len(page.query("title")), len(page.query("h1")), len(page.query("html[lang]"))) == (1, 1, 1), path


def test_a_made_up_host_does_not_multiply_what_is_remembered(client: TestClient) -> None:
    from dashboard.web.routes import _resource

    client.get("/data/programs.csv")
    before = _resource.cache_info().currsize
    answers = {client.get("/data/programs.csv", headers={"host": f"h{i}.example"}).headers["etag"] for i in range(20)}
    assert len(answers) == 1
    assert _resource.cache_info().currsize == before


def test_the_first_page_is_light(client: TestClient) -> None:
    assert len(client.get("/read/").content) < 60_000


@pytest.mark.parametrize(
    "path", ["/read/", "/figure/austin_emcot-01", "/data/figures.csv", "/healthz", "/read/nothing"]
)
def test_every_answer_has_its_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"].replace("wasm-unsafe-eval", "")


@pytest.mark.parametrize(
    "path",
    [
        "/read/program/atlantis",
        "/figure/nothing",
        "/figure/example_county.1999Q1.all.growth",
        "/figure/a.b.c.d",
        "/data/secrets.csv",
        "/read/%3Cscript%3E",
        "/read/program/example_county/2026Q9",
    ],
)
def test_an_unknown_address_gets_a_page_that_helps(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
    assert "<script" not in answer.text
    assert 'href="/read/evidence"' in answer.text


def test_health_says_what_is_served(client: TestClient) -> None:
    told = client.get("/healthz").json()
    assert told["status"] == "ok"
    assert told["revision"] == 1
    assert told["version"]


def test_the_feed_tells_of_quarters_and_verifications_newest_first(
    edition: dict[str, str], record: PublicRecord
) -> None:
    assert edition["/feed.atom"].count("<entry>") > 45
    dates = re.findall(r"<entry>.*?<updated>(\S+?)</updated>", edition["/feed.atom"], re.DOTALL)
    assert dates == sorted(dates, reverse=True)
    assert "Published: Example County" in edition["/feed.atom"]
    assert "A record that is no check, by New York City Comptroller" in edition["/feed.atom"]
    assert edition["/sitemap.xml"].count("<url>") == len(
        [
            p
            for p in edition
            if (p.startswith("/read/") and "." not in p.rsplit("/", 1)[-1][-5:])
            or (p.startswith("/figure/") and p.removeprefix("/figure/") not in record.links)
        ]
    )
