"""S4: sums and cross products of several questions over complete responses, and the responses' patterns.

One row per response first (a question per column), then sums over responses; the sums are told pair by pair.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnClause,
    ColumnElement,
    FromClause,
    Integer,
    Label,
    Numeric,
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
from data_access.queries.question import ONE, Question, count_if, literal, split
from data_access.schema import answers
from metrics.errors import FrameError
from metrics.frames import PATTERN_SEPARATOR

MAX_QUESTIONS = 20
_T = answers


def gram(question: Question, dialect: Dialect) -> Select[Any]:
    """One row per pair of questions, in the order they were asked for."""
    names = _questions(question)
    each = _responses(question, dialect, names)
    groups = [each.c[label] for label in question.groups]
    places = range(len(names))
    pairs = list(combinations_with_replacement(places, 2))
    complete, q = each.c.complete == ONE, [each.c[f"q_{i}"] for i in places]
    sums: list[Label[Any]] = [
        count_if(complete).label("n"),
        (func.count() - count_if(complete)).label("incomplete"),
        *(func.sum(case((complete, q[i]))).label(f"s_{i}") for i in places),
        *(func.sum(case((complete, q[i] * q[j]))).label(f"s_{i}_{j}") for i, j in pairs),
        *(_mixed(complete, each.c[f"low_{i}"], each.c[f"high_{i}"]).label(f"mixed_{i}") for i in places),
    ]
    wide = select(*groups, *sums).group_by(*groups).having(func.count() > literal(0)).subquery("sums")
    told = values(column("item", String), column("other", String), column("pair", Integer), name="pairs").data(
        [(names[i], names[j], k) for k, (i, j) in enumerate(pairs)]
    )

    def picked(of: dict[int, ColumnElement[Any]]) -> ColumnElement[Any]:
        return case(*((told.c.pair == literal(k), value) for k, value in of.items()))

    mixed = {k: wide.c[f"mixed_{i}"] + (wide.c[f"mixed_{j}"] if i != j else literal(0)) for k, (i, j) in enumerate(pairs)}
    counts = [
        wide.c.n.label("n"),
        wide.c.incomplete.label("incomplete"),
        picked({k: wide.c[f"s_{i}"] for k, (i, _) in enumerate(pairs)}).label("x"),
        picked({k: wide.c[f"s_{j}"] for k, (_, j) in enumerate(pairs)}).label("y"),
        picked({k: wide.c[f"s_{i}_{j}"] for k, (i, j) in enumerate(pairs)}).label("xy"),
        cast(picked(mixed), BigInteger).label("mixed"),
    ]
    cell = [wide.c[group.name] for group in groups]
    return select(*cell, told.c.item, told.c.other, *counts).select_from(wide.join(told, literal_column("TRUE")))


def answer_patterns(question: Question, dialect: Dialect) -> Select[Any]:
    """Complete responses by their scores; of more than `sample` per cell those with the smallest record numbers."""
    names, sample = _questions(question), question.option("sample")
    if not isinstance(sample, int) or sample < 1:
        raise FrameError(f"option sample={sample!r} of {question.frame.key}: expected how many responses, from 1")
    each = _responses(question, dialect, names)
    groups = [each.c[label] for label in question.groups]
    separator: ColumnClause[str] = literal_column(f"'{PATTERN_SEPARATOR}'")
    # Engines write a float in their own ways; three decimals read the same on all of them.
    scores = [cast(cast(each.c[f"q_{i}"], Numeric(12, 3)), String) for i in range(len(names))]
    pattern: ColumnElement[Any] = scores[0]
    for score in scores[1:]:
        pattern = pattern.op("||")(separator).op("||")(score)
    place = func.row_number().over(partition_by=groups or None, order_by=[each.c.record, each.c.source_of])
    drawn = select(*groups, pattern.label("pattern"), place.label("place")).where(each.c.complete == ONE).subquery("drawn")
    cell = [drawn.c[name] for name in (*(group.name for group in groups), "pattern")]
    return select(*cell, func.count().label("n")).where(drawn.c.place <= literal(sample)).group_by(*cell)


def _responses(question: Question, dialect: Dialect, names: tuple[str, ...]) -> FromClause:
    """record, source_of, groups, q_i, low_i, high_i (score and scale of question i), complete (1 or 0)."""
    source, groups = split(question, dialect, _T, _T.c.day)
    instrument = question.option("instrument")
    where = [*in_period(question, _T), _T.c.question.in_(names)]
    if instrument is not None:
        where.append(_T.c.instrument == instrument)
    cells = [
        func.max(case((_T.c.question == name, _T.c[part]))).label(f"{label}_{i}")
        for i, name in enumerate(names)
        for label, part in (("q", "score"), ("low", "scale_min"), ("high", "scale_max"))
    ]
    wide = (
        select(_T.c.record, _T.c.source.label("source_of"), *groups, *cells)
        .select_from(source)
        .where(*where)
        .group_by(_T.c.record, _T.c.source, *(label.element for label in groups))
        .subquery("wide")
    )
    complete = and_(*(wide.c[f"q_{i}"].is_not(None) for i in range(len(names))))
    return select(*wide.c, case((complete, ONE), else_=literal(0)).label("complete")).subquery("responses")


def _mixed(complete: ColumnElement[bool], low: ColumnElement[Any], high: ColumnElement[Any]) -> ColumnElement[int]:
    """1 when a question was answered on more than one scale."""
    lows, highs = case((complete, low)), case((complete, high))
    several = or_(func.min(lows) < func.max(lows), func.min(highs) < func.max(highs))
    return case((several, ONE), else_=literal(0))


def _questions(question: Question) -> tuple[str, ...]:
    names = question.option("questions")
    fits = isinstance(names, tuple) and 2 <= len(names) <= MAX_QUESTIONS and all(isinstance(n, str) and n for n in names)
    if not fits or len(set(names)) < len(names):
        wanted = f"2 to {MAX_QUESTIONS} different questions"
        raise FrameError(f"option questions={names!r} of {question.frame.key}: expected {wanted}")
    return tuple(names)
