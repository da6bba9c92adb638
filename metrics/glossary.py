"""What every metric means, told from its declaration: the Methods page and docs/metrics.md say the same, from here.

`python -m metrics.glossary > docs/metrics.md`
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from metrics import formats, lists
from metrics.comparing import VOLUME_CHANGE
from metrics.metric import Better, Metric
from metrics.registry import METRICS
from metrics.results import Estimate, Result
from metrics.rules import STANDARD
from metrics.saying import SOURCE, say, speaking, word

TOPICS = {
    "satisfaction": word("Satisfaction"),
    "voices": word("Voices"),
    "channel_mix": word("Channel mix"),
    "journeys": word("Journeys"),
    "recovery": word("Complaints and recovery"),
}
_BETTER = {
    Better.HIGHER: word("higher is better"),
    Better.LOWER: word("lower is better"),
    Better.NEITHER: word("no direction is better"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One metric, told. facts: (term, text) in reading order; formula: in symbols, the same in every language."""

    key: str
    title: str
    question: str
    formula: str
    facts: tuple[tuple[str, str], ...]

    def holds(self, words: str) -> bool:
        """Whether every one of the words is said somewhere in it, in whatever case."""
        told = " ".join([self.key, self.title, self.question, self.formula, *(text for _, text in self.facts)]).casefold()
        return all(one in told for one in words.casefold().split())


def general() -> str:
    """What holds for every metric."""
    return say(
        "Intervals are at {level}, unless the settings say otherwise. A score with too few answers is withheld, together "
        "with the next smallest group where the small one could be found by subtraction. A change is called up or down "
        "only when it is more than chance: p below {alpha} and an interval of the difference that leaves out 0. Otherwise "
        "there is no clear change, or there are too few answers. A volume must also have changed by at least {least}: "
        "contacts and complaints come in clusters, so small differences between two periods are usual. Times are counted "
        "in whole minutes; a change of a time is the difference of its two medians.",
        level=formats.percent(f"{STANDARD.conf * 100:.0f}"), alpha=f"{1 - STANDARD.conf:.2g}",
        least=formats.percent(f"{VOLUME_CHANGE * 100:.0f}"),
    )  # fmt: skip


def topics() -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """(title of the topic, its metrics), in the registry's order and the reader's language."""
    for topic, metrics in groupby(METRICS, key=lambda metric: metric.topic):
        yield say(TOPICS[topic]), tuple(entry(metric) for metric in metrics)


def entry(metric: Metric) -> Entry:
    """One metric in the reader's language."""
    return Entry(metric.key, say(metric.title), say(metric.question), metric.formula, tuple(_facts(metric)))


def _facts(metric: Metric) -> Iterator[tuple[str, str]]:
    yield say("What"), say(metric.formula_words)
    yield say("Counted"), f"{say(metric.counted)}; {say(_BETTER[metric.better])}"
    yield say("Left out"), say(metric.exclusions) if metric.exclusions else say("nobody")
    yield say("Smallest n"), _smallest(metric)
    yield say("Date that counts"), say(metric.date_basis)
    if metric.maturity:
        yield say("When a unit counts"), say(metric.maturity)
    yield say("Up or down"), _called(metric)
    yield say("Example"), f"{_given(metric)} → {_found(metric)}"
    yield say("Source"), metric.source
    yield say("Key and version"), f"{metric.key}, {metric.version}"


def _smallest(metric: Metric) -> str:
    if metric.min_n is None:
        return say("always shown")
    return say("withheld below {n}", n=formats.counted(metric.min_n, metric.counted))


def _called(metric: Metric) -> str:
    return say(rule(metric.compare)) if metric.compare else say("not compared: a state at one moment")


def rule(compare: Callable[..., Any]) -> str:
    """How a change is judged: the first sentence of what the function that judges it says of itself."""
    said = (inspect.getdoc(compare) or "").partition("\n")[0].partition(". ")[0]
    return said.removesuffix(".") + "."


def worked(metric: Metric) -> Result:
    """The metric computed from its example's rows, now."""
    known = metric.example
    cell = _columns(known.rows)
    return metric.compute(cell, _columns(known.whole) if known.whole else cell, {**metric.options, **known.options})


def _columns(rows: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    return {name: np.asarray([row[name] for row in rows]) for name in rows[0]}


def _given(metric: Metric) -> str:
    """The example's rows in one line: what is the same in all of them once, then each row; empty columns say nothing."""
    rows = metric.example.rows
    telling = [name for name in rows[0] if any(row[name] for row in rows) and not _repeated(name, rows)]
    same = [name for name in telling if len(rows) > 1 and len({row[name] for row in rows}) == 1]
    each = [_row([name for name in telling if name not in same], row) for row in rows]
    return lists.statements([_row(same, rows[0]), *each])


def _repeated(name: str, rows: tuple[Mapping[str, Any], ...]) -> bool:
    """A weight of 1 per answer repeats the count."""
    return name in ("sw", "sww") and all(row[name] == row["n"] for row in rows)


def _row(names: list[str], row: Mapping[str, Any]) -> str:
    return lists.enumerated(f"{name} {_written(row[name])}" for name in names)


def _written(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else "–" if value is None else str(value)


def _found(metric: Metric) -> str:
    result, counted = worked(metric), say("from {n}", n=formats.counted(metric.example.n, metric.counted))
    if not isinstance(result, Estimate):
        return f"{formats.shown(metric, result)}, {counted}"
    between = formats.interval(metric, result)
    return lists.clauses([formats.exact(metric, result.value), between, counted])


def glossary() -> str:
    """All metrics as Markdown, in English."""
    with speaking(SOURCE):
        parts = [
            "# Metrics\n",
            "Every number the dashboard shows, as it is declared in `metrics/definitions/`; written from the registry, as the "
            "Methods page is.\n",
            general() + "\n",
        ]
        for title, entries in topics():
            parts.append(f"## {title}\n")
            parts += ["\n".join(_markdown(one)) + "\n" for one in entries]
    return "\n".join(parts)


def _markdown(told: Entry) -> Iterator[str]:
    yield f"### {told.title}\n"
    yield f"*{told.question}*\n"
    yield f"    {told.formula}\n"
    for term, text in told.facts:
        yield f"- {term}: {text}"


if __name__ == "__main__":
    sys.stdout.write(glossary())
