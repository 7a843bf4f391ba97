"""The house keeps its own rules: contracts, types, thin pages, and documents that cannot drift from the code."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

import pytest
from typer.main import get_command

from dashboard import cli, voice, words
from dashboard.analysis.disagreements import Difference
from dashboard.analysis.measures import ENDINGS
from dashboard.analysis.questions import QUESTIONS, Why
from dashboard.core.amount import UNITS, Bound
from dashboard.core.catalogue import DECISIONS, DispatchModel, Topic
from dashboard.core.change import RevisionKind
from dashboard.core.evidence import Claim, EvidenceTier, Register
from dashboard.core.finding import Severity
from dashboard.core.happening import Happening
from dashboard.core.intervals import Steadiness
from dashboard.core.ledger import COUNTS, Missing
from dashboard.core.metric import About, Direction, Method
from dashboard.core.metrics import METRICS
from dashboard.core.people import STAFF_PAGES, Action, Deed, Role
from dashboard.core.privacy.call_tree import ACROSS, NODES
from dashboard.core.record import PublicRecord
from dashboard.core.source_life import State
from dashboard.core.upload import UploadStep
from dashboard.core.verification import Check, Read, Relation
from dashboard.core.workflow import Stage
from dashboard.intake import findings
from dashboard.settings import ROOT, Settings
from dashboard.store.faults import Fault
from dashboard.store.files import BODIES
from dashboard.story import evidence, pages, programs
from dashboard.story.export import TYPES
from dashboard.story.question import about
from dashboard.view.staff.verify import METHODS
from dashboard.web.edition import paths
from dashboard.web.opendata import DAYS
from tests.sentences import phrases

SOURCES = sorted([*ROOT.glob("dashboard/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "app.py"])
TRACKED = subprocess.check_output(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True).split()
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["importlinter.cli", "--no-cache"],
    ],
    ids=["ruff", "format", "types", "contracts"],
)
def test_the_tools_agree(command: list[str]) -> None:
    tool = (
        ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
        if "importlinter" in command[0]
        else ["-m", *command]
    )
    done = subprocess.run(
        [sys.executable, *tool], cwd=ROOT, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_what_it_is_for_and_stays_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lines = len(source.splitlines())
    if path.name != "__init__.py":
        assert ast.get_docstring(ast.parse(source)), "a module begins with one sentence on what it is for"
    limit = 60 if "pages" in path.parts else 340 if path.name == "metrics.py" else 300  # the registry is a list
    assert lines <= limit, "past that, find the missing noun"


LONGEST = 60  # lines of a function


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_function_has_one_job(path: Path) -> None:
    if "migrations" not in path.parts:  # what was done to a database once is told in one piece
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                assert node.end_lineno - node.lineno + 1 <= LONGEST, f"{node.name}: name its parts"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_is_drawn_around_the_figures(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for word in (
        "st.metric(",
        "unsafe_allow_html",
        "unsafe_allow_javascript",
        "# type: ignore",
        "except Exception",
        "TODO",
        "pickle",
    ):
        assert word not in source


# who may call Markup of something other than a constant, and why
MADE = {
    ROOT / "dashboard" / "web" / "svg.py": "a picture that the chart library drew",
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_html_is_made_of_constants_and_of_what_was_escaped(path: Path) -> None:
    """Markup and the templates of `fill` are constants, or names of constants of the module; attributes have quotes,
    without which text could leave them; and `put` alone gives HTML to Streamlit."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        name.id: value for node in tree.body if isinstance(node, ast.Assign) for name, value in named_constants(node)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name == "html":
            assert path.name == "put.py", call.lineno
        if name in ("Markup", "fill") and call.args and path not in MADE:
            for template in alternatives(call.args[0]):
                said = constants.get(template.id) if isinstance(template, ast.Name) else template
                assert isinstance(said, ast.Constant) and isinstance(said.value, str), (path, call.lineno)
                assert not re.search(r"=\{", said.value), (path, call.lineno)
    for cast in (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "__new__"):
        assert path.name == "html.py" or "Markup" not in ast.unparse(tree), (path, cast.lineno)


def alternatives(one: ast.expr) -> list[ast.expr]:
    """What an argument may be: either side, where it is chosen."""
    return [*alternatives(one.body), *alternatives(one.orelse)] if isinstance(one, ast.IfExp) else [one]


def named_constants(node: ast.Assign) -> Iterable[tuple[ast.Name, ast.expr]]:
    """The names that an assignment gives, each with its value."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from ((n, v) for n, v in zip(target.elts, node.value.elts, strict=True) if isinstance(n, ast.Name))
        elif isinstance(target, ast.Name):
            yield target, node.value


ADDRESSES = re.compile(
    r"""["'{](?:https?://[^"']*)?/(?:read(?!/icon)|figure|program|programs|call_types|evidence|compare|due|gaps|differ)\b"""
)


def test_an_address_of_a_page_is_spelled_in_one_place() -> None:
    for path in SOURCES:
        if path.name not in ("question.py", "routes.py", "edition.py"):
            assert not ADDRESSES.search(path.read_text(encoding="utf-8")), path


def test_a_public_page_is_its_story_its_entry_and_its_words() -> None:
    """No module but that of its story and the list of pages names it, whatever the page."""
    for page in pages.PAGES:
        story = getattr(page.story, "__module__", "")
        assert story.startswith("dashboard.story."), page.name
        for path in SOURCES:
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if module not in (story, "dashboard.story.pages", "dashboard.story.question", "dashboard.story.page"):
                text = path.read_text(encoding="utf-8")
                assert not re.search(rf"page\(\"{page.name}\"\)|url_path=\"{page.name}\"", text), (page.name, path)


def test_the_entry_point_is_ten_lines() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 10


def test_the_project_speaks_of_itself_alone() -> None:
    secret = re.compile(r"\.\./sha" + r"red|/wor" + r"k/|/roo" + r"t/|pypi\.org|registry\.npmjs|files\.pythonhosted")
    for name in TRACKED:
        path = ROOT / name
        if name == "uv.lock" or not path.is_file() or path.suffix in (".png", ".svg"):
            continue
        assert not secret.search(path.read_text(encoding="utf-8")), name


# what dashboard/words/kinds.py says of each kind
KINDS: dict[str, type[StrEnum]] = {
    "about": About,
    "action": Action,
    "change": RevisionKind,
    "check": Check,
    "claim": Claim,
    "deed": Deed,
    "method": Method,
    "missing_kind": Missing,
    "read": Read,
    "relation": Relation,
    "role": Role,
    "severity": Severity,
    "stage": Stage,
    "steadiness": Steadiness,
    "upload_step": UploadStep,
}


# what a key can be that is put together from something other than words of the same module
def put_together(record: PublicRecord) -> dict[str, Iterable[str]]:
    return {
        "{}-title": [*(page.name for page in pages.PAGES), *(n for names in STAFF_PAGES.values() for n in names)],
        "quarter-{}": map(str, range(1, 5)),
        "amount-{}": UNITS,
        "count-{}": COUNTS,
        "count-{}-meaning": COUNTS,
        "group-{}": [node.key for node in (*NODES.values(), *ACROSS) if node.key not in COUNTS],
        "tier-{}": [mark.key for mark in (*EvidenceTier, *Register)],
        "tier-{}-meaning": [mark.key for mark in (*EvidenceTier, *Register)],
        "source-life-{}": list(State),
        "log-by_one_maker_{}": ["both", "alone", "outside"],
        "event-{}": list(Happening),
        "event-mark-{}": [what for what in Happening if what is not Happening.IN_ERROR],
        "standing-{}": [Happening.ENDED, Happening.PAUSED],
        "model-{}": [model.name.lower() for model in DispatchModel],
        "direction-{}": list(Direction),
        "decision-{}": [str(number + 1) for number in range(DECISIONS)],
        "column-{}": {*TYPES, *DAYS},
        "interval-{}": ["wilson", "poisson", "ratio"],
        "overview-ends_{}": ["ending", "of_hundred", "share"],
        "policy-never{}": ["", "_looser"],
        "trend-{}": ["same", "rose", "fell", "highest", "lowest"],
        "unit-{}": [key for key in UNITS if key != "entries"],
        "call_types-chart_{}": ["finding", "lowest", "highest", "some"],
        "evidence-bound_{}": [bound.value for bound in Bound],
        "evidence-filter_{}": evidence.choices(record),
        "programs-filter_{}": programs.choices(record),
        "privacy-{}": list(About),
        "differ-{}_title": list(Difference),
        "differ-{}": [f"{kind}{end}" for kind in Difference for end in ("", "_none")],
        "differs-{}": "family definition direction denominator unit definition_version call_type eligibility_rule "
        "period source".split(),
        "mended-{}": mendable(record),
        "mended_to-{}": {value for m in record.corrections for value in (m.was, m.now)} & set(voice.under("mended_to")),
        "glossary-term-{}": shortened(set(voice.under("glossary-term"))),
        "overview-question_{}": QUESTIONS,
        "verify-method_{}": METHODS,
        "fault-{}": [fault.key for fault in Fault],
        "health-{}": [fault.key for fault in Fault],
        "overview-why_{}": list(Why),
        "overview-{}": ["said", "counted"],
        "remarks-{}": [f"{topic}_{part}" for topic in Topic for part in ("item", "text", "detail", "title", "note")],
        **{f"{name}-{{}}": list(kind) for name, kind in KINDS.items()},
        "about_why-{}": list(About),
        "role_name-{}": list(Role),
        **{f"finding-{{}}-{part}": findings.RULES for part in ("rule", "found", "expected", "todo")},
        "finding-{}-consequence": [name for name in findings.RULES if voice.voice().has(f"finding-{name}-consequence")],
        "program-{}": "model hours launch operator home staff population notes".split(),
    }


def shortened(terms: set[str]) -> set[str]:
    """The short names that stand in some text of a data file or a message, so that a page may have to explain them."""
    files = [path for ext in ("csv", "ftl") for path in (ROOT / "data").rglob(f"*.{ext}")]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    text = "\n".join(line for line in lines if not line.startswith("glossary-term-"))
    return {term for term in terms if re.search(rf"(?<![\w-]){re.escape(term)}s?(?![a-z])", text)}


def mendable(record: PublicRecord) -> set[str]:
    """The columns that were corrected, and those that could be in a file that was."""
    files = {mend.file for mend in record.corrections}
    columns = {name for body in BODIES if body.file in files for name in {*body.columns} - set(body.key)}
    return (columns | {mend.column for mend in record.corrections}) - {"revision", "reason"}


def test_every_text_key_is_there_and_every_text_is_used(record: PublicRecord) -> None:
    """A text is used if its key stands in the code, or is what an f-string or a section that is read whole there can
    give: by the words that it goes through, by those that its function is called with, or as enumerated above."""
    keys = set(voice.voice_of("en").keys)
    used = of_measures(keys)
    elsewhere = put_together(record)
    left = set(elsewhere)
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "say"]
        said += reasons(tree)
        asked = {n.args[0].value for n in said if isinstance(n.args[0], ast.Constant)}
        for call in (n for n in said if isinstance(n.args[0], ast.JoinedStr)):
            parts = call.args[0].values
            template = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
            left.discard(template)
            values = elsewhere[template] if template in elsewhere else words_of(tree, call)
            assert values is not None, f"what {template} can be is enumerated above"
            asked |= {template.replace("{}", value) for value in values}
        sections = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "under"]
        for section in (ast.literal_eval(call.args[0]) for call in sections):
            left.discard(f"{section}-{{}}")
            asked |= {f"{section}-{name}" for name in elsewhere[f"{section}-{{}}"]}
        assert asked <= keys, path
        used |= asked | {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and n.value in keys}
    assert keys - used == set()
    assert left == set(), "enumerated for nothing"


def of_measures(keys: set[str]) -> set[str]:
    """The words of each measure of the ledger: those that every one has, and of the others those that are there."""
    measures_ = (*METRICS.values(), *ENDINGS.values())
    told = [m.definition for m in measures_]
    every = {text for one in told for text in (one.name, one.statement, one.numerator, one.denominator)}
    assert every <= keys
    more = (f"metric-{m.key}-{what}" for m in measures_ for what in ("includes", "excludes", "note", "zero"))
    return every | {key for key in more if key in keys}


def reasons(tree: ast.AST) -> list[ast.Call]:
    """The calls that make a reason, under either of its names."""
    return [n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args and getattr(n.func, "id", "") in REASONS]


REASONS = ("reason", "why")  # the second where an argument is called the first


def test_words_are_given_what_they_need_and_no_more() -> None:
    """Where a key is spelled in the code, alone or as either side of a choice; also what a message takes from others."""
    texts = voice.voice_of("en").keys
    found = 0
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args and called(n) == "say"]
        for call in (*calls, *reasons(tree)):
            given = {keyword.arg for keyword in call.keywords}
            keys = [one.value for one in alternatives(call.args[0]) if isinstance(one, ast.Constant)]
            assert not set(keys) - set(texts), (path, call.lineno)
            if None in given:  # some of them are put together before
                continue
            needed = [needs(key, texts) for key in keys]
            assert all(one <= given for one in needed), (path, call.lineno)
            assert not needed or set().union(*needed) >= given, (path, call.lineno)
            found += len(keys)
    assert found > 700


def called(call: ast.Call) -> str:
    """The name of what is called, of whatever it is."""
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def needs(key: str, texts: Mapping[str, str]) -> set[str]:
    """The values that a message needs, with those of the messages that stand in it."""
    others = [name for name in re.findall(r"\{\s*([a-z][\w-]*)\s*\}", texts[key]) if name in texts]
    return set(re.findall(r"\$(\w+)", texts[key])).union(*(needs(name, texts) for name in others))


# where a phrase may stand in code, beside what its place in the syntax excuses: under which names of a module, and why
OPERATORS = "read by whoever runs the site or writes its data files, in English by decision"
STORED = "a key as it stands in rows for good; said in other words"
SPELLED = "compared with what others write"
FORMAT = "the form of a header or a file, not words"
EXEMPT: dict[str, tuple[str, str]] = {
    "dashboard/analysis/bases.py": ("_SHOWS", SPELLED),
    "dashboard/analysis/dates.py": ("_SHOWS", SPELLED),
    "dashboard/analysis/near.py": ("_FAMILIES _SAYS", "names of families, and what others write"),
    "dashboard/cli.py": ("*", OPERATORS),
    "dashboard/staff_cli.py": ("*", OPERATORS),
    "dashboard/settings.py": ("settings", SPELLED),
    "dashboard/core/figure.py": ("_check_standing", OPERATORS),
    "dashboard/core/finding.py": ("_RENAMED", STORED),
    "dashboard/core/happening.py": ("NAMES", OPERATORS),
    "dashboard/core/ledger.py": ("broken_rules", OPERATORS),
    "dashboard/core/life.py": ("Life", OPERATORS),
    "dashboard/core/source_life.py": ("_ADDRESSED", OPERATORS),
    "dashboard/core/standing.py": ("Standing Subject", OPERATORS),
    "dashboard/intake/annotated.py": ("_mark", "the name of the site, in a process that has no message files"),
    "dashboard/intake/sandbox.py": ("_START", "a program"),
    "dashboard/intake/table.py": ("TOTALS _KEYS", SPELLED),
    "dashboard/store/append_only.py": ("MESSAGE", OPERATORS),
    "dashboard/store/engine.py": ("_parsed", OPERATORS),
    "dashboard/store/faults.py": ("Fault DatabaseFailed _SIGNS", OPERATORS),
    "dashboard/store/files.py": ("Where BrokenRow _typed _WANTED", OPERATORS),
    "dashboard/store/life_checks.py": ("check _check_launch _check_event _check_change", OPERATORS),
    "dashboard/store/lives.py": ("_lives of_sources", OPERATORS),
    "dashboard/store/load.py": ("Loaded _check_ledger _check_order", OPERATORS),
    "dashboard/store/log_lines.py": ("FILES SITE ONE_MAKER", STORED),
    "dashboard/store/migrations/versions/r0003_design_decisions.py": ("*", STORED),
    "dashboard/store/migrations/versions/r0006_order_of_call_types.py": ("*", STORED),
    "dashboard/store/migrations/versions/r0010_keys_for_words.py": ("*", STORED),
    "dashboard/store/public_record.py": ("RESTORE record_at", OPERATORS),
    "dashboard/store/references.py": ("*", OPERATORS),
    "dashboard/store/seals.py": ("CHANGED audit broken", OPERATORS),
    "dashboard/store/staff/audit.py": ("_OLD", STORED),
    "dashboard/store/staff/guesses.py": ("_NO_ACCOUNT _MANY_NAMES _LEFT_OUT", STORED),
    "dashboard/store/staff/sign_in.py": ("_COMMON", SPELLED),
    "dashboard/store/tables.py": ("ProgramRow", STORED),
    "dashboard/view/rerun_lock.py": ("RerunLock", "a key in memory"),
    "dashboard/web/account.py": ("_client", FORMAT),
    "dashboard/web/log.py": ("Quiet", OPERATORS),
    "dashboard/web/routes.py": ("_CACHE middleware", FORMAT),
    "dashboard/web/server.py": ("limit_connections listening", OPERATORS),
    "dashboard/web/wellknown.py": ("_CACHE robots security", FORMAT),
}


def test_no_sentence_is_outside_the_message_files() -> None:
    """What a reader or staff member meets is said from `data/text/`. What is exempt has a reason, and is there."""
    found, excused = [], set()
    for path in SOURCES:
        module = str(path.relative_to(ROOT))
        names = EXEMPT.get(module, ("", ""))[0].split()
        for phrase in phrases(path.read_text(encoding="utf-8")):
            if phrase.under in names or "*" in names:
                excused.add((module, phrase.under if phrase.under in names else "*"))
            else:
                found.append(f"{module}:{phrase.line}: {phrase.text!r}")
    assert found == [], "move it to data/text/en/*.ftl and say its key"
    exempt = {(module, name) for module, (names, _) in EXEMPT.items() for name in names.split()}
    assert exempt - excused == set(), "exempt for nothing"


@pytest.mark.parametrize(
    "code",
    [
        'st.caption("Choose a file first")',
        'Note(name="none", text="No data here")',
        'Note(name="none", text=f"{count} quarters")',
        'Note(name="none", text=f"Sent by {name}")',
        'Note(name="none", text=f"{say(key)}: nobody said so")',
        'raise Refused("Not for you")',
        'title = "Upload" if new else "Upload again"',
        'WORDS = {"sent": "was sent"}',
        'st.html("<p class=fo-quiet>No data here</p>")',
        'st.html(f"<p title={title}>Sent by {name}</p>")',
        'st.html(f"<p>{name}</p> nobody else")',
        'words = "set-up link"',
        'assert st.button("Send it now"), "no button"',
        'say("staff-sent", name="no name")',
        '"".join(["No data", " here"])',
        'title = "Not" + " here"',
        'title = name + " calls"',
        'title = "SELECT a program"',
        'st.html("<p>Upload</p>")',
        'st.html("<p>Sent: {}</p>")',
        "fill('<input aria-label=\"Find a program\">')",
        'fill(\'<input placeholder="Search" name="q">\')',
    ],
)
def test_a_sentence_in_code_is_found(code: str) -> None:
    for source in (code, f'def page() -> None:\n    """What it does."""\n    {code}'):
        (found, *_) = phrases(source)
        assert found.under in ("page", code.split(" ")[0] if " = " in code.split("(")[0] else "")


@pytest.mark.parametrize(
    "code",
    [
        '"""What a module does."""',
        'def page():\n    """What it does."""',
        'say("staff-sent", name=name)',
        'raise ValueError(f"a count is no {name}")',
        'log.info("%s quarters read", count)',
        'KEY = re.compile(r"as of (.*)")',
        'connection.execute(text("SELECT at FROM latest_moment"))',
        'assert row, "a draft is made of a file"',
        'COLUMNS = "program quarter call_type".split()',
        'MEDIA = "text/html; charset=utf-8"',
        'f\'<table class="fo-table fo-stacked" id="{name}">{rows}</table>\'',
        "f'<label for=\"{name}\">{label}</label><br><input required '",
        'f"{title}: {value} ({tier})"',
        'fill("<p>{}: <b>{}</b></p>", a, b)',
        'name + "-" + other',
        'connection.execute(text("PRAGMA table_info(event)"))',
    ],
)
def test_what_nobody_reads_is_no_sentence(code: str) -> None:
    assert list(phrases(code)) == []


def words_of(tree: ast.AST, call: ast.Call) -> list[str] | None:
    """The words that the one name in an f-string stands for: those of a literal that is gone through, or those with
    which the function around it is called. None where neither says."""
    (name,) = (part.value for part in call.args[0].values if isinstance(part, ast.FormattedValue))
    around = [n for n in ast.walk(tree) if any(inner is call for inner in ast.walk(n))]
    for node in around:
        for loop in getattr(node, "generators", []):
            if isinstance(name, ast.Name) and getattr(loop.target, "id", "") == name.id:
                if isinstance(loop.iter, ast.Tuple):
                    return [ast.literal_eval(one) for one in loop.iter.elts]
                name = loop.iter
    for function in (n for n in around if isinstance(n, ast.FunctionDef)):
        calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == function.name]
        names = [argument.arg for argument in function.args.args]
        if isinstance(name, ast.Name) and name.id in names:
            given = [[c.args[names.index(name.id)]] for c in calls]
        elif isinstance(name, ast.Name) and function.args.vararg and name.id == function.args.vararg.arg:
            given = [c.args for c in calls]
        else:
            continue
        said = [one for arguments in given for one in arguments]
        return [one.value for one in said if isinstance(one, ast.Constant)] if said and _spelled(said) else None
    return None


def _spelled(arguments: list[ast.expr]) -> bool:
    return all(isinstance(one, ast.Constant) for one in arguments)


def test_the_readme_names_every_kind_of_light_page_and_every_file(record: PublicRecord) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    kinds = set()
    for asked in pages.asks(record):
        named = {name: f"<{name}>" for name in ("program", "quarter", "figure") if asked.value(name)}
        path = asked.path()
        for name, instead in named.items():
            path = path.replace(quote(asked.value(name)), instead)
        kinds.add(path)
    kinds.add(about("<figure>").path().replace("%3Cfigure%3E", "<figure>"))
    assert len(kinds) > 8
    assert [path for path in sorted(kinds) if f"`{path}`" not in readme] == []
    files = [path for path in paths(record) if path.startswith("/data/")]
    assert [path for path in files if f"`{path}`" not in readme and f"`.{path.rpartition('.')[2]}`" not in readme] == []


def test_the_readme_names_every_part_of_the_tree() -> None:
    tree = README[README.index("## The tree") :]
    tree = tree[: tree.index("Imports flow one way")]
    named = set(re.findall(r"[a-z_]+", tree))
    for path in sorted([*ROOT.glob("dashboard/*/"), *ROOT.glob("dashboard/*/*/"), *ROOT.glob("dashboard/**/*.py")]):
        if not {"__pycache__", "migrations"} & set(path.parts) and path.name != "__init__.py":
            assert path.name.removesuffix(".py") in named, path.name


def test_the_readme_lists_every_library_with_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        re.split(r"[\[>=<]", d)[0] for d in project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    ]
    table = dict(re.findall(r"^\| `([a-z][\w-]+)` \| ([^|]{15,}) \|$", README, re.MULTILINE))
    assert set(wanted) == set(table)


def test_the_readme_lists_every_metric_as_the_code_computes_it() -> None:
    for metric in METRICS.values():
        assert (
            f"| {words.name(metric)} | `{words.formula(metric)}` | {metric.definition.direction.value} |" in README
        ), words.name(metric)


def test_the_readme_lists_every_setting() -> None:
    for name in Settings.model_fields:
        assert f"`FOURTH_OPTION_{name.upper()}`" in README


def test_every_command_has_help_and_an_example() -> None:
    commands = get_command(cli.app).commands  # type: ignore[attr-defined]
    assert set(commands) >= {"serve", "load", "check"}
    for name, command in commands.items():
        assert command.help
        assert command.epilog.startswith("Example: ")
        assert f"fourth-option {name}" in command.epilog
        assert f"`fourth-option {name}`" in README


def test_the_readme_begins_with_a_picture_and_two_commands() -> None:
    opening = README[: README.index("## ")]
    assert "![" in opening
    assert (ROOT / re.findall(r"!\[[^]]+]\(([^)]+)\)", opening)[0]).exists()
    assert len(re.findall(r"^    python3 ", opening, re.MULTILINE)) == 2
