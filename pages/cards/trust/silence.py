"""Who did not answer: the share that did, and how far the silence of the others could bend the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from charts.figures.ranges import Block, ranges
from metrics import formats, lists
from metrics.frames import INVITATIONS, SCORES, UNKNOWN, Frame
from metrics.metric import Metric
from metrics.readout import Readout
from metrics.results import Estimate
from metrics.saying import one_after_another
from metrics.silence import ENDS, Silence, cautions, silence
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.trust.score import main_score
from pages.cards.trust.silence_chart import MOST, data, rows, scale
from pages.cards.words import caption
from pages.ui.text import t


def unanswered(ask: Ask) -> CardView:
    """The response rate, and the score's worst and best case, over all and by channel."""
    rates = ask.readout("response_rate", by=("channel",))
    surveys = _surveys(ask)
    asked = _narrowed(ask, surveys)
    scores = main_score(asked, by=("channel",))
    narrowed = asked.readout("response_rate", by=("channel",))
    found = silence(narrowed, scores, t("all"))
    draw = None
    if any(one.bounds for one in found):
        blocks = (Block("", rows(found, scores.metric)),)
        draw = partial(ranges, blocks, heads=(t("answered"),), scale=scale(scores.metric))
    return CardView(
        "unanswered", t("What if those who did not answer think differently?"),
        _told(rates, narrowed, found, scores.metric), "neutral", draw,
        _caption(rates, narrowed, surveys, found), (rates,), "bar", data(found, scores.metric),
        workings=_workings(found, scores.metric),
    )  # fmt: skip


def _surveys(ask: Ask) -> tuple[str, ...]:
    """The surveys that ask the score and are sent by invitation; none where invitations name no survey of the answers."""
    kind = main_score(ask).options["kind"]
    asking = _names(ask, SCORES, {"kind": kind})
    return tuple(sorted(asking & _names(ask, INVITATIONS, {})))


def _names(ask: Ask, frame: Frame, options: dict[str, object]) -> set[str]:
    found = ask.fetch(frame, ask.filters, ask.scope, by=("instrument",), grain=None, options=options)
    return {str(name) for name in found["instrument"]} - {UNKNOWN}


def _narrowed(ask: Ask, surveys: Sequence[str]) -> Ask:
    """The same selection of these surveys only: rate and score must be of the same questionnaires."""
    if not surveys:
        return ask
    others = tuple(pair for pair in ask.filters.values if pair[0] != "instrument")
    return replace(ask, filters=replace(ask.filters, values=(*others, ("instrument", tuple(surveys)))), family=())


def _told(rates: Readout, narrowed: Readout, found: Sequence[Silence], metric: Metric) -> str:
    whole = found[0]
    if not isinstance(rates.overall, Estimate):
        if not rates.overall.n and not rates.left_out:
            return t("No invitations in this selection, so nobody knows how many were asked.")
        return sentence(rates)
    if whole.bounds is None or not isinstance(whole.rate, Estimate) or not isinstance(whole.score, Estimate):
        return one_after_another(sentence(replace(rates, verdict=None, compared=None)), _careful(narrowed))
    worst, best = (formats.value(metric, bound) for bound in whole.bounds)
    told = t(
        "{rate} answered. Were all the others unhappy, {score} would be {worst}; were all happy, {best}. Those who answered"
        " say {value}.",
        rate=formats.value(rates.metric, whole.rate.value), score=t(metric.noun), worst=worst, best=best,
        value=formats.value(metric, whole.score.value),
    )  # fmt: skip
    return one_after_another(told, _careful(narrowed))


def _careful(rates: Readout) -> str:
    """What makes the answers a doubtful picture of all, in words."""
    found = cautions(rates)
    told = []
    if "low_response" in found:
        told.append(t("Fewer than one in five answered: read the score with care."))
    if "differs_by_channel" in found:
        known = sorted((row.result.value, row.group[0]) for row in rates.rows if isinstance(row.result, Estimate))
        lowest, highest = (f"{name} {formats.value(rates.metric, rate)}" for rate, name in (known[0], known[-1]))
        told.append(
            t("Channels answer unequally, more than by chance: {lowest}, {highest}.", lowest=lowest, highest=highest)
        )
    return one_after_another(*told)


def _caption(rates: Readout, narrowed: Readout, surveys: Sequence[str], found: Sequence[Silence]) -> str:
    """Of the surveys the picture is about; those of all beside it where they are more."""
    pale = t("pale: from the worst to the best case") if any(one.bounds for one in found) else ""
    if not surveys or not pale:
        return caption(rates, pale, _left(found))
    asked = t("shown: surveys that ask this score ({names})", names=lists.enumerated(surveys))
    whole, mine = rates.overall, narrowed.overall
    every = ""
    if isinstance(whole, Estimate) and mine.n < whole.n:
        of_all = {"rate": formats.value(rates.metric, whole.value), "n": formats.counted(whole.n, rates.metric.counted)}
        every = t("all surveys together: {rate} of {n} answered", **of_all)
    return caption(narrowed, pale, asked, every, _left(found))


def _left(found: Sequence[Silence]) -> str:
    return t("further channels, not drawn: {n}", n=len(found) - MOST - 1) if len(found) > MOST + 1 else ""


def _workings(found: Sequence[Silence], metric: Metric) -> tuple[tuple[str, str], ...]:
    whole = found[0]
    if whole.bounds is None or not isinstance(whole.rate, Estimate) or not isinstance(whole.score, Estimate):
        return ()
    low, high = ENDS[metric.unit]
    return (
        (t("Worst case"), f"r·s + (1 − r)·({formats.minus(f'{low:g}')}) = {formats.exact(metric, whole.bounds[0])}"),
        (t("Best case"), f"r·s + (1 − r)·{high:g} = {formats.exact(metric, whole.bounds[1])}"),
        (
            t("With"),
            t("r = {rate}, the share that answered ({k} of {n}); s = {value}, the score of the {answers} given in the period",
              rate=f"{whole.rate.value * 100:.2f} %", value=formats.exact(metric, whole.score.value),
              k=formats.whole(whole.rate.numerator or 0), n=formats.whole(whole.rate.denominator or 0),
              answers=formats.counted(whole.score.n, metric.counted)),
        ),
        (t("Source of the bounds"), "Manski 1989"),
    )  # fmt: skip
