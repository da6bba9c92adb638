"""The card about what customers answer to one question of a survey: shares with intervals, two periods side by side, or
crossed with something else."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from charts.figures import dots, pairs
from data_access.queries.question import Option
from data_access.surveyed import SurveyQuestion
from metrics import formats, lists
from metrics.comparison import closed_at
from metrics.frames import ANSWER
from metrics.readout import Readout, Word
from metrics.registry import by_key
from metrics.saying import one_after_another
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.breakdown import crossed_card
from pages.cards.card import CardView
from pages.cards.dimensions import dimensions_of
from pages.cards.words import caption, moved, shortened, units
from pages.ui.text import t

KEY, METRIC = "answers_given", "response_share"
PLAIN = ("channel", "segment", "region", "product")  # asked where no survey has a question: every response has them
_NAMED = 3


def answers_given(
    ask: Ask, *, question: str | None = None, across: str | None = None, across_label: str = ""
) -> CardView:  # fmt: skip
    """question: as it was asked, or a dimension; None: the first there is · across: what it is crossed with, and its name."""
    name, asked = asked_question(ask, question)
    short, across_label = shortened(name), shortened(across_label)
    title = t("What do customers answer? {question}", question=short)
    workings = ((t("Question"), name),)
    several = "" if isinstance(asked, str) else t("several answers are possible: the shares add up to more than 100 %")
    if across is not None:
        readout = ask.readout(METRIC, by=(ANSWER, across), options={"question": asked})
        crossed = t("What do customers answer, by {what}? {question}", what=across_label, question=short)
        view = crossed_card(KEY, crossed, readout)
        own = t("each share is of the responses of its own {what}", what=across_label)
        return replace(view, caption=caption(readout, several, own), workings=workings)
    now = ask.readout(METRIC, by=(ANSWER,), options={"question": asked})
    before = ask.before(METRIC)
    then = None if before is None else before.readout(METRIC, by=(ANSWER,), options={"question": asked})
    if then is None or not then.rows:
        draw = partial(dots, now) if now.rows else None
        return CardView(
            KEY, title, sentence(now), "neutral", draw, caption(now, several), (now,), "bar", workings=workings
        )  # fmt: skip
    real = frozenset(row.group for row in now.rows if row.verdict and row.verdict.word in (Word.UP, Word.DOWN))
    heads = t("now: {n}", n=units(now.metric, now.overall.n)), t("before: {n}", n=units(then.metric, then.overall.n))
    draw = partial(pairs, now, then, heads=heads, real=real, alike=True) if now.rows else None
    told = one_after_another(sentence(now), moved(now) or t("No answer was clearly given more or less often than before."))
    grey = t("grey: no more than chance") if len(real) < len(now.rows) else ""
    return CardView(
        KEY, title, told, "neutral", draw,
        caption(now, several, t("before: {period}", period=now.comparison_label), _gone(now, then), grey), (now, then), "bar",
        workings=workings,
    )  # fmt: skip


def asked_question(ask: Ask, key: str | None) -> tuple[str, Option]:
    """(the question in words, what is asked of the store); a question nobody asked any more is asked as a dimension."""
    found = {one.key: one for one in ask.fetch.store.questions(ask.scope)}
    if key is None:
        key = first_question(ask)
    return (question_name(found[key]), found[key].asked) if key in found else (formats.dimension(key), key)


def question_name(question: SurveyQuestion) -> str:
    """As it was asked; told apart from another question of that name."""
    if question.key == question.name:
        return question.name
    return t("{question} (several answers)", question=question.name)


def first_question(ask: Ask) -> str:
    """Key of the first question that responses of this selection answer, else the first of all; a dimension where no survey
    has a question."""
    store = ask.fetch.store
    found = store.questions(ask.scope)
    if not found:
        offered = dimensions_of(by_key(METRIC), store, ask.scope)
        return next((one for one in PLAIN if one in offered), PLAIN[0])
    filled = store.columns_filled(ask.scope, closed_at(ask.filters, ask.fetch.as_of))
    return next((one.key for one in found if one.columns & filled), found[0].key)


def _gone(now: Readout, then: Readout) -> str:
    """Answers of the earlier period alone: the picture has a line for those of now."""
    there = {row.group for row in now.rows}
    gone = [row.group[0] for row in then.rows if row.group not in there]
    return t("only before: {answers}", answers=lists.few(gone, _NAMED)) if gone else ""
