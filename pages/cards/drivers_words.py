"""Single numbers of drivers in words: for hovers, tables and receipts."""

from __future__ import annotations

from metrics import formats
from metrics.drivers.acting_words import QUADRANTS
from metrics.drivers.model import Driver
from metrics.drivers.naming import percent
from metrics.drivers.plane import Placed
from metrics.drivers.priority import Priority
from metrics.registry import by_key
from pages.ui.text import t


def importance_words(one: Driver) -> str:
    """34 % of the importance (between 32 and 36 %)."""
    return t(
        "{share} of the importance (between {low} and {high})", share=percent(one.share), low=percent(one.low),
        high=percent(one.high),
    )  # fmt: skip


def rank_words(best: int, worst: int) -> str:
    """rank 1 to 3."""
    return t("rank {best}", best=best) if best == worst else t("rank {best} to {worst}", best=best, worst=worst)


def rank_range(one: Priority) -> str:
    """2 (1–3)."""
    return f"{one.rank}" if one.best == one.worst else f"{one.rank} ({one.best}–{one.worst})"


def rated_words(one: Placed | Priority) -> str:
    """71.2 % satisfied (between 70.1 % and 72.3 %), 17,315 answers."""
    metric = by_key("rating")
    between = formats.interval(metric, one.rated)
    return t(
        "{share} satisfied ({between}), {answers}", share=formats.value(metric, one.rated.value), between=between,
        answers=formats.counted(one.rated.n, metric.counted),
    )  # fmt: skip


def place_words(one: Placed) -> tuple[str, str]:
    """The corner, and the importance."""
    corner = t(QUADRANTS[one.quadrant])
    return t("{corner}, not certain", corner=corner) if one.borderline else corner, importance_words(one.driver)


def priority_words(one: Priority) -> tuple[str, ...]:
    """What goes into a priority, line by line."""
    return (
        rank_words(one.best, one.worst), importance_words(one.driver), rated_words(one),
        t("{gap} points missing, {reach} of those who answered rate it", gap=f"{one.gap * 100:.1f}", reach=percent(one.reach)),
    )  # fmt: skip
