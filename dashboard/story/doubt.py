"""What a reader needs to doubt figures, as HTML: who checked, formula, inputs, sources, revisions and challenges."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard import words
from dashboard.core.evidence import Source
from dashboard.core.figure import Figure, Number
from dashboard.story.markup import link, tier_chip
from dashboard.voice import say


def check(figures: Sequence[Number]) -> str:
    """How to check these figures: who checked, formula, inputs, sources, revisions, caveats and challenges.
    Figures that differ only in period or call type are told together."""
    groups: dict[tuple[str, ...], list[Number]] = {}
    for figure in dict.fromkeys(figures):
        alike = (
            words.statement(figure.definition),
            words.tier_sentence(figure),
            *(s.source_id for s in figure.sources),
        )
        groups.setdefault(alike, []).append(figure)
    return f'<ul class="fo-check">{"".join(_check_group(group) for group in groups.values())}</ul>'


def _check_group(group: Sequence[Number]) -> str:
    first = group[0]
    formula = words.formula(first) if isinstance(first, Figure) else ""
    method = words.interval_method(first.interval) if isinstance(first, Figure) and first.interval else ""
    lines = [
        f"<strong>{escape(words.name(first.definition))}</strong> {tier_chip(first.tier)}",
        escape(say("check_this-formula", formula=formula)) if formula else "",
        escape(say("check_this-who", said=words.tier_sentence(first))),
        f"{escape(say('check_this-sources'))} " + "; ".join(_cited(s) for s in first.sources) if first.sources else "",
        escape(say("check_this-interval", method=method)) if method else "",
        escape(say("check_this-version", version=str(first.definition.version))),
    ]
    head = "<br>".join(line for line in lines if line)
    return f"<li>{head}<ul>{''.join(f'<li>{_check_one(figure)}</li>' for figure in group)}</ul></li>"


def _check_one(figure: Number) -> str:
    where = words.of(figure.period)
    if figure.call_type != "all":
        where += f", {figure.call_type.replace('_', ' ')}"
    parts = [f"{escape(where)}: {escape(words.full(figure))}"]
    if isinstance(figure, Figure) and figure.inputs:
        parts.append(
            escape(
                say(
                    "check_this-inputs",
                    inputs=", ".join(f"{i.symbol} = {i.value:,}" for i in dict.fromkeys(figure.inputs)),
                )
            )
        )
    rule = say("check_this-rule", version=str(figure.rule_version)) if figure.rule_version > 1 else ""
    parts.append(
        f"{escape(say('check_this-revision', revision=str(figure.revision)))}{rule}, "
        f"<code>{escape(figure.figure_id)}</code>"
    )
    if figure.caveat:
        parts.append(escape(say("check_this-caveat", caveat=words.caveat(figure))))
    parts += [
        f"{escape(say('check_this-challenged', statement=c.statement))} {link(c.source)}" for c in figure.challenges
    ]
    return "; ".join(parts)


def _cited(source: Source) -> str:
    """A source as a link, and whether this site has read it."""
    return " ".join(filter(None, (link(source), escape(words.read_on(source)))))
