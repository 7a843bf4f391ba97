"""The house keeps its own rules: contracts, types, thin pages, and documents that cannot drift from the code."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import pytest
from typer.main import get_command

from dashboard import cli, voice, words
from dashboard.analysis.disagreements import Difference
from dashboard.analysis.measures import ENDINGS
from dashboard.analysis.questions import Why
from dashboard.core.amount import UNITS, Bound
from dashboard.core.call_tree import ACROSS, NODES
from dashboard.core.catalogue import DECISIONS, DispatchModel, Topic
from dashboard.core.change import Change
from dashboard.core.evidence import Claim, EvidenceTier, Register
from dashboard.core.finding import Severity
from dashboard.core.happening import Happening
from dashboard.core.intervals import Steadiness
from dashboard.core.ledger import COUNTS, Missing
from dashboard.core.metric import About, Direction, Method
from dashboard.core.metrics import METRICS
from dashboard.core.people import STAFF_PAGES, Action, Deed, Role
from dashboard.core.record import PublicRecord
from dashboard.core.source_life import State
from dashboard.core.verification import Check, Read, Relation
from dashboard.core.workflow import Stage
from dashboard.intake import findings
from dashboard.settings import ROOT, Settings
from dashboard.story import evidence, pages, programs
from dashboard.story.export import TYPES
from dashboard.web.opendata import DAYS

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
        story = getattr(page.tell, "__module__", "")
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
    "change": Change,
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
        "call_types-chart_{}": ["finding", "lowest", "highest", "alike"],
        "evidence-bound_{}": [bound.value for bound in Bound],
        "evidence-filter_{}": evidence.choices(record),
        "programs-filter_{}": programs.choices(record),
        "privacy-{}": list(About),
        "differ-{}_title": list(Difference),
        "differ-{}": [f"{kind}{end}" for kind in Difference for end in ("", "_none")],
        "differs-{}": "family definition direction denominator unit definition_version call_type eligibility_rule "
        "period source".split(),
        "mended-{}": voice.under("mended"),
        "overview-why_{}": list(Why),
        "overview-{}": ["said", "counted"],
        "remarks-{}": [f"{topic}_{part}" for topic in Topic for part in ("item", "text", "detail", "title", "note")],
        **{f"{name}-{{}}": list(kind) for name, kind in KINDS.items()},
        "about_why-{}": list(About),
        **{f"finding-{{}}-{part}": findings.RULES for part in ("rule", "found", "expected", "todo")},
        "finding-{}-consequence": [name for name in findings.RULES if voice.voice().has(f"finding-{name}-consequence")],
        "program-{}": "model hours launch operator home staff population notes".split(),
    }


def test_every_text_key_is_there_and_every_text_is_used(record: PublicRecord) -> None:
    """A text is used if its key stands in the code, below one that is read whole, or is what an f-string there can give: by the words that it goes
    through, by those that its function is called with, or as enumerated above."""
    keys = set(voice.voice_of("en").keys)
    used = of_measures(keys)
    elsewhere = put_together(record)
    left = set(elsewhere)
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "say"]
        asked = {n.args[0].value for n in (*said, *reasons(tree)) if isinstance(n.args[0], ast.Constant)}
        for call in (n for n in said if isinstance(n.args[0], ast.JoinedStr)):
            parts = call.args[0].values
            template = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
            left.discard(template)
            values = elsewhere[template] if template in elsewhere else words_of(tree, call)
            assert values is not None, f"what {template} can be is enumerated above"
            asked |= {template.replace("{}", value) for value in values}
        sections = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "under"]
        asked |= {key for n in sections for key in keys if key.startswith(f"{ast.literal_eval(n.args[0])}-")}
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
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args and getattr(n.func, "id", "") in REASONS)
    return [call for call in calls if isinstance(call.args[0], ast.Constant)]


REASONS = ("reason", "why")  # the second where an argument is called the first


def test_a_reason_gives_its_words_what_they_need_and_no_more() -> None:
    messages = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "data/text/en").glob("*.ftl")))
    words = dict(re.findall(r"^([a-z][\w-]*) = (.*(?:\n .*)*)", messages, re.MULTILINE))
    found = 0
    for path in SOURCES:
        for call in reasons(ast.parse(path.read_text(encoding="utf-8"))):
            given = {keyword.arg for keyword in call.keywords}
            if None not in given:  # else some of them are put together before
                assert given == set(re.findall(r"\$(\w+)", words[call.args[0].value])), (path, call.lineno)
                found += 1
    assert found > 50


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


def test_the_readme_names_every_part_of_the_tree() -> None:
    tree = README[README.index("## The tree") :]
    for path in (
        sorted(ROOT.glob("dashboard/*/"))
        + sorted(ROOT.glob("dashboard/*/*.py"))
        + sorted(ROOT.glob("dashboard/*/staff/*.py"))
    ):
        if "__pycache__" not in path.parts and path.name != "__init__.py":
            assert path.name.removesuffix(".py") in tree, path.name


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
