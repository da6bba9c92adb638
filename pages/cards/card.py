"""A card's content: everything the screen and every export say, computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from charts.data import ChartData, Kind
from metrics.readout import Readout
from metrics.results import Estimate

Figure = dict[str, Any]


@dataclass(frozen=True)
class CardView:
    """key: stable, used in widget keys and links · question: the title · verdict: the first line · tone: better | worse |
    neutral · draw: ground → Plotly figure as a plain dict, None when there is nothing to draw · caption: n and what is left
    out · readouts: what the receipt and the exports read, the headline first · chart_kind: which native chart a slide gets ·
    chart: its numbers where they are not the readouts' own (a funnel's steps, a curve) · workings: how the card's own numbers
    come about, where they are no readout's: (term, text) lines, with which its receipt begins · definition: what they
    are, in one sentence, for files; empty where the headline's own definition says it."""

    key: str
    question: str
    verdict: str
    tone: str
    draw: Callable[[str], Figure] | None
    caption: str
    readouts: tuple[Readout, ...]
    chart_kind: Kind = "line"
    chart: ChartData | None = None
    alt: str = ""
    workings: tuple[tuple[str, str], ...] = ()
    definition: str = ""

    def shows_something(self) -> bool:
        """Whether anything would be drawn: empty axes say less than words."""
        results = [row.result for readout in self.readouts for row in readout.rows]
        return any(isinstance(result, Estimate) for result in (results or [self.main.overall]))

    @property
    def main(self) -> Readout:
        return self.readouts[0]
