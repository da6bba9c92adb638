"""Readouts for the chart and report tests, made of real results from seeded counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

from charts.figures.plane import Item
from charts.figures.ranked_marks import Ranked
from charts.figures.waterfall import Cause
from data_access.filters import Filters
from metrics.definitions.cells import count, share
from metrics.definitions.journeys import Step
from metrics.question import COMPARISONS
from metrics.readout import Compared, Readout, Row, Verdict, Word
from metrics.registry import by_key
from metrics.results import Reason, Result, Withheld
from metrics.rules import Note, Target
from metrics.split import Effect

AS_OF = datetime(2026, 9, 17, 14, 5, tzinfo=UTC)
CHANNELS = ("Phone", "Web", "Chat", "Branch", "E-mail", "App", "Chatbot", "Social")
HOSTILE = '<img src=x onerror=alert(1)>&<a href="javascript:1">go</a>'


def months(how_many: int, last: date = date(2026, 9, 1)) -> list[date]:
    """The months up to `last`."""
    end = last.year * 12 + last.month - 1
    return [date(m // 12, m % 12 + 1, 1) for m in range(end - how_many + 1, end + 1)]


def readout(
    key: str,
    rows: Sequence[Row],
    *,
    by: tuple[str, ...] = (),
    grain: str | None = None,
    overall: Result | None = None,
    verdict: Verdict | None = None,
) -> Readout:
    """A readout of a registered metric around the given rows."""
    days = [row.period for row in rows if row.period]
    return Readout(
        metric=by_key(key),
        by=by,
        grain=grain,
        overall=overall or share(1204, 1480),
        rows=tuple(rows),
        verdict=verdict,
        compared=Compared(COMPARISONS["previous"], Filters.of(date(2025, 1, 1), date(2025, 9, 16))),
        selected=Filters.of(date(2026, 1, 1), date(2026, 9, 17), region=("North", "South")),
        start=min(days, default=date(2026, 1, 1)),
        end=date(2026, 9, 17),
        as_of=AS_OF,
        data_version="f12.s3",
        left_out=(("without a score", 12),),
    )


def aimed(found: Readout, *values: float, notes: Sequence[Note] = ()) -> Readout:
    """With a target, or with a second one from 1 March 2026 on; and with notes."""
    starts = (None, date(2026, 3, 1))
    targets = tuple(Target(found.metric.key, value, start=start) for value, start in zip(values, starts, strict=False))
    return replace(found, rules=replace(found.rules, targets=targets), notes=tuple(notes))


def csat_months(how_many: int = 14, groups: Sequence[str] = (), seed: int = 7) -> Readout:
    """CSAT by month: one empty month, one with too few, the last unfinished. With groups: by channel."""
    rng, rows = Random(seed), []
    days = months(how_many)
    for g, name in enumerate(groups or ("",)):
        level = 0.82 - 0.045 * g
        for i, day in enumerate(days):
            level = min(0.95, max(0.3, level + rng.gauss(0, 0.012)))
            n = rng.randint(120, 420) // (g + 1)
            result: Result = share(round(level * n), n)
            if i == how_many // 3 and g in (0, 2):
                result = Withheld(Reason.EMPTY, 0)
            if i == how_many // 2 and g == 1:
                result = Withheld(Reason.TOO_FEW, 7, needed=3)
            rows.append(Row(day, (name,) if groups else (), result, provisional=i == how_many - 1))
    verdict = Verdict(Word.UP, "better", share(1155, 1480), share(1204, 1480), None)
    return readout("csat", rows, by=("channel",) if groups else (), grain="month", verdict=verdict)


def mix_months(how_many: int = 12, names: Sequence[str] = CHANNELS, seed: int = 3) -> Readout:
    """Share of contacts by channel and month; the last month is unfinished."""
    rng, rows = Random(seed), []
    for i, day in enumerate(months(how_many)):
        counts = [
            max(1, round(900 / (g + 1) * (1 + (0.04 if g == 1 else -0.01) * i) * rng.uniform(0.93, 1.07)))
            for g in range(len(names))
        ]
        rows += [
            Row(day, (name,), share(k, sum(counts)), provisional=i == how_many - 1)
            for name, k in zip(names, counts, strict=True)
        ]
    return readout("contact_share", rows, by=("channel",), grain="month")


def contacts_months(how_many: int = 18, seed: int = 5) -> Readout:
    """Contacts by month, the last one unfinished."""
    rng = Random(seed)
    days = months(how_many)
    counts = [round(4200 * (1 + 0.01 * i) * rng.uniform(0.9, 1.1)) for i in range(how_many - 1)] + [2381]
    rows = [Row(day, (), count(n), provisional=i == how_many - 1) for i, (day, n) in enumerate(zip(days, counts, strict=True))]
    return readout("contacts", rows, grain="month", overall=count(sum(counts)))


def csat_by(names: Sequence[str] = CHANNELS, seed: int = 11, shift: float = 0.0) -> Readout:
    """CSAT by channel without time; the last group has too few answers."""
    rng = Random(seed)
    rows = [
        Row(None, (name,), share(round((0.88 - 0.04 * g + shift * (g % 3 == 0)) * n), n))
        for g, (name, n) in enumerate((name, rng.randint(60, 2400)) for name in names[:-1])
    ]
    rows.append(Row(None, (names[-1],), Withheld(Reason.TOO_FEW, 7, needed=3)))
    return readout("csat", rows, by=("channel",))


def csat_crossed(names: Sequence[str], others: Sequence[str], seed: int = 13) -> Readout:
    """CSAT by channel and segment; the last cell has too few answers."""
    rng = Random(seed)
    rows = [
        Row(None, (name, other), share(round((0.85 - 0.03 * (i + j) % 0.4) * n), n))
        for i, name in enumerate(names)
        for j, other in enumerate(others)
        for n in [rng.randint(40, 900) // (i + 1) + 20]
    ]
    rows[-1] = replace(rows[-1], result=Withheld(Reason.TOO_FEW, 7, needed=3))
    return readout("csat", rows, by=("channel", "segment"))


STEPS = ("Visited the site", "Started an application", "Uploaded documents", "Signed", "First use")


def steps(counts: Sequence[int] = (12431, 8120, 3050, 1204, 310), names: Sequence[str] = STEPS) -> list[Step]:
    """A funnel of five steps."""
    before = [counts[0], *counts[:-1]]
    return [
        Step(name, n, share(n, previous), share(n, counts[0]), previous - n)
        for name, n, previous in zip(names, counts, before, strict=False)
    ]


def causes(names: Sequence[str] = CHANNELS) -> list[Cause]:
    """One that lowered the whole beyond chance, then one that raised it a little for every other name."""
    small = [Cause(name, Effect(0.01, -0.01, 0.03)) for name in names[1:]]
    return [Cause(names[0], Effect(-0.1, -0.12, -0.08)), *small]


def curve() -> list[tuple[float, float, float, float]]:
    """Share resolved by the hour: half after about three days, 90 % after about nineteen."""
    points = [(0.0, 0.0, 0.0, 0.0)]
    for day in (0.2, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 19, 22, 26, 30):
        done = 1 - 0.5 ** ((day / 3) ** 0.62)
        points.append((day * 24, done, max(0.0, done - 0.04), min(1.0, done + 0.04)))
    return points


def backlog() -> Readout:
    """Open complaints now."""
    return readout("backlog", [], overall=count(187))


def resolution() -> Readout:
    """Resolution time with open cases in its detail."""
    median = replace(share(1, 2), value=72.0, low=60.0, high=84.0, n=640, detail={"censored": 52.0})
    return readout("resolution_time", [], overall=median)


def ranked(names: Sequence[str]) -> list[Ranked]:
    """Named shares from large to small."""
    return [
        Ranked(name, 0.3 - 0.03 * k, 0.28 - 0.03 * k, 0.33 - 0.03 * k, name, (name,), strong=k < 2)
        for k, name in enumerate(names)
    ]


def plane_items(names: Sequence[str]) -> list[Item]:
    """Named points on the plane."""
    return [
        Item(name, 0.6 + 0.03 * k, 0.2 - 0.02 * k, (0.55, 0.9), (0.01, 0.25), k == 0, k == 1, (name,))
        for k, name in enumerate(names)
    ]
