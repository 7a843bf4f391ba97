"""What a reader needs to doubt figures, as HTML: who checked, formula, inputs, sources, revisions and challenges."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboard import words
from dashboard.core.evidence import Source
from dashboard.core.figure import Number
from dashboard.story.html import fill, join
from dashboard.story.markup import link, tier_chip
from dashboard.voice import say, written


def check(figures: Sequence[Number]) -> Markup:
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
    return fill('<ul class="fo-check">{}</ul>', join([_check_group(group) for group in groups.values()]))


def _check_group(group: Sequence[Number]) -> Markup:
    first = group[0]
    formula = words.formula(first)
    method = words.interval_method(first.interval) if first.interval else ""
    cited = join([_cited(source) for source in first.sources], "; ")
    lines = [
        fill("<strong>{}</strong> {}", words.name(first.definition), tier_chip(first.tier)),
        say("check_this-formula", formula=formula) if formula else "",
        say("check_this-who", said=words.tier_sentence(first)),
        fill("{} {}", say("check_this-sources"), cited) if first.sources else "",
        say("check_this-interval", method=method) if method else "",
        say("check_this-version", version=str(first.definition.version)),
    ]
    head = join(filter(None, lines), Markup("<br>"))
    return fill("<li>{}<ul>{}</ul></li>", head, join([fill("<li>{}</li>", _check_one(figure)) for figure in group]))


def _check_one(figure: Number) -> Markup:
    where = words.of(figure.period)
    if figure.call_type != "all":
        where += f", {figure.call_type.replace('_', ' ')}"
    parts = [f"{where}: {words.full(figure)}"]
    if figure.inputs:
        inputs = ", ".join(f"{i.symbol} = {written(i.value)}" for i in dict.fromkeys(figure.inputs))
        parts.append(say("check_this-inputs", inputs=inputs))
    revision = say("check_this-revision", revision=str(figure.revision))
    rule = say("check_this-rule", version=str(figure.rule_version)) if figure.rule_version > 1 else ""
    parts.append(fill("{}{}, <code>{}</code>", revision, rule, figure.figure_id))
    if figure.caveat:
        parts.append(say("check_this-caveat", caveat=words.caveat(figure)))
    parts += [
        fill("{} {}", say("check_this-challenged", statement=c.statement), link(c.source)) for c in figure.challenges
    ]
    return join(parts, "; ")


def _cited(source: Source) -> Markup:
    """A source as a link, and whether this site has read it."""
    return join(filter(None, (link(source), words.read_on(source))), " ")
