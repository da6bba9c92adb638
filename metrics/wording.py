"""Verdicts in plain words: what happened, by how much, how sure. No test names, no p-values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor, log10

from metrics import formats
from metrics.evidence import Events
from metrics.frames import INVITATIONS
from metrics.metric import Metric, Unit
from metrics.power import worth_seeing
from metrics.readout import Readout, Row, Verdict, Word
from metrics.results import Estimate, Reason, Result, Withheld
from metrics.saying import Say, one_after_another, say, word

# Templates by (rose, both values read alike).
_MOVE = {
    (True, False): "{name} rose from {before} to {after}.",
    (False, False): "{name} fell from {before} to {after}.",
    (True, True): "{name} rose by {change} to {after}.",
    (False, True): "{name} fell by {change} to {after}.",
}
_PACE = {
    (True, False): "{name} got slower: half were {done} within {after}, {before} before.",
    (False, False): "{name} got faster: half were {done} within {after}, {before} before.",
    (True, True): "{name} got slower by {change}: half were {done} within {after}.",
    (False, True): "{name} got faster by {change}: half were {done} within {after}.",
}


@dataclass(frozen=True, slots=True)
class Voice:
    """One metric in one language."""

    metric: Metric
    say: Say

    def value(self, amount: float) -> str:
        return formats.value(self.metric, amount)

    def units(self, n: int) -> str:
        """1,204 answers."""
        return formats.counted(n, self.metric.counted)

    @property
    def noun(self) -> str:
        return self.say(self.metric.noun)


def sentence(readout: Readout, say: Say = say) -> str:
    """The readout's verdict in plain words, or a plain statement of its value when there is nothing to compare.

    `say` fills (and may translate) the templates; pages pass their translator.
    """
    voice = Voice(readout.metric, say)
    if readout.metric.needs_by:
        return _leaders(voice, readout.rows, readout.overall.n)
    verdict = readout.verdict
    if verdict is None:
        said = _state(voice, readout.overall)
        if readout.comparison_label and isinstance(readout.overall, Estimate):
            said += " " + _no_comparison(readout, say)
        return said
    if verdict.word == Word.FEW:
        return _few(voice, verdict)
    if not (isinstance(verdict.before, Estimate) and isinstance(verdict.after, Estimate)):
        return _state(voice, readout.overall)
    if verdict.word == Word.SAME:
        return _same(voice, verdict, verdict.before, verdict.after)
    told = _changed(voice, verdict, verdict.before, verdict.after)
    return one_after_another(told, reversal(readout.metric, rose=_rose(verdict), say=say)) if readout.reversed else told


_REVERSED = {
    False: word(
        "No {group} got lower and still {name} fell: answers moved to lower rated {groups}. Do not read the overall number"
        " alone."
    ),
    True: word(
        "No {group} got higher and still {name} rose: answers moved to higher rated {groups}. Do not read the overall number"
        " alone."
    ),
}


def reversal(metric: Metric, *, rose: bool, by: str = "channel", say: Say = say) -> str:
    """Why an overall change must not be read alone that no group of a dimension shows (Simpson's reversal)."""
    return say(_REVERSED[rose], name=say(metric.noun), group=formats.group_word(by), groups=formats.groups_word(by))


def _rose(verdict: Verdict) -> bool:
    return verdict.change is not None and verdict.change.diff > 0


def _no_comparison(readout: Readout, say: Say) -> str:
    if readout.compared is not None and readout.compared.selection is None:
        return say("Nothing to compare with: the period does not begin with a week, a month, a quarter or a year.")
    return say("Nothing comparable in the {period}.", period=readout.comparison_label)


_GOALS = {
    "met": word("target {target}: met"),
    "missed": word("target {target}: missed"),
    "uncertain": word("target {target}: not yet clear"),
    "no_data": word("target {target}"),
}


_WEIGHTS = {
    "applied": word("answers count as their files weigh them"),
    "at hand": word("every answer counts once, though files weigh them"),
}


def weights_words(readout: Readout, say: Say = say) -> str:
    """Whether weights were applied, or left aside; empty where no file weighs its answers."""
    return say(_WEIGHTS[readout.weights]) if readout.weights else ""


def goal_words(readout: Readout, say: Say = say) -> str:
    """target 85.0 %: met; empty where no target holds. Not yet clear: its interval lies on both sides of the target."""
    if readout.goal is None:
        return ""
    return say(_GOALS[readout.goal.status], target=formats.value(readout.metric, readout.goal.target))


def _changed(voice: Voice, verdict: Verdict, before: Estimate, after: Estimate) -> str:
    rose, unit, change = verdict.word == Word.UP, voice.metric.unit, verdict.change
    places = {"name": voice.noun, "before": voice.value(before.value), "after": voice.value(after.value)}
    if unit is Unit.COUNT and change is not None:
        text = "{name} rose {change} to {after}." if rose else "{name} fell {change} to {after}."
        if compared_per_day(before, after):
            text = "{name} rose {change} per day, to {after}." if rose else "{name} fell {change} per day, to {after}."
        return voice.say(text, change=formats.change(voice.metric, change.diff, relative=change.relative), **places)
    alike = places["before"] == places["after"]
    if alike and change is not None:  # a digit more tells them apart
        finer = replace(voice.metric, decimals=voice.metric.decimals + 1)
        places["change"] = formats.change(finer, change.diff, relative=change.relative)
    if unit is Unit.HOURS:
        said = voice.say(_PACE[rose, alike], done=voice.say(voice.metric.done), **places)
    else:
        said = voice.say(_MOVE[rose, alike], **places)
    sure = voice.say("This is more than chance ({n}, {m} before).", n=voice.units(after.n), m=formats.whole(before.n))
    return one_after_another(said, sure)


def _same(voice: Voice, verdict: Verdict, before: Estimate, after: Estimate) -> str:
    places = {"before": voice.value(before.value), "after": voice.value(after.value)}
    unit = voice.metric.unit
    if unit is Unit.COUNT:
        text = "No clear change: {n}, {before} before."
        if compared_per_day(before, after):
            text = "No clear change per day: {n}, {before} before."
        return voice.say(text, n=voice.units(round(after.value)), before=places["before"])
    if unit is Unit.HOURS:
        text = "No clear change: half were {done} within {after}, {before} before ({n}, {m} before)."
        numbers = {"n": voice.units(after.n), "m": formats.whole(before.n)}
        return voice.say(text, done=voice.say(voice.metric.done), **numbers, **places)
    said = voice.say("No clear change: {after}, {before} before.", **places)
    return one_after_another(said, _power(voice, verdict, after))


def compared_per_day(before: Result, after: Result) -> bool:
    """Whether two counts are of periods of different length, and so compared per day."""
    if not (isinstance(before, Estimate) and isinstance(after, Estimate)):
        return False
    old, new = before.evidence, after.evidence
    return isinstance(old, Events) and isinstance(new, Events) and old.exposure != new.exposure


def _power(voice: Voice, verdict: Verdict, after: Estimate) -> str:
    if verdict.smallest is None:
        return ""
    if verdict.needed:
        worth, counted = _worth(voice, after), voice.say(formats.noun(verdict.needed, voice.metric.counted))
        text = "To see a change of {change} we would need about {more} more {counted} per period."
        return voice.say(text, change=worth, more=about(verdict.needed), counted=counted)
    return voice.say(
        "A change of {change} or more would most likely have shown.",
        change=formats.change(voice.metric, verdict.smallest, relative=bool(verdict.change and verdict.change.relative)),
    )


def _worth(voice: Voice, after: Estimate) -> str:
    change = worth_seeing(voice.metric, after) or 0.0
    return formats.change(voice.metric, change).replace(".0 ", " ")


def _few(voice: Voice, verdict: Verdict) -> str:
    if isinstance(verdict.after, Withheld):
        return _state(voice, verdict.after)
    before = verdict.before
    if not isinstance(before, Withheld) or voice.metric.min_n is None:
        return _state(voice, verdict.after)
    text = "Too few {counted} before to compare: {n} of at least {least}."
    few = voice.say(
        text,
        counted=voice.say(voice.metric.counted),
        n=formats.whole(before.n),
        least=formats.whole(voice.metric.min_n),
    )
    return one_after_another(_state(voice, verdict.after), few)


def _state(voice: Voice, result: Result) -> str:
    """A result on its own: its value with interval and n, or why there is none."""
    if isinstance(result, Withheld):
        return _withheld(voice, result)
    metric, say = voice.metric, voice.say
    between = formats.interval(metric, result)
    if metric.frame.snapshot:
        return _standing(voice, result)
    if metric.unit is Unit.COUNT:
        return say("{name}: {value}.", name=voice.noun, value=voice.value(result.value))
    places = {"value": voice.value(result.value), "n": voice.units(result.n)}
    if metric.unit is Unit.HOURS:
        waiting = formats.whole(result.detail.get("censored", 0))
        places |= {"done": say(metric.done), "waiting": waiting}
        return say("Half were {done} within {value} ({n}, {waiting} of them still waiting).", **places)
    if between:
        return say("{name}: {value}, {between} ({n}).", name=voice.noun, between=between, **places)
    return say("{name}: {value} ({n}).", name=voice.noun, **places)


def _standing(voice: Voice, result: Estimate) -> str:
    """What is open now: how many, half of them for how long, the oldest."""
    if not result.n:
        return voice.say("Nothing is waiting.")
    places = {
        "n": voice.units(result.n),
        "median": formats.duration(result.detail["median"]),
        "oldest": formats.duration(result.detail["oldest"]),
    }
    return voice.say("{n}: half have waited longer than {median}, the oldest {oldest}.", **places)


def _withheld(voice: Voice, result: Withheld) -> str:
    metric, say = voice.metric, voice.say
    if result.reason is Reason.TOO_FEW:
        least = formats.whole(metric.min_n or result.n + 1)
        return say(
            "Too few {counted}: {n} of at least {least}.",
            counted=say(metric.counted),
            n=formats.whole(result.n),
            least=least,
        )
    if result.reason is Reason.UNDEFINED and metric.unit is Unit.HOURS:
        return say("Fewer than half have been {done} so far ({n}).", done=say(metric.done), n=voice.units(result.n))
    if result.reason is Reason.UNDEFINED and metric.frame is INVITATIONS:
        return say("More answers than delivered invitations are recorded. Correct the file and bring it again.")
    texts = {
        Reason.EMPTY: "No data for this selection.",
        Reason.PROTECTED: "Withheld, so that a smaller group cannot be worked out.",
        Reason.UNDEFINED: "{name} has no value for these answers: their scale does not allow it.",
        Reason.WINDOW_OPEN: "Too early to tell: nobody's time is up yet.",
        Reason.SCALES_MIXED: "These answers were given on different scales. Choose one question or survey to see them.",
        Reason.NOT_RECORDED: "The data do not record this.",
    }
    return say(texts[result.reason], name=voice.noun)


def _leaders(voice: Voice, rows: Sequence[Row], n: int) -> str:
    """The largest groups of a share within a breakdown, periods pooled by their counts. n: observations in all."""
    known = [(row, row.result) for row in rows if isinstance(row.result, Estimate)]
    wholes = {row.period: result.denominator or 0.0 for row, result in reversed(known)}
    whole, single = sum(wholes.values()), set(wholes) == {None}  # without periods every group has its own share
    pooled: dict[str, float] = {}
    for row, result in known:
        part = 1.0 if single else result.denominator or 0.0
        pooled[group_name(row)] = pooled.get(group_name(row), 0.0) + result.value * part
    if not pooled or not whole:
        few = [row.result for row in rows if isinstance(row.result, Withheld) and row.result.reason is Reason.TOO_FEW]
        return _withheld(voice, max(few, key=lambda result: result.n, default=Withheld(Reason.EMPTY, 0)))
    if not single:  # counts again, without the traces of dividing and multiplying: the share is the page's to the last digit
        pooled = {name: round(count, 6) / whole for name, count in pooled.items()}
    ranked = sorted(pooled.items(), key=lambda pair: (-pair[1], pair[0]))
    alike = len({result.denominator for _, result in known}) == 1
    places = {"first": ranked[0][0], "most": voice.value(ranked[0][1])}
    places["n"] = voice.units(round(whole) if alike or not single else n)
    if len(ranked) == 1:
        return voice.say("Largest: {first} with {most} ({n}).", **places)
    places |= {"second": ranked[1][0], "next": voice.value(ranked[1][1])}
    return voice.say("Largest: {first} with {most}, then {second} with {next} ({n}).", **places)


def group_name(row: Row) -> str:
    """Phone · South: a row's group in one line."""
    return " · ".join(row.group)


def about(n: float) -> str:
    """640 of 637: two digits say "about"."""
    step = 10 ** max(floor(log10(n)) - 1, 0) if n >= 1 else 1
    return formats.whole(-(-n // step) * step)
