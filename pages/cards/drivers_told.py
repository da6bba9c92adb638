"""What the drivers' cards say below their charts and on their receipts: what was counted, left out, and how it comes about."""

from __future__ import annotations

from collections.abc import Sequence

from metrics import formats
from metrics.drivers import wording
from metrics.drivers.acting import Plane, Priority
from metrics.drivers.choosing import MOST_ITEMS
from metrics.drivers.drawing import DRAWS, SAMPLE
from metrics.drivers.model import LMG, Driver, Drivers
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.stats.resampling import SEED
from pages.cards.drivers_drawn import importance_words, rank_words, rated_words
from pages.ui.text import t

Lines = tuple[tuple[str, str], ...]


def importance_caption(found: Drivers, weighted: bool, by_question: bool) -> str:
    """Complete answers, the survey, what the items explain, what is left out and why."""
    parts = [_complete(found), t("survey: {name}", name=found.survey.instrument)]
    if found.items:
        parts.append(
            t("together the items explain {share} of the differences in “{outcome}”", share=wording.percent(found.r2),
              outcome=found.survey.outcome)
        )  # fmt: skip
    parts += [_missing(found), _mixed(found), _constant(found), wording.alike(found), wording.against(found)]
    if found.others:
        names = wording.listed(found.others)
        parts.append(t("also asked in {surveys}: choose with the filter Survey", surveys=names))
    if weighted:
        parts.append(t("importance counts every answer once"))
    if by_question:
        parts.append(t("the filter Question does not apply: items are weighed against each other"))
    return " · ".join(part.rstrip(".") for part in parts if part)


def plane_caption(found: Drivers, plane: Plane | None, items: Readout) -> str:
    """How the cuts lie, what hollow means, which items have no shown rating."""
    parts = [t("importance from {n} complete answers", n=formats.whole(found.n)), _hidden(found, plane, items)]
    if plane:
        parts.insert(1, t("lines: the average item"))
        if any(one.borderline for one in plane.items):
            parts.append(t("hollow: which side of a line is not certain"))
    return " · ".join(part for part in parts if part)


def priority_caption(found: Drivers, listed: Sequence[Priority], level: str) -> str:
    """What the bars are, and what they are held against."""
    parts = [
        t("importance times the points missing to {level} times the share of customers who meet it", level=level),
        t("rank, and in brackets how it moves when answers are drawn anew"),
    ]
    hidden = len(found.items) - len(listed)
    return " · ".join([*parts, *([t("{n} without a shown rating", n=hidden)] if hidden else [])])


def level(items: Readout, value: float, *, given: bool) -> str:
    """the target of 80.0 %; the average rating of 71.2 %."""
    shown = formats.value(items.metric, value)
    return t("the target of {value}", value=shown) if given else t("the average rating of {value}", value=shown)


def workings(found: Drivers) -> Lines:
    """How importance comes about, and every item's numbers."""
    survey = found.survey
    lines = [
        (t("Outcome"), t("“{question}” ({kind}) of {survey}", question=survey.outcome, kind=t(by_key(found.kind).noun),
                         survey=survey.instrument)),
        (t("Complete answers"), _complete(found)),
        (t("Which items"), t(
            "In the order of how many answered them, as long as at least a third of those who rated the outcome answered all of"
            " them, and at least 50 and ten per item; at most {most}.", most=MOST_ITEMS,
        )),
        (t("Items left out"), _items_out(found)),
        (t("Importance"), _method(found)),
        (t("Explained (R²)"), t(
            "{r2} (between {low} and {high})", r2=_n(found.r2), low=_n(found.r2_low), high=_n(found.r2_high)
        )),
        *((one.name, _numbers(one)) for one in found.items),
        (t("Intervals"), t(
            "{draws} samples of {n} responses drawn with replacement (seed {seed}); the middle 95 of 100. Of more than {most}"
            " responses that many are drawn from. Responses count, not customers.", draws=formats.whole(DRAWS),
            n=formats.whole(found.drawn), seed=SEED, most=formats.whole(SAMPLE),
        )),
        (t("Not a cause"), t("Importance tells what goes together with the outcome, not what would happen if it changed.")),
        (t("Source of the method"), _SOURCES[found.method]),
    ]  # fmt: skip
    return tuple((term, text) for term, text in lines if text)


def plane_workings(found: Plane) -> Lines:
    """The cuts, and every item's place."""
    cuts = t(
        "The plain means of both: importance {importance}, rating {rating}. At the mean or above it is high.",
        importance=_percent1(found.cut_importance), rating=_percent1(found.cut_performance),
    )  # fmt: skip
    placed = tuple(
        (
            one.driver.name,
            t("{corner}: {importance}; {rated}", corner=t(wording.QUADRANTS[one.quadrant]),
              importance=importance_words(one.driver), rated=rated_words(one)),
        )
        for one in found.items
    )  # fmt: skip
    return (t("Lines"), cuts), *placed, (t("Source of the method"), "Martilla & James 1977")


def priority_workings(found: Sequence[Priority], level: str) -> Lines:
    """The formula, and what goes into every item's priority."""
    formula = t("importance x max(0, level - rating) in points x reach; level: {level}", level=level)
    each = tuple(
        (
            one.driver.name,
            t("{importance:.4f} x {gap:.2f} points x {reach:.4f} = {score:.4f} (between {low:.4f} and {high:.4f}), {rank}",
              importance=one.driver.share, gap=one.gap * 100, reach=one.reach, score=one.score, low=one.low, high=one.high,
              rank=rank_words(one.best, one.worst)),
        )
        for one in found
    )  # fmt: skip
    drawn = t(
        "{draws} times with importance drawn from the responses, ratings and reach from their own answers (seed {seed})",
        draws=formats.whole(DRAWS), seed=SEED,
    )  # fmt: skip
    return (t("Priority"), formula), *each, (t("Rank range"), drawn)


_SOURCES = {
    LMG: "Lindeman, Merenda & Gold 1980; Grömping 2006", "relative": "Johnson 2000; Tonidandel & LeBreton 2011",
}  # fmt: skip


def _complete(found: Drivers) -> str:
    return t(
        "{n} complete answers of {all} to “{outcome}”; {left} lack an item", n=formats.whole(found.n),
        all=formats.whole(found.survey.answered), outcome=found.survey.outcome, left=formats.whole(found.incomplete),
    )  # fmt: skip


def _missing(found: Drivers) -> str:
    names = [name for name, _ in found.missing]
    return t("left out, answered by too few: {items}", items=wording.listed(names, most=4)) if names else ""


def _mixed(found: Drivers) -> str:
    names = found.survey.mixed
    return t("left out, answered on more than one scale: {items}", items=wording.listed(names)) if names else ""


def _constant(found: Drivers) -> str:
    names = [one.name for one in found.items if not one.varies]
    return t("no weight, because everybody gave them the same answer: {items}", items=wording.listed(names)) if names else ""


def _items_out(found: Drivers) -> str:
    """Every item left out, with its answers; and those on mixed scales."""
    few = [t("{item} ({n})", item=name, n=formats.counted(n, "answers")) for name, n in found.missing]
    return "; ".join(part for part in (", ".join(few), _mixed(found)) if part) or t("none")


def _hidden(found: Drivers, plane: Plane | None, items: Readout) -> str:
    """Items that were weighed and whose rating is withheld."""
    shown = {one.driver.name for one in plane.items} if plane else set()
    hidden = [one.name for one in found.items if plane and one.name not in shown]
    return t("rating not shown: {items}", items=wording.listed(hidden)) if hidden else ""


def _method(found: Drivers) -> str:
    if found.method == LMG:
        return t(
            "Shapley values (LMG): what an item adds to the explained variance, averaged over all orders of adding items; as"
            " shares of the whole. Beside them the relative weights."
        )
    return t(
        "Relative weights (Johnson): the explained variance handed back to the items; as shares of the whole. More than twelve"
        " items have too many orders for Shapley values."
    )


def _numbers(one: Driver) -> str:
    told = t(
        "{share}; weight {weight} (between {low} and {high}), correlation {r}, told by the other items already: VIF {vif}",
        share=importance_words(one), weight=_n(one.weight), low=_n(one.weight_low), high=_n(one.weight_high),
        r=f"{one.r:+.3f}", vif=f"{one.vif:.2f}",
    )  # fmt: skip
    return told if one.other is None else t("{told}; relative weight {other}", told=told, other=_n(one.other))


def _n(value: float) -> str:
    return f"{value:.4f}"


def _percent1(share: float) -> str:
    return formats.percent(f"{share * 100:.1f}")
