"""What each page about numbers holds, as data: screen, exports, benchmarks and the agreement check read this one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from metrics import formats
from metrics.definitions.journeys import TOPIC
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.saying import word
from pages.cards import (
    answers,
    breakdown,
    channel_mix,
    complaints,
    drivers,
    journeys,
    moved_by,
    overview,
    satisfaction,
    unhappy_words,
    voices,
)
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.family import MIX
from pages.cards.trust.asked import asked
from pages.cards.trust.counting import counting
from pages.cards.trust.planner import USUAL, planner
from pages.cards.trust.repeats import repeated
from pages.cards.trust.silence import unanswered
from pages.cards.trust.weighting import weighting

Builder = Callable[[Ask], CardView]


@dataclass(frozen=True)
class Choice:
    """The card whose measure and dimension the reader chooses. topic: of the measures · key: in the URL (and `<key>_by`) ·
    dimension: shown at first."""

    topic: str
    key: str
    dimension: str

    def of(self, metric: str, *by: str) -> Builder:
        """The card for what was chosen; by: one dimension, or two crossed."""
        dimension, across = by[0], by[1] if len(by) > 1 else None
        label, across_label = formats.dimension(dimension), formats.dimension(across) if across else ""
        if self.topic == TOPIC:
            return partial(
                journeys.by_choice, dimension=dimension, label=label, across=across, across_label=across_label
            )
        return partial(
            breakdown.by_choice, metric=metric, dimension=dimension, label=label, across=across, across_label=across_label
        )

    def first(self) -> Builder:
        """The card as it is before anybody chose."""
        return self.of(breakdown.FIRST.get(self.topic, ""), self.dimension)


@dataclass(frozen=True)
class Planned:
    """The card whose score and size of a change the reader chooses (`plan` and `points` in the URL)."""

    def of(self, metric: str, points: str) -> Builder:
        """The card for what was chosen."""
        return partial(planner, metric=metric, points=points)

    def first(self) -> Builder:
        """The card as it is before anybody chose."""
        return self.of("csat", USUAL)


@dataclass(frozen=True)
class Surveyed:
    """The card whose question of a survey the reader chooses (`asked` and `asked_and` in the URL)."""

    def of(self, question: str | None, across: str | None = None) -> Builder:
        """The card for what was chosen; across: a dimension it is crossed with."""
        label = formats.dimension(across) if across else ""
        return partial(answers.answers_given, question=question, across=across, across_label=label)

    def first(self) -> Builder:
        """The card as it is before anybody chose: the first question there is."""
        return self.of(None)


@dataclass(frozen=True)
class Page:
    """key: its address, and its name for `manage.py export` · title: in the navigation · question: its headline ·
    tiles: (metric key, name on the tile) · cards: in reading order · choice: the card to choose, behind them."""

    key: str
    title: str
    question: str
    cards: tuple[Builder, ...]
    tiles: tuple[tuple[str, str], ...] = ()
    choice: Choice | None = None
    needs_journey: bool = False  # its cards need Ask.journey
    planned: Planned | None = None  # the planner, behind the cards
    surveyed: Surveyed | None = None  # what customers answer, behind the cards; before them where nothing is scored
    told: tuple[str, ...] = ()  # metrics whose change a card tells of and no tile
    lens: bool = False  # its trends can be laid over with levels, the usual range, an outlook (`cards/lens.py`)
    splits: bool = False  # its cards split a change by a dimension the reader chooses (`cards/moved_by.py`)

    @property
    def family(self) -> tuple[str, ...]:
        """The metrics whose changes this page tells of: they are judged together."""
        return tuple(dict.fromkeys([*(metric for metric, _ in self.tiles), *self.told]))

    def builders(self) -> tuple[Builder, ...]:
        """Every card, with the chosen ones as they are at first."""
        return (*self.cards, *(one.first() for one in (self.surveyed, self.choice, self.planned) if one is not None))


OVERVIEW = Page(
    "overview", word("Overview"), word("How are we doing for our customers?"),
    (channel_mix.mix_over_time, satisfaction.nps_trend, complaints.resolution, complaints.backlog_age),
    overview.TILES, told=(MIX,),
)  # fmt: skip
CHANNELS = Page(
    "channels", word("Channel mix"), word("Where do customers reach us, and is that changing?"),
    (channel_mix.mix_over_time, channel_mix.channel_change, channel_mix.volume, channel_mix.volume_by_channel),
    choice=Choice("channel_mix", "contacts", "segment"), told=(MIX, "contacts"),
)  # fmt: skip
JOURNEYS = Page(
    "journeys", word("Journeys"), word("Where do customers leave on the way?"), (journeys.steps, journeys.over_time),
    choice=Choice(TOPIC, "journey", "channel"), needs_journey=True,
)  # fmt: skip
SATISFACTION = Page(
    "satisfaction", word("Satisfaction"), word("How do customers rate us, and what changed?"),
    (
        satisfaction.csat_trend, moved_by.csat_moved, satisfaction.nps_trend, moved_by.nps_moved, satisfaction.ces_trend,
        satisfaction.items,
    ),
    (
        ("csat", word("CSAT, top two boxes")), ("csat_mean", word("CSAT, mean score")), ("nps", word("NPS")),
        ("ces", word("Made it easy (CES)")), ("response_rate", word("Response rate")),
    ),
    Choice("satisfaction", "score", "channel"), lens=True, splits=True, surveyed=Surveyed(),
)  # fmt: skip
DRIVERS = Page("drivers", word("Drivers"), word("What matters most to customers?"), drivers.CARDS)
TRUST = Page(
    "trust", word("How sure"), word("How far can we trust these scores?"), (counting, unanswered, repeated, asked, weighting),
    planned=Planned(),
)
VOICES = Page(
    "voices", word("Voices"), word("What do customers say?"), (voices.topics, unhappy_words.silent),
    (
        ("topic_csat", word("CSAT of those who wrote")), ("silent_unhappy", word("Unhappy without a complaint")),
        ("topic_share", word("Comments on a topic")),
    ),
    Choice("voices", "voice", "channel"),
)  # fmt: skip
RECOVERY = Page(
    "recovery", word("Complaint recovery"), word("Are we repairing what we break?"),
    (
        complaints.recovery, complaints.confirmed, complaints.resolution, complaints.first_response,
        complaints.attainment, complaints.backlog_age, complaints.volume, complaints.rate,
    ),
    (
        ("recovery_rate", word("Satisfied afterwards")), ("confirmed_resolution", word("Customer says resolved")),
        ("deadline_attainment", word("Resolved on time")), ("resolution_time", word("Half resolved within")),
        ("backlog", word("Open now")), ("complaints", word("Complaints")),
    ),
    Choice("recovery", "outcome", "theme"), told=("first_response", "complaint_rate"),
)  # fmt: skip
PAGES = (OVERVIEW, CHANNELS, JOURNEYS, SATISFACTION, DRIVERS, VOICES, TRUST, RECOVERY)
BY_KEY = {page.key: page for page in PAGES}


def tile(ask: Ask, metric: str) -> Readout:
    """What a tile shows: the metric over time, or the state now where it has no history."""
    return ask.readout(metric) if by_key(metric).frame.snapshot else moved_by.checked(ask, ask.over_time(metric))
