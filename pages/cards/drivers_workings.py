"""How the drivers' own numbers come about: the first lines of their cards' receipts."""

from __future__ import annotations

from collections.abc import Sequence

from metrics import formats, lists
from metrics.drivers.acting_words import QUADRANTS
from metrics.drivers.choosing import MOST_ITEMS
from metrics.drivers.drawing import DRAWS, GROUPS, SAMPLE
from metrics.drivers.model import LMG, RELATIVE, Driver, Drivers
from metrics.drivers.plane import Plane
from metrics.drivers.priority import Priority
from metrics.registry import by_key
from metrics.stats.resampling import SEED
from pages.cards.drivers_told import complete, mixed
from pages.cards.drivers_words import importance_words, rank_words, rated_words
from pages.ui.text import t

Lines = tuple[tuple[str, str], ...]


def importance(found: Drivers, conf: float) -> Lines:
    """How importance comes about, and every item's numbers."""
    survey = found.survey
    lines = [
        (t("Outcome"), t("“{question}” ({kind}) of {survey}", question=survey.outcome, kind=t(by_key(found.kind).noun),
                         survey=survey.instrument)),
        (t("Complete answers"), complete(found)),
        (t("Which items"), t(
            "In the order of how many answered them, as long as at least a quarter of those who rated the outcome answered all"
            " of them, and at least 50 and ten per item; at most {most}.", most=MOST_ITEMS,
        )),
        (t("Items left out"), _items_out(found)),
        (t("Importance"), _method(found)),
        (t("Explained (R²)"), t(
            "{r2} (between {low} and {high})", r2=_n(found.r2), low=_n(found.r2_low), high=_n(found.r2_high)
        )),
        *((one.name, _numbers(one)) for one in found.items),
        (t("Intervals"), t(
            "{draws} samples of {n} responses drawn with replacement (seed {seed}); the middle {level} %. Of more than {most}"
            " responses that many are drawn from; more than {groups} are drawn in that many random groups. Responses count, not"
            " customers.", draws=formats.whole(DRAWS), n=formats.whole(found.drawn), seed=SEED, level=f"{conf * 100:g}",
            most=formats.whole(SAMPLE), groups=formats.whole(GROUPS),
        )),
        (t("Not a cause"), t("Importance tells what goes together with the outcome, not what would happen if it changed.")),
        (t("Source of the method"), _SOURCES[found.method]),
    ]  # fmt: skip
    return tuple((term, text) for term, text in lines if text)


def plane(found: Plane) -> Lines:
    """The cuts, and every item's place."""
    cuts = t(
        "The plain means of both: importance {importance}, rating {rating}. At the mean or above it is high.",
        importance=_percent1(found.cut_importance), rating=_percent1(found.cut_performance),
    )  # fmt: skip
    placed = tuple(
        (
            one.driver.name,
            t("{corner}: {importance}; {rated}", corner=t(QUADRANTS[one.quadrant]),
              importance=importance_words(one.driver), rated=rated_words(one)),
        )
        for one in found.items
    )  # fmt: skip
    return (t("Lines"), cuts), *placed, (t("Source of the method"), "Martilla & James 1977")


def priorities(found: Sequence[Priority], level: str) -> Lines:
    """The formula, and what goes into every item's priority."""
    formula = t("importance x max(0, level - rating) in points x reach; level: {level}", level=level)
    each = tuple(
        (
            one.driver.name,
            t("{importance:.4f} x {gap:.2f} points x {reach:.4f} = {score:.4f}; {share} of all (between {low} and {high}),"
              " {rank}", importance=one.driver.share, gap=one.gap * 100, reach=one.reach, score=one.score,
              share=_percent1(one.share), low=_percent1(one.low), high=_percent1(one.high),
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
    LMG: "Lindeman, Merenda & Gold 1980; Grömping 2006", RELATIVE: "Johnson 2000; Tonidandel & LeBreton 2011",
}  # fmt: skip


def _items_out(found: Drivers) -> str:
    """Every item left out, with its answers; and those on mixed scales."""
    few = [t("{item} ({n})", item=name, n=formats.counted(n, "answers")) for name, n in found.missing]
    return lists.statements([lists.enumerated(few), mixed(found)]) or t("none")


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
        r=formats.minus(f"{one.r:+.3f}"), vif=f"{one.vif:.2f}",
    )  # fmt: skip
    return told if one.other is None else t("{told}; relative weight {other}", told=told, other=_n(one.other))


def _n(value: float) -> str:
    return formats.minus(f"{value:.4f}")


def _percent1(share: float) -> str:
    return formats.percent(f"{share * 100:.1f}")
