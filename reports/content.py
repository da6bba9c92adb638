"""What a card and a page say, as every file needs it: texts and one chart's numbers, nothing to compute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from charts.data import ChartData, Kind, chart_data
from metrics import formats
from metrics.readout import Readout
from metrics.saying import say

Receipt = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CardContent:
    """question: the title · verdict: the first line · caption: n and what is left out · definition: the formula
    in words · sentence: the filters in words · chart: categories and values of the native chart · key: stable, for names ·
    tone: better | worse | neutral · receipt: (term, text) lines · readouts: the headline first."""

    question: str
    verdict: str
    caption: str
    definition: str
    sentence: str
    as_of: datetime
    data_version: str
    chart: ChartData
    key: str = ""
    tone: str = "neutral"
    receipt: Receipt = ()
    readouts: tuple[Readout, ...] = ()

    @classmethod
    def of(
        cls, readouts: Sequence[Readout], *, question: str, verdict: str, caption: str, kind: Kind = "line",
        chart: ChartData | None = None,
    ) -> CardContent:  # fmt: skip
        """The card around these readouts, the headline first. `chart` replaces the readouts' own chart where the card
        draws something else (a funnel's steps, a curve): see `charts.data`."""
        main = readouts[0]
        return cls(
            question, verdict, caption, f"{say(main.metric.title)}: {say(main.metric.formula_words)}",
            main.sentence, main.as_of, main.data_version, chart or chart_data(readouts, kind), main.metric.key,
            readouts=tuple(readouts),
        )  # fmt: skip

    def circumstances(self) -> str:
        """Filters, as-of and data version in one line."""
        return circumstances(self.sentence, self.as_of, self.data_version)


@dataclass(frozen=True, slots=True)
class Tile:
    """A number of the page's first row: its name there, and its readout."""

    name: str
    readout: Readout


@dataclass(frozen=True, slots=True)
class PageContent:
    """title: in the navigation · question: the headline · sentence: the filters in words · compared: with what, in words."""

    key: str
    title: str
    question: str
    tiles: tuple[Tile, ...]
    cards: tuple[CardContent, ...]
    sentence: str
    as_of: datetime
    data_version: str
    compared: str = ""

    def circumstances(self) -> str:
        """Filters, as-of and data version in one line."""
        return circumstances(self.sentence, self.as_of, self.data_version)

    def readouts(self) -> tuple[Readout, ...]:
        """Every readout once: the tiles' first, then the cards'."""
        found: list[Readout] = []
        for one in (*(tile.readout for tile in self.tiles), *(r for card in self.cards for r in card.readouts)):
            if not any(one is other or _same(one, other) for other in found):
                found.append(one)
        return tuple(found)


def circumstances(sentence: str, as_of: datetime, data_version: str) -> str:
    """Filters, as-of and data version in one line."""
    when = say("as of {when}", when=formats.moment(as_of))
    return " · ".join([sentence, when, say("data version {version}", version=data_version)])


def _same(one: Readout, other: Readout) -> bool:
    return _asked(one) == _asked(other) and dict(one.options) == dict(other.options)


def _asked(readout: Readout) -> tuple[object, ...]:
    return readout.metric.key, readout.by, readout.grain, readout.start, readout.end, readout.sentence
