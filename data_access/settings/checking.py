"""Whether settings make sense as a whole. What is wrong is named with its place, what was expected, what to do."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from datetime import date, time
from zoneinfo import ZoneInfo

from data_access.errors import SettingsError
from data_access.settings import known_shares
from data_access.settings.model import Prior, Settings, ValueLabel, WorkingHours
from data_access.settings.taxonomy import Taxonomy
from metrics.priors import PRIORS
from metrics.rules import Rules, Target
from metrics.topics import MOST_TOPICS, MOST_WORDS, Topic

MODES = ("assisted", "automated")
COLOURS = range(10)
LONGEST = 200  # characters of a name, code or label
LONGEST_REASON = 1_000
_MIDNIGHT = time(0)
_UNWRITABLE = re.compile(r"[\x00\ud800-\udfff]")  # PostgreSQL keeps no NUL, and nobody can write half a character


def check(settings: Settings) -> Settings:
    """Itself, when it can be used; raises SettingsError otherwise."""
    _check_rules(settings.rules)
    _check_channels(settings)
    if settings.hours is not None:
        _check_hours(settings.hours)
    if settings.timezone is not None:
        _check_zone(settings.timezone)
    _check_codes(settings.no_answer)
    _check_labels(settings.labels)
    _check_priors(settings.priors)
    return settings


def _check_rules(rules: Rules) -> None:
    for target in rules.targets:
        if not target.metric.strip():
            raise SettingsError("A target names no metric.", "The key of a metric is expected.", "Name one, or remove it.")
        if target.start and target.end and target.start > target.end:
            raise SettingsError(
                f"The target for {target.metric} ends on {target.end}, before it starts on {target.start}.", "",
                "Exchange the days, or leave one open.",
            )
    for i, one in enumerate(rules.targets):
        for other in rules.targets[i + 1 :]:
            if _collide(one, other):
                raise SettingsError(
                    f"Two targets for {one.metric} hold on the same days{_for(one)}.",
                    "One target at a time is expected.", "End one before the other starts, or remove one.",
                )
    known_shares.check(rules.known_shares)
    _named("A known share's dimension or value", (text for one in rules.known_shares for text in (one.dimension, one.value)))
    _once("known share", ((one.dimension, one.value) for one in rules.known_shares))
    _named("A note", (note.text for note in rules.notes), longest=1_000)
    _named("A target's metric", (target.metric for target in rules.targets))
    _named("A target's business unit", (target.business_unit for target in rules.targets if target.business_unit is not None))
    _named("The name a colour is for", (name for name, _ in rules.colours))
    for name, slot in rules.colours:
        _check_colour(name, slot)
    _check_topics(rules.topics)


def _check_topics(topics: tuple[Topic, ...]) -> None:
    _named("A topic's name or word", (text for topic in topics for text in (topic.name, *topic.words)))
    _named("A topic's example", (topic.example for topic in topics if topic.example), longest=1_000)
    _once("topic", (topic.name.strip().casefold() for topic in topics))
    if len(topics) > MOST_TOPICS:
        raise SettingsError(f"There are {len(topics)} topics.", f"At most {MOST_TOPICS} are expected.", "Remove some of them.")
    for topic in topics:
        if not 1 <= len(topic.words) <= MOST_WORDS:
            raise SettingsError(
                f"The topic {topic.name!r} has {len(topic.words)} words.", f"1 to {MOST_WORDS} are expected.", "Correct them."
            )


def _collide(one: Target, other: Target) -> bool:
    if (one.metric, one.business_unit) != (other.metric, other.business_unit):
        return False
    return (one.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (one.end or date.max)


def _for(target: Target) -> str:
    return f" for {target.business_unit}" if target.business_unit else ""


def _check_channels(settings: Settings) -> None:
    _named("A channel's name or alias", (name for c in settings.channels for name in (c.name, *c.aliases)))
    _once("channel", (c.name for c in settings.channels))
    Taxonomy(settings.channels)
    for channel in settings.channels:
        if channel.mode is not None and channel.mode not in MODES:
            raise SettingsError(
                f"The mode of {channel.name!r} is {channel.mode!r}.", f"Expected {' or '.join(MODES)}, or none.", "Choose one."
            )
        if channel.cost_per_contact is not None and not 0 <= channel.cost_per_contact < float("inf"):
            raise SettingsError(
                f"A contact by {channel.name!r} costs {channel.cost_per_contact:g}.", "No negative amount is expected.",
                "Correct the amount, or leave it empty.",
            )
        if channel.colour is not None:
            _check_colour(channel.name, channel.colour)


def _check_colour(name: str, slot: int) -> None:
    if slot not in COLOURS:
        raise SettingsError(f"The colour of {name!r} is {slot}.", "A slot from 0 to 9 is expected.", "Choose one of them.")


def _check_hours(hours: WorkingHours) -> None:
    days = sorted(set(hours.days))
    if not days or len(days) != len(hours.days) or days[0] < 0 or days[-1] > 6:
        raise SettingsError(
            f"The working days are {list(hours.days)}.", "Numbers from 0 (Monday) to 6 (Sunday), each once, are expected.",
            "Choose at least one day.",
        )
    if any(t.tzinfo or t.second or t.microsecond for t in (hours.opens, hours.closes)):
        raise SettingsError("The working hours carry seconds or a zone.", "Hours and minutes are expected.", "Shorten them.")
    if hours.closes != _MIDNIGHT and hours.closes <= hours.opens:
        raise SettingsError(
            f"Work starts at {hours.opens:%H:%M} and ends at {hours.closes:%H:%M}.",
            "The end is expected after the start on the same day; 00:00 is the end of the day.", "Correct the hours.",
        )


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise SettingsError(
            f"There is no time zone {name!r}.", "A name such as Europe/Lisbon is expected.", "Choose one."
        ) from error


def _check_codes(codes: tuple[str, ...]) -> None:
    _named('A code for "no answer"', codes)
    _once('code for "no answer"', (code.strip().casefold() for code in codes))


def _check_labels(labels: tuple[ValueLabel, ...]) -> None:
    _named("A label's column, code or words", (text for one in labels for text in (one.column, one.code, one.label)))
    _once("label", ((one.column, one.code) for one in labels))


def _check_priors(priors: tuple[Prior, ...]) -> None:
    _once("assumption", (p.name for p in priors))
    for p in priors:
        known = PRIORS.get(p.name)
        if known is None:
            raise SettingsError(f"There is no assumption {p.name!r}.", f"Known are {', '.join(PRIORS)}.", "Choose one of them.")
        if not known.least <= p.low <= p.value <= p.high <= known.most:
            raise SettingsError(
                f"The assumption {p.name} is {p.value:g}, from {p.low:g} to {p.high:g}.",
                f"A value inside its range is expected, all from {known.least:g} to {known.most:g}.", "Correct the numbers.",
            )


def check_why(why: str) -> None:
    """Whether the reason for a change can be stored; it may be empty."""
    if why:
        _named("The reason", (why,), longest=LONGEST_REASON)


def _named(what: str, texts: Iterable[str], longest: int = LONGEST) -> None:
    for text in texts:
        if _UNWRITABLE.search(text):
            raise SettingsError(
                f"{what} holds a character that cannot be stored: {text[:40]!a}.",
                "Text without NUL and without halves of characters is expected.", "Correct it, or remove it.",
            )
        if not text.strip() or len(text) > longest:
            raise SettingsError(
                f"{what} is empty." if not text.strip() else f"{what} has {len(text):,} characters.",
                f"1 to {longest:,} characters are expected.", "Correct it, or remove it.",
            )


def _once(what: str, keys: Iterable[Hashable]) -> None:
    seen: set[Hashable] = set()
    for key in keys:
        if key in seen:
            shown = " ".join(key) if isinstance(key, tuple) else key
            raise SettingsError(f"The {what} {shown!r} is given twice.", "Each once is expected.", "Remove one of them.")
        seen.add(key)
