"""What a frame is asked, and the pieces every builder is made of."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Label,
    Select,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.sql.elements import ColumnClause

from data_access.dialects import Dialect
from data_access.filters import Filters
from data_access.schema import attributes
from data_access.scope import Scope
from metrics.errors import FrameError
from metrics.frames import ATTRIBUTE, GRAINS, UNKNOWN, Frame

Option = str | int | float | tuple["Option", ...]
ONE: ColumnClause[int] = literal_column("1")


@dataclass(frozen=True, slots=True)
class Question:
    """One request for a frame: hashable, so that its statement is built once. `as_of` is naive UTC."""

    frame: Frame
    filters: Filters
    scope: Scope
    by: tuple[str, ...]
    grain: str | None
    as_of: datetime
    options: tuple[tuple[str, Option], ...] = ()
    week_start: int = 0  # 0 Monday … 6 Sunday

    def __post_init__(self) -> None:
        frame = self.frame
        if self.grain is not None and self.grain not in GRAINS:
            raise FrameError(f"grain {self.grain!r}: expected one of {', '.join(GRAINS)}")
        for name in self.by:
            if name not in frame.dims and not name.startswith(ATTRIBUTE):
                known_dims = ", ".join(frame.dims)
                raise FrameError(f"{frame.key} has no dimension {name!r}: expected {known_dims} or {ATTRIBUTE}NAME")
        stray = sorted({name for name, _ in self.options} - set(frame.options))
        if stray:
            takes = ", ".join(frame.options) or "none"
            raise FrameError(f"{frame.key} has no option {stray[0]!r}: expected {takes}")

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What its answer depends on besides the data: people who may see the same share it."""
        return (
            self.frame.key, self.filters, self.scope.key, self.by, self.grain, self.as_of, self.options, self.week_start
        )  # fmt: skip

    def option(self, name: str, *allowed: str | None) -> Any:
        """An option's value, None when it was not given. Raises FrameError when it is none of `allowed`."""
        value = dict(self.options).get(name)
        if allowed and value not in allowed:
            possible = ", ".join(filter(None, allowed))
            raise FrameError(f"option {name}={value!r} of {self.frame.key}: expected one of {possible}")
        return value

    @property
    def columns(self) -> tuple[str, ...]:
        """The answer's columns, in order, as the frame's contract names them."""
        period = ("period",) if self.grain else ()
        return (*period, *self.by, *self.frame.keys, *self.frame.counts)

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels inside SQL: as `columns`, but attributes are numbered (their names may be longer than identifiers)."""
        return tuple(label_of(self, name) for name in self.columns)

    @property
    def groups(self) -> tuple[str, ...]:
        """The labels of the period and the breakdown, without the frame's own columns."""
        return self.labels[: len(self.labels) - len(self.frame.keys) - len(self.frame.counts)]


def label_of(question: Question, column: str) -> str:
    return f"attr_{question.by.index(column)}" if column.startswith(ATTRIBUTE) else column


def frozen(options: Mapping[str, Any] | None) -> tuple[tuple[str, Option], ...]:
    """Options as a hashable value, sorted by name."""
    return tuple(sorted(((name, _frozen(value)) for name, value in (options or {}).items()), key=lambda pair: pair[0]))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list | tuple) else value


def literal(value: float) -> ColumnClause[Any]:
    """A number as a literal: see `moment`. Whole numbers stay whole."""
    return literal_column(str(int(value)) if value == int(value) else repr(float(value)))


def moment(value: datetime) -> ColumnClause[datetime]:
    """A time as a literal: grouped expressions must read the same wherever they are repeated, which binds do not."""
    return literal_column(f"TIMESTAMP '{value.isoformat(sep=' ')}'")


def known(column: ColumnElement[Any], otherwise: str = UNKNOWN) -> ColumnElement[str]:
    """A text value; what the source left empty reads `otherwise`."""
    return func.coalesce(func.nullif(column, literal_column("''")), literal_column(f"'{otherwise}'"))


def count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, ONE)))


def visible(question: Question, table: FromClause) -> list[ColumnElement[bool]]:
    """Scope, dimension filters and "not after as_of": the conditions on every facts table. The period is apart."""
    return [
        *question.scope.where(table),
        *question.filters.where(table, question.frame),
        table.c.ts <= moment(question.as_of),
    ]


def split(
    question: Question, dialect: Dialect, table: FromClause, day: ColumnElement[Any]
) -> tuple[FromClause, list[Label[Any]]]:
    """The period and breakdown columns, and the table joined to what they need."""
    source: FromClause = table
    labels: list[Label[Any]] = []
    if question.grain:
        labels.append(dialect.period(question.grain, day, question.week_start).label("period"))
    for name in question.by:
        label = label_of(question, name)
        if not name.startswith(ATTRIBUTE):
            labels.append(known(table.c[name]).label(label))
            continue
        other = attributes.alias(label)
        same = and_(
            other.c.source == table.c.source,
            other.c.record == table.c.record,
            other.c.name == name.removeprefix(ATTRIBUTE),
        )
        source = source.outerjoin(other, same)
        labels.append(known(other.c.value).label(label))
    return source, labels


def grouped(
    source: FromClause, groups: Sequence[Label[Any]], counts: Sequence[Label[Any]], where: Sequence[ColumnElement[bool]]
) -> Select[Any]:
    """GROUP BY over the groups' expressions. No rows in, no rows out, with and without groups."""
    statement = select(*groups, *counts).select_from(source).where(*where)
    if not groups:
        return statement.having(func.count() > literal_column("0"))
    return statement.group_by(*(label.element for label in groups))


def summed(question: Question, *parts: Select[Any]) -> Select[Any]:
    """The parts' counts added per group. Each part has every group at most once, so distinct counts stay right."""
    every = union_all(*parts).subquery("parts")
    labels = question.labels[: len(question.labels) - len(question.frame.counts)]
    groups = [every.c[label].label(label) for label in labels]
    counts = [_added(every.c[name], name in question.frame.floats).label(name) for name in question.frame.counts]
    return grouped(every, groups, counts, [])


def _added(column: ColumnElement[Any], real: bool) -> ColumnElement[Any]:
    return func.sum(column) if real else cast(func.sum(column), BigInteger)
