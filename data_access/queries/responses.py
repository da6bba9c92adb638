"""Responses to surveys, and what they answered to a question: a row of a file counts once, whatever it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Label,
    Select,
    String,
    and_,
    case,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    values,
)

from data_access.dialects import Dialect
from data_access.queries.contacts import in_period
from data_access.queries.question import ONE, Question, grouped, known, literal, split
from data_access.schema import attributes, responses
from metrics.errors import FrameError
from metrics.frames import ANSWER, ATTRIBUTE

_T = responses
_SUMS = ("n", "sw", "sww")
UNTICKED = frozenset({"no", "false", "0", "unchecked", "not selected", "否"})  # in a choice's column: not chosen


def survey_responses(question: Question, dialect: Dialect) -> Select[Any]:
    """S2. A response without a weight weighs 1."""
    source, groups = split(question, dialect, _T, _T.c.day)
    return grouped(source, groups, _sums(_SUMS), in_period(question, _T))


def given_answers(question: Question, dialect: Dialect) -> Select[Any]:
    """S2 by answer."""
    if ANSWER not in question.by:
        return _answered_of_all(question, dialect)
    given = by_answer(question, dialect)
    answers = (
        select(*given.groups, given.answer, *_sums(_SUMS))
        .select_from(given.source).where(*given.where)
        .group_by(*(label.element for label in (*given.groups, given.answer)))
        .cte("by_answer")
    )  # fmt: skip
    plain, source, named = _split_without_answer(question, dialect)
    everybody = grouped(source, named, _sums(("of", "ofw", "ofww")), [*in_period(plain, _T), *answered(question)])
    all_of = everybody.subquery("everybody")
    names = select(answers.c[ANSWER]).distinct().subquery("names")
    same = and_(*(answers.c[name] == all_of.c[name] for name in _others(question)), answers.c[ANSWER] == names.c[ANSWER])
    joined = all_of.join(names, literal_column("TRUE")).outerjoin(answers, same)
    cells: dict[str, ColumnElement[Any]] = {ANSWER: names.c[ANSWER], "n": func.coalesce(answers.c.n, literal(0))}
    cells |= {name: func.coalesce(answers.c[name], literal_column("0.0")) for name in ("sw", "sww")}
    cells["silent"] = literal(0)
    cells |= {name: all_of.c[name] for name in (*_others(question), "of", "ofw", "ofww")}
    return select(*(cells[name].label(name) for name in question.labels)).select_from(joined)


class Given(NamedTuple):
    """Responses joined to what they answered, a row for each answer. groups: the labels of the breakdown but the answer."""

    source: FromClause
    groups: list[Label[Any]]
    answer: Label[Any]
    where: list[ColumnElement[bool]]


def by_answer(question: Question, dialect: Dialect) -> Given:
    """The responses of the selection that answered the question, by answer."""
    plain, source, named = _split_without_answer(question, dialect)
    asked, where = asked_about(question), in_period(plain, _T)
    if isinstance(asked, str) and _of_everybody(asked):
        return Given(source, named, known(_T.c[asked]).label(ANSWER), where)
    mine = attributes.alias("given")
    joined = source.join(mine, and_(_same(mine), mine.c.name.in_(_columns(asked))))
    filled = _filled(mine, asked)
    if isinstance(asked, str):
        return Given(joined, named, mine.c.value.label(ANSWER), [*where, *filled])
    said, several = _named(asked or (), mine, joined)
    return Given(several, named, said.label(ANSWER), [*where, *filled])


def all_answers(question: Question) -> ColumnElement[str]:
    """What a response answered, in one text; several answers in the order of the alphabet, a comma between."""
    asked = asked_about(question)
    if asked is None:
        nothing: ColumnElement[str] = literal_column("NULL")
        return nothing
    if isinstance(asked, str) and _of_everybody(asked):
        return known(_T.c[asked])
    mine = attributes.alias("all_given")
    filled = and_(_same(mine), mine.c.name.in_(_columns(asked)), *_filled(mine, asked))
    said, source = (mine.c.value, mine) if isinstance(asked, str) else _named(asked, mine)
    apart: ColumnElement[str] = literal_column("', '")
    text = func.string_agg(said, apart).aggregate_order_by(said)
    return select(text).select_from(source).where(filled).correlate(_T).scalar_subquery()


def answered(question: Question) -> list[ColumnElement[bool]]:
    """The condition that a response answered the question; none where every response does."""
    asked = asked_about(question)
    if _of_everybody(asked):
        return []
    mine = attributes.alias("filled")
    there = select(ONE).where(_same(mine), mine.c.name.in_(_columns(asked)), *_filled(mine, asked))
    return [there.exists()]


def asked_about(question: Question) -> str | Sequence[tuple[str, str]] | None:
    """The option `question`; FrameError where it names no dimension of responses and no columns."""
    asked = question.option("question")
    plain = asked is None or (isinstance(asked, str) and (asked.startswith(ATTRIBUTE) or asked in _T.c))
    several = isinstance(asked, tuple) and asked and all(
        isinstance(one, tuple) and len(one) == 2 and all(isinstance(part, str) for part in one) for one in asked
    )  # fmt: skip
    if not (plain or several) or (asked is None and ANSWER in question.by):
        raise FrameError(
            f"option question={asked!r} of {question.frame.key}: expected a dimension, {ATTRIBUTE}NAME, or "
            "((answer, column), ...)"
        )
    found: str | Sequence[tuple[str, str]] | None = asked
    return found


def _of_everybody(asked: str | Sequence[tuple[str, str]] | None) -> bool:
    """Whether every response answers: nothing is asked, or a dimension."""
    return asked is None or (isinstance(asked, str) and not asked.startswith(ATTRIBUTE))


def without_answer(question: Question) -> Question:
    """The same question without the breakdown by answer."""
    return replace(question, by=tuple(name for name in question.by if name != ANSWER))


def _split_without_answer(question: Question, dialect: Dialect) -> tuple[Question, FromClause, list[Label[Any]]]:
    """(the question without the answer, its source, its groups under the labels they have beside the answer)."""
    plain = without_answer(question)
    source, groups = split(plain, dialect, _T, _T.c.day)
    return plain, source, [group.element.label(label) for group, label in zip(groups, _others(question), strict=True)]


def _answered_of_all(question: Question, dialect: Dialect) -> Select[Any]:
    source, groups = split(question, dialect, _T, _T.c.day)
    gave = and_(literal_column("TRUE"), *answered(question))
    was_asked = and_(literal_column("TRUE"), *_put_to(question))
    columns = [_weight().label("w"), gave.label("gave"), was_asked.label("asked")]
    each = select(*groups, *columns).select_from(source).where(*in_period(question, _T))
    rows = each.subquery("each")
    gave, w = rows.c.gave, rows.c.w
    none: ColumnElement[float] = literal_column("0.0")
    n, silent = (func.count(case((one, ONE))) for one in (gave, and_(rows.c.asked, ~gave)))
    sw, sww = (func.sum(case((gave, one), else_=none)) for one in (w, w * w))
    found = {"n": n, "sw": sw, "sww": sww, "of": n, "ofw": sw, "ofww": sww, "silent": silent}
    counts = [found[name].label(name) for name in question.frame.counts]
    return grouped(rows, [rows.c[label.name].label(label.name) for label in groups], counts, [])


def _put_to(question: Question) -> list[ColumnElement[bool]]:
    """The condition that a response was asked the question: its file holds an answer to it."""
    asked = asked_about(question)
    if _of_everybody(asked):
        return []
    mine = attributes.alias("put")
    holding = select(mine.c.batch_id).where(mine.c.facts == "answers", mine.c.name.in_(_columns(asked)), mine.c.value != "")
    return [_T.c.batch_id.in_(holding)]


def _named(
    asked: Sequence[tuple[str, str]], mine: FromClause, source: FromClause | None = None
) -> tuple[ColumnElement[str], FromClause]:  # fmt: skip
    """The answer a choice's column stands for, and `source` (the columns themselves) joined to it."""
    pairs = [(answer, name.removeprefix(ATTRIBUTE)) for answer, name in asked]
    told = values(column("said", String), column("name", String), name="told").data(pairs)
    return told.c.said, (mine if source is None else source).join(told, told.c.name == mine.c.name)


def _others(question: Question) -> list[str]:
    """Labels of the period and the breakdown but the answer."""
    return [label for label in question.groups if label != ANSWER]


def _sums(names: Sequence[str]) -> list[Label[Any]]:
    weight = _weight()
    found: tuple[ColumnElement[Any], ...] = (
        cast(func.count(), BigInteger), func.sum(weight), func.sum(weight * weight),
    )  # fmt: skip
    return [one.label(name) for one, name in zip(found, names, strict=True)]


def _weight() -> ColumnElement[float]:
    return func.coalesce(_T.c.weight, literal_column("1.0"))


def _filled(mine: FromClause, asked: str | Sequence[tuple[str, str]] | None) -> list[ColumnElement[bool]]:
    """The condition that a column gives an answer: a choice whose own name is "No" is ticked by that word."""
    filled = [mine.c.value != ""]
    if asked is None or isinstance(asked, str):
        return filled
    value = func.lower(func.trim(mine.c.value))
    named = [(choice.strip().casefold(), name.removeprefix(ATTRIBUTE)) for choice, name in asked]
    own = [and_(mine.c.name == name, value == choice) for choice, name in named if choice in UNTICKED]
    return [*filled, or_(value.not_in(sorted(UNTICKED)), *own)]


def _same(mine: FromClause) -> ColumnElement[bool]:
    return and_(mine.c.source == _T.c.source, mine.c.record == _T.c.record)


def _columns(asked: str | Sequence[tuple[str, str]] | None) -> list[str]:
    if isinstance(asked, str):
        return [asked.removeprefix(ATTRIBUTE)]
    return [name.removeprefix(ATTRIBUTE) for _, name in asked or ()]

