"""Two people at once: what both changed is put together item by item; where both changed the same, mine stays."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, TypeVar

from data_access.settings.known_shares import MOST_DIMENSIONS
from data_access.settings.model import Settings
from metrics.rules import KnownShare, Rules

T = TypeVar("T")


def together(base: Settings, mine: Settings, theirs: Settings) -> Settings:
    """`theirs` with everything that `mine` has changed since `base`."""
    rules = Rules(
        conf=_one(base.rules.conf, mine.rules.conf, theirs.rules.conf),
        least_answers=_one(base.rules.least_answers, mine.rules.least_answers, theirs.rules.least_answers),
        week_start=_one(base.rules.week_start, mine.rules.week_start, theirs.rules.week_start),
        targets=_items(
            base.rules.targets, mine.rules.targets, theirs.rules.targets, lambda g: (g.metric, g.business_unit, g.start)
        ),
        notes=_items(base.rules.notes, mine.rules.notes, theirs.rules.notes, lambda note: note),
        known_shares=_whole_dimensions(base.rules.known_shares, mine.rules.known_shares, theirs.rules.known_shares),
        colours=_items(base.rules.colours, mine.rules.colours, theirs.rules.colours, lambda pair: pair[0]),
        topics=_items(base.rules.topics, mine.rules.topics, theirs.rules.topics, lambda topic: topic.name),
    )
    return replace(
        theirs,
        rules=replace(rules, notes=tuple(sorted(rules.notes, key=lambda note: note.day))),
        channels=_items(base.channels, mine.channels, theirs.channels, lambda channel: channel.name),
        hours=_one(base.hours, mine.hours, theirs.hours),
        timezone=_one(base.timezone, mine.timezone, theirs.timezone),
        no_answer=_items(base.no_answer, mine.no_answer, theirs.no_answer, lambda code: code),
        labels=_items(base.labels, mine.labels, theirs.labels, lambda one: (one.column, one.code)),
        priors=_items(base.priors, mine.priors, theirs.priors, lambda prior: prior.name),
    )


def _whole_dimensions(
    base: tuple[KnownShare, ...], mine: tuple[KnownShare, ...], theirs: tuple[KnownShare, ...]
) -> tuple[KnownShare, ...]:
    """By dimension, not by value: shares of two people mixed would no longer add up to everybody. Of three dimensions those
    that are mine."""
    was, here, there = (_by_dimension(shares) for shares in (base, mine, theirs))
    kept = {name: _one(was.get(name), here.get(name), there.get(name)) for name in dict.fromkeys([*here, *there])}
    held = [shares for shares in kept.values() if shares][:MOST_DIMENSIONS]
    return tuple(share for shares in held for share in shares)


def _by_dimension(shares: tuple[KnownShare, ...]) -> dict[str, tuple[KnownShare, ...]]:
    names = dict.fromkeys(one.dimension for one in shares)
    return {name: tuple(one for one in shares if one.dimension == name) for name in names}


def _one(base: T, mine: T, theirs: T) -> T:
    return theirs if mine == base else mine


def _items(base: tuple[T, ...], mine: tuple[T, ...], theirs: tuple[T, ...], key: Callable[[Any], Hashable]) -> tuple[T, ...]:
    """In their order, mine that are new at the end."""
    was, here, there = ({key(item): item for item in items} for items in (base, mine, theirs))
    found = []
    for name in dict.fromkeys([*there, *here]):
        kept = _one(was.get(name), here.get(name), there.get(name))
        if kept is not None:
            found.append(kept)
    return tuple(found)
