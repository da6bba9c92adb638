"""What changes between two settings, in words: for the review before saving, and for the history."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from data_access.settings.model import Channel, Prior, Settings, ValueLabel, WorkingHours
from metrics import formats, lists
from metrics.priors import PRIORS
from metrics.rules import WEEKDAYS, KnownShare, Note, Target
from metrics.topics import Topic
from pages.ui.settings.channels import COLOURS, MODES
from pages.ui.settings.targets import aim, holds, metric_of
from pages.ui.text import t

_MOST = 8  # changed labels told one by one


def said(old: Settings, new: Settings) -> tuple[str, ...]:
    """One sentence a change, in the order of the sections; empty when the two are equal."""
    return tuple(_all(old, new))


def _all(old: Settings, new: Settings) -> Iterator[str]:
    yield from _channels(old.channels, new.channels)
    yield from _listed(old.rules.colours, new.rules.colours, lambda pair: pair[0], _colour)
    yield from _listed(old.rules.targets, new.rules.targets, _target_key, _target)
    yield from _listed(old.rules.notes, new.rules.notes, lambda note: note, _note)
    yield from _listed(old.rules.known_shares, new.rules.known_shares, lambda one: (one.dimension, one.value), _known)
    if old.hours != new.hours:
        yield _hours(new.hours)
    if old.rules.week_start != new.rules.week_start:
        yield t("A week begins on {day}.", day=t(WEEKDAYS[new.rules.week_start]))
    if old.timezone != new.timezone:
        yield t("Days are those of {zone}.", zone=new.timezone) if new.timezone else t("Days are those of each file.")
    if old.rules.conf != new.rules.conf:
        yield t("Intervals hold the true value in {new} of cases, not {old}.",
                new=f"{new.rules.conf * 100:g} %", old=f"{old.rules.conf * 100:g} %")
    if old.rules.least_answers != new.rules.least_answers:
        yield t("Scores are shown from {new} answers, not {old}.", new=new.rules.least_answers, old=old.rules.least_answers)
    if old.no_answer != new.no_answer:
        codes = lists.enumerated(new.no_answer)
        yield t("These values mean no answer: {codes}.", codes=codes) if codes else t("No value means no answer everywhere.")
    yield from _labels(old.labels, new.labels)
    yield from _topics(old.rules.topics, new.rules.topics)
    yield from _listed(old.priors, new.priors, lambda prior: prior.name, _prior)


def _channels(old: tuple[Channel, ...], new: tuple[Channel, ...]) -> Iterator[str]:
    before, after = {c.name: c for c in old}, {c.name: c for c in new}
    for name in after.keys() | before.keys():
        if name not in before:
            yield t("New channel {name}{also}.", name=name, also=_also(after[name].aliases))
        elif name not in after:
            yield t("{name} is no channel of the list any more.", name=name)
        elif before[name] != after[name]:
            yield from _channel(before[name], after[name])


def _channel(old: Channel, new: Channel) -> Iterator[str]:
    for alias in new.aliases:
        if alias not in old.aliases:
            yield t("“{alias}” is read as {name}.", alias=alias, name=new.name)
    for alias in old.aliases:
        if alias not in new.aliases:
            yield t("“{alias}” is no longer read as {name}.", alias=alias, name=new.name)
    if old.mode != new.mode:
        mode = t(MODES[new.mode]).lower() if new.mode else t("served as each file says")
        yield t("{name}: {mode}.", name=new.name, mode=mode)
    if old.cost_per_contact != new.cost_per_contact:
        cost = new.cost_per_contact
        yield t("{name}: {cost} a contact where a file says nothing.", name=new.name, cost=f"{cost:,.2f}") if cost is not None \
            else t("{name}: no cost where a file says nothing.", name=new.name)
    if old.colour != new.colour:
        yield t("{name}: its colour is {colour}.", name=new.name,
                colour=t("its own") if new.colour is None else t(COLOURS[new.colour]).lower())


def _also(aliases: tuple[str, ...]) -> str:
    return t(", also written {names}", names=lists.enumerated(f"“{alias}”" for alias in aliases)) if aliases else ""


def _colour(chosen: tuple[str, int]) -> str:
    name, slot = chosen
    return t("colour of {name}: {colour}", name=name, colour=t(COLOURS[slot]).lower())


def _target_key(target: Target) -> Hashable:
    return target.metric, target.business_unit, target.start


def _target(target: Target) -> str:
    metric = metric_of(target.metric)
    what = t("{metric} {aim}", metric=t(metric.title), aim=aim(metric, target.value)) if metric else target.metric
    return t("target {what} ({holds})", what=what, holds=holds(target))


def _known(one: KnownShare) -> str:
    percent = formats.percent(f"{one.share * 100:g}")
    return t("known share, {dimension}: {value} {percent}", dimension=formats.dimension(one.dimension), value=one.value,
             percent=percent)


def _note(note: Note) -> str:
    return t("note on {day}: “{text}”", day=formats.day(note.day), text=note.text)


def _prior(prior: Prior) -> str:
    published = PRIORS.get(prior.name)
    return t("assumption {name}: {value} ({low} to {high})", name=t(published.title) if published else prior.name,
             value=f"{prior.value:g}", low=f"{prior.low:g}", high=f"{prior.high:g}")


def _listed(
    old: tuple[Any, ...], new: tuple[Any, ...], key: Callable[[Any], Hashable], words: Callable[[Any], str]
) -> Iterator[str]:
    before: Mapping[Hashable, Any] = {key(item): item for item in old}
    after: Mapping[Hashable, Any] = {key(item): item for item in new}
    for name, item in after.items():
        if name not in before:
            yield t("New {what}.", what=words(item))
        elif before[name] != item:
            yield t("Changed {what}; was {old}.", what=words(item), old=words(before[name]))
    for name, item in before.items():
        if name not in after:
            yield t("Gone: {what}.", what=words(item))


def _topics(old: tuple[Topic, ...], new: tuple[Topic, ...]) -> Iterator[str]:
    yield from _listed(old, new, lambda topic: topic.name, _topic)
    names = [topic.name for topic in new]
    if [topic.name for topic in old] != names and sorted(topic.name for topic in old) == sorted(names):
        yield t("Topics stand in another order.")


def _topic(topic: Topic) -> str:
    return t("topic {name}: {words}", name=topic.name, words=lists.enumerated(topic.words))


def _hours(hours: WorkingHours | None) -> str:
    if hours is None:
        return t("The house has no working hours.")
    days = lists.enumerated(t(WEEKDAYS[day]) for day in hours.days)
    return t("Working hours: {days}, {opens} to {closes}, {n}.", days=days, opens=f"{hours.opens:%H:%M}",
             closes=f"{hours.closes:%H:%M}", n=formats.counted(len(hours.holidays), "holidays"))


def _labels(old: tuple[ValueLabel, ...], new: tuple[ValueLabel, ...]) -> Iterator[str]:
    before = {(one.column, one.code): one.label for one in old}
    after = {(one.column, one.code): one.label for one in new}
    changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    for column, code in sorted(changed)[:_MOST]:
        label = after.get((column, code))
        yield t("{column} {code} is called “{label}”.", column=column, code=code, label=label) if label \
            else t("{column} {code} has no label any more.", column=column, code=code)
    if len(changed) > _MOST:
        yield t("and {n} more labels", n=formats.whole(len(changed) - _MOST))
