"""Groups of a breakdown against each other, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from metrics import formats
from metrics.metric import Metric, Unit
from metrics.readout import Readout, Row
from metrics.results import Estimate, Reason, Withheld
from metrics.saying import Say, one_after_another, say
from metrics.stats.checks import alpha_of
from metrics.wording import Voice, group_name, sentence

LEAST_NAMED = 10  # observations of a group that is called the highest or the lowest
Known = tuple[Row, Estimate]


def spread(readout: Readout, say: Say = say) -> str:
    """How far groups lie apart: the highest and the lowest, and whether that is more than chance.

    With fewer than two groups to compare it says which one has a value and what the others lack.
    The two ends are picked from all pairs, so their p counts as many times as there are pairs (Bonferroni).
    """
    rows = [row for row in readout.rows if row.period is None]
    known = _known(rows)
    if readout.metric.needs_by or len(rows) < 2:
        return sentence(readout, say)
    withheld = [row.result for row in rows if isinstance(row.result, Withheld)]
    voice = Voice(readout.metric, say)
    if not known:
        return _none(voice, withheld) or sentence(readout, say)
    if len(known) == 1:
        return _only(voice, group_name(known[0][0]), known[0][1], withheld)
    named = _nameable(readout.metric, known)
    if len(named) == 1:
        return _large(voice, group_name(named[0][0]), named[0][1])
    return _ends(voice, named, readout.rules.conf)


def ends(readout: Readout) -> tuple[Row, ...]:
    """The lowest and the highest group, as `spread` names them; empty where there are not two to name."""
    named = _nameable(readout.metric, _known(row for row in readout.rows if row.period is None))
    return (named[0][0], named[-1][0]) if len(named) > 1 else ()


def _known(rows: Iterable[Row]) -> list[Known]:
    return [(row, row.result) for row in rows if isinstance(row.result, Estimate)]


def _nameable(metric: Metric, known: Sequence[Known]) -> Sequence[Known]:
    """The groups that may be called highest or lowest, from low to high: not one of a single contact, where there are
    larger ones.

    Counts may: how few something happened is what they say. Chosen by n alone, so the test of the ends still holds.
    """
    large = [] if metric.unit is Unit.COUNT else [pair for pair in known if pair[1].n >= LEAST_NAMED]
    return sorted(large or known, key=lambda pair: pair[1].value)


def _large(voice: Voice, group: str, result: Estimate) -> str:
    return voice.say(
        "Only {group} has {least} {counted} or more: {value} ({units}).",
        group=group, least=formats.whole(LEAST_NAMED), counted=voice.say(voice.metric.counted),
        value=voice.value(result.value), units=voice.units(result.n),
    )  # fmt: skip


def _none(voice: Voice, withheld: Sequence[Withheld]) -> str:
    if any(result.reason is Reason.PROTECTED for result in withheld):
        return voice.say("No group is shown, so that the smaller one cannot be worked out.")
    if any(result.reason is Reason.TOO_FEW for result in withheld):
        return voice.say("No group has enough {counted} yet.", counted=voice.say(voice.metric.counted))
    if voice.metric.unit is Unit.HOURS and any(result.reason is Reason.UNDEFINED for result in withheld):
        return voice.say("In no group half have been {done} so far.", done=voice.say(voice.metric.done))
    return ""


def _only(voice: Voice, group: str, result: Estimate, withheld: Sequence[Withheld]) -> str:
    """The one group that has a value, and what the others lack."""
    reasons = {found.reason for found in withheld}
    places = {
        "group": group, "n": formats.whole(result.n), "counted": voice.say(voice.metric.counted),
        "units": voice.units(result.n), "value": voice.value(result.value), "done": voice.say(voice.metric.done),
    }  # fmt: skip
    if Reason.TOO_FEW in reasons and Reason.PROTECTED not in reasons:
        return voice.say("Only {group} has enough {counted} ({n}).", **places)
    if reasons == {Reason.EMPTY}:
        return voice.say("Only {group} has any {counted} ({n}).", **places)
    if voice.metric.unit is Unit.HOURS and Reason.UNDEFINED in reasons:
        return voice.say("Only in {group} half have been {done} so far (within {value}).", **places)
    return voice.say("Only {group} can be shown: {value} ({units}).", **places)


def named_ends(readout: Readout, say: Say = say) -> str:
    """The highest and the lowest group without a test of them; empty where there are not two to name."""
    named = _nameable(readout.metric, _known(row for row in readout.rows if row.period is None))
    return _both(Voice(readout.metric, say), named) if len(named) > 1 else ""


def _both(voice: Voice, known: Sequence[Known]) -> str:
    (low_row, low), (high_row, high) = known[0], known[-1]
    metric, say = voice.metric, voice.say
    return say(
        "Longest: {high} ({high_value}). Shortest: {low} ({low_value})."
        if metric.unit is Unit.HOURS
        else "Highest: {high} ({high_value}). Lowest: {low} ({low_value}).",
        high=group_name(high_row), high_value=voice.value(high.value),
        low=group_name(low_row), low_value=voice.value(low.value),
    )  # fmt: skip


def _ends(voice: Voice, known: Sequence[Known], conf: float) -> str:
    """The two ends, and whether they differ beyond chance."""
    (_, low), (_, high) = known[0], known[-1]
    metric, say, ends = voice.metric, voice.say, _both(voice, known)
    change = metric.compare(low, high, conf) if metric.compare else None
    if change is None or change.p is None or metric.unit is Unit.COUNT:
        return ends  # groups differ in size: nobody wonders whether by chance
    pairs = len(known) * (len(known) - 1) / 2
    if change.p * pairs < alpha_of(conf) and change.low is not None and change.low > 0:
        return one_after_another(ends, say("The difference is more than chance."))
    return one_after_another(ends, say("The groups do not clearly differ."))
