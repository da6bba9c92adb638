"""A readout's numbers as plain keys and values, and the same read back from each file: what is held against what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import isclose

from charts import periods
from charts.data import ChartData
from charts.escape import plain
from charts.series import dimension_name, group_name
from metrics.readout import Readout
from metrics.results import Estimate, Result
from reports.content import CardContent
from reports.deck import deck
from reports.reading import csv_lines, sheet_lines, slide_charts
from reports.safe_text import cell, clean
from reports.table import csv_file
from reports.workbook import workbook

Key = tuple[str, ...]  # level, period, groups …
_WRITTEN = 1e-13  # a spreadsheet writes 16 digits of a number


@dataclass(frozen=True, slots=True)
class Numbers:
    """What must be the same everywhere."""

    value: float | None
    low: float | None
    high: float | None
    n: int

    @classmethod
    def of(cls, result: Result) -> Numbers:
        if not isinstance(result, Estimate):
            return cls(None, None, None, result.n)
        return cls(result.value, result.low, result.high, result.n)

    def same(self, other: Numbers) -> bool:
        pairs = ((self.value, other.value), (self.low, other.low), (self.high, other.high))
        return self.n == other.n and all(alike(one, two) for one, two in pairs)

    def __str__(self) -> str:
        return f"{self.value!r} [{self.low!r}, {self.high!r}] n={self.n}"


def alike(one: float | None, other: float | None) -> bool:
    """Equal, but for the last digit a file writes."""
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=_WRITTEN, abs_tol=_WRITTEN)


def of_readout(readout: Readout) -> dict[Key, Numbers]:
    """Overall and every row."""
    found: dict[Key, Numbers] = {("overall", "", *("" for _ in readout.by)): Numbers.of(readout.overall)}
    for row in readout.rows:
        period = row.period.isoformat() if row.period else ""
        found["row", period, *row.group] = Numbers.of(row.result)
    return found


def differences(card: CardContent, again: Readout, *, charted: bool = True) -> Iterator[str]:
    """Where the card's number differs: asked a second time, in its CSV, in its workbook, on its slide. charted: its chart
    draws the readout itself, not a funnel's steps or a curve."""
    readout = card.readouts[0]
    page = of_readout(readout)
    yield from _against("asked directly", page, of_readout(again))
    by = [dimension_name(name) for name in readout.by]
    guarded = {(*key[:2], *(cell(name) for name in key[2:])): numbers for key, numbers in page.items()}
    yield from _against("CSV", guarded, _of_lines(readout, csv_lines(csv_file(readout)), [cell(name) for name in by]))
    alone = replace(card, readouts=(readout,))  # others of the card may be of the same periods and groups
    tidy = {(*key[:2], *(clean(name) for name in key[2:])): numbers for key, numbers in page.items()}
    yield from _against("Excel", tidy, _of_lines(readout, sheet_lines(workbook(alone)), [clean(name) for name in by]))
    yield from _on_the_slide(card, readout if charted else None)


def _against(where: str, page: dict[Key, Numbers], there: dict[Key, Numbers]) -> Iterator[str]:
    for key in {**page, **there}:
        one, other = page.get(key), there.get(key)
        if one is None or other is None or not one.same(other):
            yield f"{' '.join(part for part in key if part)}: the page says {one}, {where} says {other}"


def _of_lines(readout: Readout, lines: Iterable[dict[str, str]], by: list[str]) -> dict[Key, Numbers]:
    """The lines of the readout's metric: a card may hold a second one by the same groups."""

    def number(text: str) -> float | None:
        return float(text) if text else None

    return {
        (line["level"], line["period"], *(line[name] for name in by)): Numbers(
            number(line["value"]), number(line["low"]), number(line["high"]), int(line["n"])
        )
        for line in lines if line["metric"] == readout.metric.key
    }  # fmt: skip


def _on_the_slide(card: CardContent, readout: Readout | None) -> Iterator[str]:
    """Every mark of the slide's chart that stands for one number, and its embedded workbook."""
    marks = list(_marks(card.chart, readout)) if readout else []
    charts = slide_charts(deck(card))
    if not charts:  # nothing is known, so nothing is drawn
        yield from (f"{key}: the page says {value!r}, the slide has no chart" for key, value in marks if value is not None)
        return
    (chart,) = charts
    for key in {**chart.shown, **chart.beneath}:
        if not alike(chart.shown.get(key), chart.beneath.get(key)):
            yield f"{key}: the slide says {chart.shown.get(key)!r}, its workbook {chart.beneath.get(key)!r}"
    for key, value in marks:
        if key not in chart.shown or not alike(chart.shown[key], value):
            yield f"{key}: the page says {value!r}, the slide {chart.shown.get(key)!r}"


def _marks(chart: ChartData, readout: Readout) -> Iterator[tuple[tuple[str, str], float | None]]:
    """(series, category) and value as the readout has them; groups the chart pools or leaves out say so in words."""
    drawn, title = {one.name for one in chart.series}, clean(chart.series[-1].name)
    if not readout.rows:
        yield (title, clean(chart.categories[0])), Numbers.of(readout.overall).value
    for row in readout.rows:
        value, group = Numbers.of(row.result).value, plain(group_name(row.group))
        if row.period is not None and readout.grain is not None:
            name = group or title
            if name in drawn or not readout.by:
                yield (clean(name), clean(periods.label(row.period, readout.grain))), value
        elif value is not None and len(readout.by) == 1:  # one without a value carries the reason in its label
            yield (title, clean(group)), value
