"""What a card's drill-down lists: whose rows, how many there must be, and how a row of the card's table narrows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from data_access.drill import FILE_CAP, NUMERATOR, ROW_CAP, Within, adds_up, count_rows, counts_what, rows, unit_of
from data_access.filters import Filters
from metrics import formats
from metrics.metric import Metric
from metrics.readout import Readout, Row
from metrics.results import Estimate
from pages.cards.ask import Ask
from pages.ui.text import t


@dataclass(frozen=True)
class Behind:
    """The rows behind a readout's number, or behind one row of it (`row`)."""

    ask: Ask
    readout: Readout
    row: Row | None = None

    @property
    def metric(self) -> Metric:
        return self.readout.metric

    @property
    def filters(self) -> Filters:
        """The selection the number was counted for, closed as it was: a card may narrow the page's."""
        chosen = self.readout.selected if isinstance(self.readout.selected, Filters) else self.ask.filters
        return replace(chosen, start=self.readout.start, end=self.readout.end)

    @property
    def within(self) -> Within:
        if self.row is None:
            return Within()
        return Within(self.row.period, self.readout.grain, tuple(zip(self.readout.by, self.row.group, strict=True)))

    @property
    def unit(self) -> str:
        """What one line is, in the plural: complaints, customers …"""
        return unit_of(self.metric.frame, self.readout.options)

    def expected(self) -> int:
        """How many lines there must be: the number's n; above the line where n is an exposure, or the whole a part is of."""
        result = self.readout.overall if self.row is None else self.row.result
        part_of_whole = self.row is not None and self.metric.needs_by
        if not part_of_whole and counts_what(self.metric.frame) != NUMERATOR:
            return result.n
        if isinstance(result, Estimate):
            return round(result.numerator or 0)
        return result.n if self.metric.few_above else 0

    def count(self) -> int:
        """How many lines there are, by the same conditions, without a limit."""
        return count_rows(self.ask.fetch, *self._where(), options=self.readout.options, within=self.within)

    def newest(self, limit: int = ROW_CAP) -> pd.DataFrame:
        """The newest lines. Raises NotAllowedError for viewers."""
        return rows(self.ask.fetch, *self._where(), options=self.readout.options, within=self.within, limit=limit)

    def sentence(self) -> str:
        """The selection in words, narrowed."""
        return self.within.narrowed(self.filters).sentence()

    def _where(self) -> tuple[Any, ...]:
        return self.metric.frame, self.filters, self.ask.scope


def told(behind: Behind, count: int) -> str:
    """How many there are and how many are shown: "The newest 1,000 of 12,431 complaints."."""
    if count == 0:
        return t("Nothing was counted here, so there are no rows.")
    if count > ROW_CAP and not adds_up(behind.metric.frame):
        return t(
            "The newest {shown} of {all}.", shown=formats.whole(ROW_CAP), all=formats.counted(count, behind.unit)
        )  # fmt: skip
    return t("All {all}, newest first.", all=formats.counted(count, behind.unit))


def explained(behind: Behind, count: int) -> list[str]:
    """What a line is where that is not plain, and what a file cannot hold."""
    found = []
    if counts_what(behind.metric.frame) == NUMERATOR:
        found.append(
            t("Listed are the {unit} above the line of this rate, not its {counted}.", unit=t(behind.unit),
              counted=t(behind.metric.counted))
        )  # fmt: skip
    elif behind.metric.frame.key in ("cases", "funnel"):
        found.append(t("One line is one of the {unit} that were counted.", unit=t(behind.unit)))
    if count and adds_up(behind.metric.frame):
        told = t("A line counts those of one day, channel and survey; at most the newest {n} lines are listed.",
                 n=formats.whole(ROW_CAP))  # fmt: skip
        found.append(told)
    if count > FILE_CAP:
        found.append(t("A file holds the newest {n}.", n=formats.whole(FILE_CAP)))
    return found
