"""The glossary of all metrics, written from the registry: `python -m metrics.glossary > docs/metrics.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

from metrics import formats
from metrics.comparing import VOLUME_CHANGE
from metrics.metric import Better, Metric
from metrics.registry import METRICS
from metrics.results import Estimate

TOPICS = {
    "satisfaction": "Satisfaction",
    "channel_mix": "Channel mix",
    "journeys": "Journeys",
    "recovery": "Complaints and recovery",
}
_BETTER = {Better.HIGHER: "higher is better", Better.LOWER: "lower is better", Better.NEITHER: "no direction is better"}
_HEAD = f"""# Metrics

Every number the dashboard shows, as it is declared in `metrics/definitions/`. This page is written from the registry.
Intervals are at 95 %. A score with too few answers is withheld, together with the next smallest group where the small
one could be found by subtraction. A change is called *up* or *down* only when it is more than chance (p < 0.05 and an
interval of the difference that leaves out 0); otherwise there is *no clear change*, or there are *too few answers*.
A volume must also have changed by at least {VOLUME_CHANGE * 100:.0f} %: contacts and complaints come in clusters, so small
differences between two periods are usual. Times are counted in whole minutes; a change of a time is the difference of
its two medians, and word, interval and sentence all speak of that difference.
"""


def glossary() -> str:
    """All metrics as Markdown, by topic, in the registry's order."""
    parts = [_HEAD]
    for topic, metrics in groupby(METRICS, key=lambda metric: metric.topic):
        parts.append(f"## {TOPICS[topic]}\n")
        parts += ["\n".join(_entry(metric)) + "\n" for metric in metrics]
    return "\n".join(parts)


def _entry(metric: Metric) -> Iterator[str]:
    yield f"### {metric.title}\n"
    yield f"*{metric.question}*\n"
    yield f"- key: `{metric.key}` (version {metric.version}), counted: {metric.counted}, {_BETTER[metric.better]}"
    yield f"- what: {metric.formula_words}"
    yield f"- formula: `{metric.formula}`"
    yield f"- date that counts: {metric.date_basis}"
    if metric.maturity:
        yield f"- when a unit counts: {metric.maturity}"
    yield f"- left out: {metric.exclusions or 'nobody'}"
    shown = "always shown" if metric.min_n is None else f"withheld below {metric.min_n} {metric.counted}"
    yield f"- smallest n: {shown}"
    yield f"- example: {_example(metric)}"
    yield f"- source: {metric.source}"


def _example(metric: Metric) -> str:
    known = metric.example
    result = Estimate(known.value, known.low, known.high, known.n)
    between = formats.interval(metric, result)
    parts = [formats.value(metric, known.value), between, f"from {formats.counted(known.n, metric.counted)}"]
    return ", ".join(part for part in parts if part)


if __name__ == "__main__":
    sys.stdout.write(glossary())
