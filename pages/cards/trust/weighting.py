"""Satisfaction as answered, and as if the answers divided like all customers do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from charts.figures.ranges import Block, ranges
from metrics import formats, lists
from metrics.frames import SCORES
from metrics.known_shares import Group, Weighted, weighted
from metrics.metric import Metric
from metrics.readout import Readout
from metrics.results import Estimate, Reason
from metrics.saying import one_after_another
from metrics.slicing import columns
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.trust.weighting_lines import Line, data, line, row
from pages.cards.words import caption
from pages.ui.text import t

_NAMED, _APART = 3, 0.03  # groups told of; from how far off their share they are told of


def weighting(ask: Ask) -> CardView:
    """Unweighted beside weighted: by the house's known shares, and by the files' own weights where there are any."""
    plain = replace(ask, weights=False).readout("csat")
    lines = [one for one in (line(t("as answered"), plain), _files(ask, plain)) if one is not None]
    found = _to_known(ask, plain)
    if found is not None and found.value is not None:
        lines.append(Line(t("by known shares"), found.value, found.low, found.high, found.n, found.effective))
    rows = tuple(row(one, plain.metric, first=i == 0) for i, one in enumerate(lines))
    main = ask.readout("csat")
    told = caption(main, t("worth: as many answers that count alike") if rows else "", *_divided(found))
    return CardView(
        "weighting", t("Would other answerers give another score?"), _told(lines, found, plain, _parted(ask)), "neutral",
        partial(ranges, (Block("", rows),), heads=(t("value"), t("worth"))) if rows else None,
        told, (main,), "bar", data(lines, plain.metric),
        workings=_workings(found),
    )  # fmt: skip


def _files(ask: Ask, plain: Readout) -> Line | None:
    """By the weights the files bring, where they bring any."""
    if not plain.weights:
        return None
    return line(t("as files weigh it"), replace(ask, weights=True).readout("csat"))


def _to_known(ask: Ask, plain: Readout) -> Weighted | None:
    """None where the house knows no shares, none of what is selected, or nothing is shown anyway."""
    known = ask.fetch.rules.known_shares
    result = plain.overall
    if not known or _parted(ask) or not isinstance(result, Estimate):
        return None
    dimensions = tuple(dict.fromkeys(one.dimension for one in known))
    counts = columns(ask.fetch(SCORES, ask.filters, ask.scope, by=dimensions, grain=None, options={"kind": "csat"}))
    rules = ask.fetch.rules
    return weighted(counts, dimensions, known, least=rules.least_answers, conf=rules.conf,
                    repeated=result.detail.get("design_effect", 1.0))  # fmt: skip


def _parted(ask: Ask) -> tuple[str, ...]:
    """The divisions of which only a part is selected: the known shares are those of all customers."""
    selected = dict(ask.filters.values)
    return tuple(dict.fromkeys(one.dimension for one in ask.fetch.rules.known_shares if one.dimension in selected))


def _told(lines: Sequence[Line], found: Weighted | None, plain: Readout, parted: Sequence[str]) -> str:
    if not isinstance(plain.overall, Estimate):
        return sentence(replace(plain, verdict=None, compared=None))
    told = [_moved(lines, plain.metric)]
    if parted:
        names = lists.enumerated(formats.dimension(name) for name in parted)
        told.append(t("Not weighted to the known shares: only a part is selected by {names}.", names=names))
    elif found is None:
        told.append(t("Tell how your customers divide in Settings, Known shares: then the score is shown weighted to that."))
    elif found.empty:
        told.append(t("Not weighted to the known shares: nobody answered of {names}.", names=lists.enumerated(found.empty)))
    elif found.few:
        told.append(t("Not weighted to the known shares: too few answers of {names}.", names=lists.enumerated(found.few)))
    elif found.value is None:
        told.append(t("Not weighted to the known shares: they contradict the combinations that answered."))
    return one_after_another(*told)


def _moved(lines: Sequence[Line], metric: Metric) -> str:
    """How far weighting moves the value, and whether that is outside the interval of the plain one."""
    first = lines[0]
    if len(lines) == 1:
        return t("{value} as answered: every answer counts once.", value=formats.value(metric, first.value))
    furthest = max(lines[1:], key=lambda one: abs(one.value - first.value))
    places = {
        "before": formats.value(metric, first.value), "after": formats.value(metric, furthest.value), "how": furthest.name,
        "points": formats.change(metric, furthest.value - first.value),
    }  # fmt: skip
    inside = first.low is not None and first.high is not None and first.low <= furthest.value <= first.high
    if inside:
        return t("{before} as answered, {after} {how}: {points} apart, no more than the answers leave open.", **places)
    return t("{before} as answered, {after} {how}: {points} apart, more than the answers leave open.", **places)


def _divided(found: Weighted | None) -> tuple[str, ...]:
    """Whose share of the answers is far from the known one, and what could not be weighted."""
    if found is None:
        return ()
    total = {group.dimension: 0 for group in found.groups}
    for group in found.groups:
        total[group.dimension] += group.answers
    apart = [(group, group.answers / total[group.dimension]) for group in found.groups if total[group.dimension]]
    apart = sorted((pair for pair in apart if abs(pair[1] - pair[0].known) >= _APART), key=lambda p: -abs(p[1] - p[0].known))
    told = [_share(group, share) for group, share in apart[:_NAMED]]
    if found.left_out:
        told.append(t("{n} without a known share left out of the weighting", n=formats.counted(found.left_out, "answers")))
    if found.trimmed:
        told.append(t("combinations too rare to weigh fully: {n}", n=formats.whole(found.trimmed)))
    return tuple(told)


def _share(group: Group, share: float) -> str:
    return t(
        "{value}: {share} of the weighted answers, {known} known",
        value=group.value, share=formats.percent(f"{share * 100:.0f}"),
        known=formats.percent(f"{group.known * 100:.4g}"),
    )  # fmt: skip


def _workings(found: Weighted | None) -> tuple[tuple[str, str], ...]:
    if found is None or found.reason is Reason.SCALES_MIXED or found.value is None:
        return ()
    groups = lists.statements(
        t("{dimension} {value}: {n} answers, known {known}", dimension=formats.dimension(one.dimension), value=one.value,
          n=formats.whole(one.answers), known=formats.percent(f"{one.known * 100:g}"))
        for one in found.groups
    )  # fmt: skip
    return (
        (t("Weighted to"), groups),
        (t("Weighted value"), formats.percent(f"{found.value * 100:.2f}")),
        (
            t("Design effect of the weights"),
            t("{deff}; worth {n} of {all} answers, what repeated customers cost included", deff=f"{found.design_effect:.3f}",
              n=f"{found.effective:,.0f}", all=formats.whole(found.n)),
        ),
        (t("Source of the weighting"), "Deming & Stephan 1940; Cochran 1977; Kish 1965"),
    )  # fmt: skip
