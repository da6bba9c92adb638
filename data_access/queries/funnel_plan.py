"""S9: units by the deepest step they reached inside the window, in four modes, one statement each.

What all modes share (metrics.md D2):
- counted units: customers or cases; contacts without one are left out; nothing after as_of is seen;
- the period, the dimension filters and maturity choose which events may *open* a chain; later steps are any of the
  unit's. Filters on stage and touchpoint do not apply. `funnel` opens at events with t + W <= as_of, `funnel_open` at
  the others; a unit that entered in both is in both;
- a unit's best chain is the deepest; among equals the one opened last; among those opened at the same moment the one
  whose opening event stands last in its file (seq, then record). That opening event gives period and groups;
- the answer has units by the exact depth of their best chain (not cumulative).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Label, Select, and_, case, func, literal_column, not_, select

from data_access.dialects import Dialect
from data_access.queries.contacts import COUNTED
from data_access.queries.question import Question, moment, split
from data_access.schema import contacts
from metrics.errors import FrameError

MODES = ("ordered", "strictly_later", "adjacent", "any_order")
MAX_STEPS = 12  # each step is one pass over the remaining events


@dataclass(frozen=True, slots=True)
class Plan:
    """A funnel question, read and checked. `window`: microseconds · `each`: one line per unit instead of counts."""

    steps: tuple[str, ...]
    mode: str
    window: int
    unit: ColumnElement[str]
    groups: tuple[str, ...]  # labels of the period and breakdown columns
    each: bool = False

    @classmethod
    def of(cls, question: Question) -> Plan:
        """Raises FrameError for an option that makes no funnel."""
        steps, seconds = question.option("steps"), question.option("window_seconds")
        if not isinstance(steps, tuple) or not 1 <= len(steps) <= MAX_STEPS or not all(steps):
            raise FrameError(f"a funnel has 1 to {MAX_STEPS} named steps, got {steps!r}")
        if not isinstance(seconds, int) or seconds < 0:
            raise FrameError(f"window_seconds={seconds!r}: expected whole seconds from 0")
        unit = COUNTED[question.option("counted", *COUNTED)]
        groups = question.labels[: len(question.labels) - 2]  # the last two are depth and n
        return cls(steps, question.option("mode", *MODES), seconds * 1_000_000, unit, groups)

    @property
    def distinct(self) -> bool:
        return len(set(self.steps)) == len(self.steps)


def events(question: Question, plan: Plan, dialect: Dialect) -> FromClause:
    """The units' events: unit, t (microseconds), stage, seq, record, may_open (1 or NULL), and the groups' columns."""
    t = contacts
    micros = dialect.micros(t.c.ts)
    source, groups = split(question, dialect, t, t.c.day)
    conditions = [*question.filters.where(t, question.frame), *question.filters.within(t.c.day)]
    mature = micros + literal_column(str(plan.window)) <= dialect.micros(moment(question.as_of))
    may_open = and_(mature if question.frame.key == "funnel" else not_(mature), *conditions)
    where = [*question.scope.where(t), t.c.ts <= moment(question.as_of), plan.unit.is_not(None), plan.unit != ""]
    if plan.mode != "adjacent":  # there, events of other stages stand between steps
        where.append(t.c.stage.in_(sorted(set(plan.steps))))
    columns: list[Label[Any]] = [
        plan.unit.label("unit"),
        micros.label("t"),
        t.c.stage.label("stage"),
        t.c.seq.label("seq"),
        t.c.record.label("record"),
        case((may_open, literal_column("1"))).label("may_open"),
    ]
    return select(*columns, *groups).select_from(source).where(*where).subquery("events")


def counted(plan: Plan, best: FromClause, depth: ColumnElement[int], *where: ColumnElement[bool]) -> Select[Any]:
    """Units by group and depth, from rows of one per unit; with `each` those rows: unit, t, groups, depth."""
    groups = [best.c[label] for label in plan.groups]
    if plan.each:
        return select(*opening(plan, best), *groups, depth.label("depth")).where(*where)
    return select(*groups, depth.label("depth"), func.count().label("n")).where(*where).group_by(*groups, depth)


def opening(plan: Plan, rows: FromClause) -> list[ColumnElement[Any]]:
    """What a line per unit tells beside groups and depth: the unit and when it entered; nothing where units are counted."""
    return [rows.c.unit, rows.c.t] if plan.each else []
