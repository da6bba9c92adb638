"""What a card says, as every file needs it: texts and one chart's numbers, nothing to compute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from charts.data import ChartData, Kind, chart_data
from metrics.readout import Readout


@dataclass(frozen=True, slots=True)
class CardContent:
    """question: the title · verdict: the first line · caption: n and what is left out · definition: the formula
    in words · sentence: the filters in words · chart: categories and values of the native chart."""

    question: str
    verdict: str
    caption: str
    definition: str
    sentence: str
    as_of: datetime
    data_version: str
    chart: ChartData

    @classmethod
    def of(
        cls, readouts: Sequence[Readout], *, question: str, verdict: str, caption: str, kind: Kind = "line",
        sentence: str | None = None, chart: ChartData | None = None,
    ) -> CardContent:  # fmt: skip
        """The card around these readouts, the headline first. `chart` replaces the readouts' own chart where the card
        draws something else (a funnel's steps, a curve): see `charts.data`."""
        main = readouts[0]
        return cls(
            question, verdict, caption, f"{main.metric.title}: {main.metric.formula_words}",
            main.sentence if sentence is None else sentence, main.as_of, main.data_version,
            chart or chart_data(readouts, kind),
        )  # fmt: skip
