"""Groups of a breakdown against each other, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from metrics import formats
from metrics.metric import Unit
from metrics.readout import Readout, Row
from metrics.results import Estimate, Reason, Withheld
from metrics.saying import Say, english
from metrics.withholding import PROTECTS
from metrics.wording import Voice, group_name, sentence

ALPHA = 0.05


def spread(readout: Readout, say: Say = english) -> str:
    """How far groups lie apart: the highest and the lowest, and whether that is more than chance.

    With fewer than two groups to compare it says which one has a value and what the others lack.
    The two ends are picked from all pairs, so their p counts as many times as there are pairs (Bonferroni).
    """
    rows = [row for row in readout.rows if row.period is None]
    known = [(row, row.result) for row in rows if isinstance(row.result, Estimate)]
    if readout.metric.needs_by or len(rows) < 2:
        return sentence(readout, say)
    withheld = [row.result for row in rows if isinstance(row.result, Withheld)]
    voice = Voice(readout.metric, say)
    if not known:
        return _none(voice, withheld) or sentence(readout, say)
    if len(known) == 1:
        return _only(voice, group_name(known[0][0]), known[0][1], withheld)
    return _ends(voice, known)


def _none(voice: Voice, withheld: Sequence[Withheld]) -> str:
    if any(PROTECTS in result.detail for result in withheld):
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
        "value": voice.value(result.value), "done": voice.say(voice.metric.done),
    }  # fmt: skip
    if Reason.TOO_FEW in reasons and not any(PROTECTS in found.detail for found in withheld):
        return voice.say("Only {group} has enough {counted} ({n}).", **places)
    if reasons == {Reason.EMPTY}:
        return voice.say("Only {group} has any {counted} ({n}).", **places)
    if voice.metric.unit is Unit.HOURS and Reason.UNDEFINED in reasons:
        return voice.say("Only in {group} half have been {done} so far (within {value}).", **places)
    return voice.say("Only {group} can be shown: {value} ({n} {counted}).", **places)


def _ends(voice: Voice, known: Sequence[tuple[Row, Estimate]]) -> str:
    ordered = sorted(known, key=lambda pair: pair[1].value)
    (low_row, low), (high_row, high) = ordered[0], ordered[-1]
    metric, say = voice.metric, voice.say
    ends = say(
        "Longest: {high} ({high_value}). Shortest: {low} ({low_value})."
        if metric.unit is Unit.HOURS
        else "Highest: {high} ({high_value}). Lowest: {low} ({low_value}).",
        high=group_name(high_row), high_value=voice.value(high.value),
        low=group_name(low_row), low_value=voice.value(low.value),
    )  # fmt: skip
    change = metric.compare(low, high) if metric.compare else None
    if change is None or change.p is None or metric.unit is Unit.COUNT:
        return ends  # groups differ in size: nobody wonders whether by chance
    pairs = len(known) * (len(known) - 1) / 2
    if change.p * pairs < ALPHA and change.low is not None and change.low > 0:
        return ends + " " + say("The difference is more than chance.")
    return ends + " " + say("The groups do not clearly differ.")
