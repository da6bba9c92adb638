"""What the drivers' cards say below their charts: what was counted, what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence

from metrics import formats
from metrics.drivers import wording
from metrics.drivers.model import Drivers
from metrics.drivers.naming import listed, percent
from metrics.drivers.plane import Plane
from metrics.drivers.priority import Priority
from metrics.readout import Readout
from pages.ui.text import t


def importance_caption(found: Drivers, weighted: bool, by_question: bool) -> str:
    """Complete answers, the survey, what the items explain, what is left out and why."""
    parts = [t("complete answers: {complete}", complete=complete(found)), t("survey: {name}", name=found.survey.instrument)]
    if found.items:
        parts.append(
            t("together the items explain {share} of the differences in “{outcome}”", share=percent(found.r2),
              outcome=found.survey.outcome)
        )  # fmt: skip
    parts += [_missing(found), mixed(found), _constant(found), wording.alike(found), wording.against(found)]
    if found.others:
        names = listed(found.others)
        parts.append(t("also asked in {surveys}: choose with the filter Survey", surveys=names))
    parts.append(unweighted(weighted))
    if by_question:
        parts.append(t("the filter Question does not apply: items are weighed against each other"))
    return " · ".join(part.rstrip(".") for part in parts if part)


def unweighted(weighted: bool) -> str:
    """Said where the page weighs its answers: relative weights are of answers that count alike (catalogue B1)."""
    return t("importance counts every answer once") if weighted else ""


def plane_caption(found: Drivers, plane: Plane | None, weighted: bool) -> str:
    """What importance is counted from, which items have no shown rating."""
    counted = t("importance from {n} complete answers", n=formats.whole(found.n))
    parts = [counted, _hidden(found, plane), unweighted(weighted)]
    return " · ".join(part for part in parts if part)


def plane_marks(plane: Plane) -> tuple[str, ...]:
    """How the drawing is read: its lines, its hollow points."""
    hollow = any(one.borderline for one in plane.items)
    return (t("lines: the average item"), *((t("hollow: which side of a line is not certain"),) if hollow else ()))


def priority_caption(found: Drivers, ordered: Sequence[Priority], level: str, weighted: bool) -> str:
    """What the bars are, and what they are held against."""
    parts = [
        t("longest bar: where importance, distance from {level} and the number of customers concerned together are largest",
          level=level)
    ]  # fmt: skip
    there = [one.driver.name for one in ordered if not one.score]
    if there:
        parts.append(t("at or above it: {items}", items=listed(there)))
    if hidden := len(found.items) - len(ordered):
        parts.append(t("{n} without a shown rating", n=hidden))
    if weighted:
        parts.append(t("ratings are weighted; importance and the number of customers concerned count every answer once"))
    return " · ".join(parts)


def level(items: Readout, value: float, *, given: bool) -> str:
    """the target of 80.0 %; the average rating of 71.2 %."""
    shown = formats.value(items.metric, value)
    return t("the target of {value}", value=shown) if given else t("the average rating of {value}", value=shown)


def definition() -> str:
    """What importance is, in one sentence."""
    return t("Importance: an item's share of what all items together explain of the differences in the outcome")


def complete(found: Drivers) -> str:
    """8,707 of 21,045 to “Overall”; 12,338 lack an item."""
    return t(
        "{n} of {all} to “{outcome}”; {left} lack an item", n=formats.whole(found.n),
        all=formats.whole(found.survey.answered), outcome=found.survey.outcome, left=formats.whole(found.incomplete),
    )  # fmt: skip


def _missing(found: Drivers) -> str:
    names = [name for name, _ in found.missing]
    return t("left out, answered by too few: {items}", items=listed(names, most=4)) if names else ""


def mixed(found: Drivers) -> str:
    """Items on more than one scale, by name; empty where there are none."""
    names = found.survey.mixed
    return t("left out, answered on more than one scale: {items}", items=listed(names)) if names else ""


def _constant(found: Drivers) -> str:
    names = [one.name for one in found.items if not one.varies]
    return t("no weight, because everybody gave them the same answer: {items}", items=listed(names)) if names else ""


def _hidden(found: Drivers, plane: Plane | None) -> str:
    """Items that were weighed and whose rating is withheld."""
    shown = {one.driver.name for one in plane.items} if plane else set()
    hidden = [one.name for one in found.items if plane and one.name not in shown]
    return t("rating not shown: {items}", items=listed(hidden)) if hidden else ""
