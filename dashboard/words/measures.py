"""What measures, counts and groups of calls are called. What a source states stays in the words of the source."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.core.amount import NO_UNIT
from dashboard.core.catalogue import CallType, Catalogue, Family
from dashboard.core.figure import Number
from dashboard.core.ledger import ALL, COUNTS, TOGETHER
from dashboard.core.metric import Definition, Method, Metric
from dashboard.core.privacy.call_tree import NODES
from dashboard.core.privacy.disclosure import Blocking, Policy
from dashboard.voice import say, voice


def name(of: Definition | Metric) -> str:
    """What a measure is called."""
    one = _definition(of)
    if _is_question(one):
        return voice().say_or(f"family-{one.family}", one.name)
    return _in_words(one, one.name)


def statement(of: Definition | Metric) -> str:
    """What a figure says, in one line. Where a family stands for a figure that is not there, that is its question."""
    one = _definition(of)
    if _is_question(one):
        return voice().say_or(f"family-{one.family}-question", one.statement)
    return _in_words(one, one.statement)


def numerator(of: Definition | Metric) -> str:
    """What is counted; nothing where a source does not say."""
    one = _definition(of)
    return _in_words(one, one.numerator)


def base(of: Definition | Metric) -> str:
    """Of what a share is, in words alone; nothing where a source does not say."""
    one = _definition(of)
    return _in_words(one, one.denominator)


def of_base(one: Definition) -> str:
    """The base as it stands beside a value: `of eligible calls`, or for a change `against ...`."""
    if not one.denominator:
        return ""
    return say("number-against" if one.unit.key == "percent_change" else "number-of", base=base(one))


def includes(metric: Metric) -> str:
    """What is counted that a reader might doubt."""
    return _if_any(metric, "includes")


def excludes(metric: Metric) -> str:
    """What is not counted that a reader might expect."""
    return _if_any(metric, "excludes")


def note(metric: Metric) -> str:
    """What to know before using a figure of a metric."""
    return _if_any(metric, "note")


def on_zero(metric: Metric) -> str:
    """What is true beside a zero only."""
    return _if_any(metric, "zero")


def formula(of: Metric | Number) -> str:
    """The formula in the ledger's symbols: `(Rp + Rm + Re) / E`; nothing for a figure that has none."""
    if of.formula and of.definition.method is Method.CHANGE:
        return say("formula-change", counts=of.formula)
    return of.formula


def count(key: str) -> str:
    """What a count of the ledger is called."""
    return say(f"count-{key}")


def count_meaning(key: str) -> str:
    """What a count of the ledger counts."""
    return say(f"count-{key}-meaning")


def group(key: str) -> str:
    """What a group of calls of the tree is called: a count of the ledger, or what is left of one."""
    return count(key) if key in COUNTS else say(f"group-{key}")


def call_type(catalogue: Catalogue, key: str) -> str:
    """What a call type is called, or all of them, or those that are shown as one."""
    if key in (ALL, TOGETHER):
        return say("kind-all") if key == ALL else say("kind-together")
    return of_kind(catalogue.call_type(key))


def of_kind(one: CallType) -> str:
    """What a call type is called: in the words of the language, if it has any for it, else in those of the record."""
    return voice().say_or(f"kind-{one.key}", one.name)


def kind_meaning(one: CallType) -> str:
    """What is counted under a call type."""
    return voice().say_or(f"kind-{one.key}-meaning", one.meaning)


def family(one: Family) -> str:
    """The question that a family of figures answers, by name: in the words of the language, if it has any for it, else
    in those of the record."""
    return voice().say_or(f"family-{one.key}", one.name)


def question(one: Family) -> str:
    """The question that a family of figures answers."""
    return voice().say_or(f"family-{one.key}-question", one.question)


def policy(one: Policy) -> str:
    """What was decided on small counts, and whether it shows more than the default."""
    looser = "_looser" if one.looser else ""
    if one.exact_from is None:
        return say(f"policy-never{looser}", smallest=one.smallest)
    return say("policy-looser" if looser else "policy", smallest=one.smallest, **{"from": one.exact_from})


def too_small(why: Blocking, named: Callable[[str], str] = str) -> str:
    """What is too small to be shown; `named` says what a call type is called. For those who know the counts, never
    public."""
    whose = {ALL: say("small-all"), TOGETHER: say("small-after", name=named(why.after))}.get(why.call_type)
    whose = whose or named(why.call_type)
    if not why.value:
        return say("small-unshown", whose=whose, group=group(NODES[why.node].key))
    return say("small-line", whose=whose, count=str(why.value), group=group(why.node))


def _definition(of: Definition | Metric) -> Definition:
    return of.definition if isinstance(of, Metric) else of


def _is_question(one: Definition) -> bool:
    """Whether a family stands here for a figure that is not there."""
    return one.key == one.family and one.unit is NO_UNIT


def _in_words(one: Definition, text: str) -> str:
    return say(text) if one.ours and text else text


def _if_any(metric: Metric, what: str) -> str:
    return voice().say_or(f"metric-{metric.key}-{what}", "")
