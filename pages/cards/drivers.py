"""Cards about what matters most to customers: importance of the rated items, importance against rating, where to act first."""

from __future__ import annotations

from functools import partial

from charts.figures import plane, ranked
from charts.figures.corners import Corners
from metrics import formats
from metrics.drivers import acting_words, wording
from metrics.drivers.model import Drivers
from metrics.drivers.plane import Plane
from metrics.drivers.plane import plane as placed
from metrics.drivers.priority import Priority
from metrics.drivers.priority import priorities as ordered
from metrics.registry import by_key
from metrics.stats.priorities import FIX, KEEP, LOW, OVER
from pages.cards import drivers_drawn as drawn
from pages.cards import drivers_told as told
from pages.cards import drivers_workings as workings
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.drivers_answer import Answer, answer
from pages.ui.text import t


def importance(ask: Ask, *, outcome: str | None = None) -> CardView:
    """How much each item has to do with the outcome, with intervals, the strongest first."""
    got = answer(ask, outcome)
    question = t("What matters most for {outcome}?", outcome=t(by_key(got.kind).noun))
    if got.found is None or not got.found.items:
        return _nothing("importance", question, got)
    found = got.found
    return CardView(
        "importance", question, wording.importance(found, got.rated, t(by_key(got.kind).noun)), "neutral",
        partial(_importance_figure, found), told.importance_caption(got.found, ask.weights, bool(_asked_question(ask))),
        (got.items, got.outcome), "bar", drawn.importance_data(found),
        workings=workings.importance(found, ask.fetch.rules.conf), definition=told.definition(),
    )  # fmt: skip


def importance_performance(ask: Ask, *, outcome: str | None = None) -> CardView:
    """Importance against rating: what to fix first, what to keep up."""
    got = answer(ask, outcome)
    question = t("Where does what matters fall short?")
    if got.found is None or not got.found.items:
        return _nothing("importance_performance", question, got)
    found = placed(got.found, got.rated)
    verdict = acting_words.quadrants(found) if found else t("Three rated items are needed to compare them.")
    return CardView(
        "importance_performance", question, verdict, "neutral", partial(_plane_figure, found) if found else None,
        told.plane_caption(got.found, found, ask.weights), (got.items, got.outcome), "bar",
        drawn.plane_data(found) if found else None, workings=workings.plane(found) if found else (),
        definition=told.definition(),
    )  # fmt: skip


def priorities(ask: Ask, *, outcome: str | None = None) -> CardView:
    """The order in which to improve items: importance x gap to the target x reach."""
    got = answer(ask, outcome)
    question = t("Where would better service reach most customers?")
    if got.found is None or not got.found.items:
        return _nothing("priorities", question, got)
    goal = got.items.goal or (got.outcome.goal if got.kind == "csat" else None)
    conf = ask.fetch.rules.conf
    found, level = ordered(got.found, got.rated, goal.target if goal else None, conf)
    name = told.level(got.items, level, given=goal is not None)
    some = any(one.score > 0 for one in found)
    return CardView(
        "priorities", question, acting_words.first_steps(found, name), "neutral",
        partial(_priority_figure, found) if some else None, told.priority_caption(got.found, found, name, ask.weights),
        (got.items, got.outcome), "bar", drawn.priority_data(found), workings=workings.priorities(found, name),
        definition=told.definition(),
    )  # fmt: skip


def _nothing(key: str, question: str, got: Answer) -> CardView:
    """Why there are no drivers, and what would help."""
    if got.found is None:
        words = t("No survey in this selection asks for {outcome} and rates two items.", outcome=t(by_key(got.kind).noun))
        return CardView(key, question, words, "neutral", None, formats.counted(0, "answers"), (got.items, got.outcome), "bar")
    caption = told.importance_caption(got.found, False, False)
    return CardView(
        key, question, wording.short_of(got.found), "neutral", None, caption, (got.items, got.outcome), "bar"
    )  # fmt: skip


def _asked_question(ask: Ask) -> tuple[str, ...]:
    return next((chosen for name, chosen in ask.filters.values if name == "question"), ())


def _importance_figure(found: Drivers, ground: drawn.Ground) -> drawn.Figure:
    rows, even = drawn.importance_rows(found)
    return ranked(rows, ground, head=t("importance"), yardstick=even)


def _plane_figure(found: Plane, ground: drawn.Ground) -> drawn.Figure:
    words = acting_words.QUADRANTS
    corners = Corners(t(words[FIX]), t(words[KEEP]), t(words[LOW]), t(words[OVER]))
    cuts = found.cut_performance, found.cut_importance
    titles = t("satisfied (top two boxes)"), t("importance")
    return plane(drawn.plane_items(found), cuts, corners, ground, titles=titles, said=told.plane_marks(found))


def _priority_figure(found: tuple[Priority, ...], ground: drawn.Ground) -> drawn.Figure:
    moves = any(one.best != one.worst for one in found)
    said = (t("in brackets: how the rank moves when answers are drawn anew"),) if moves else ()
    return ranked(drawn.priority_rows(found), ground, head=t("rank"), mark="bar", said=said)


CARDS = (importance, importance_performance, priorities)
