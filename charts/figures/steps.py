"""Where people leave: a bar per step from a common baseline, the lost as the pale rest. No trapezoid: its area lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from charts import labels
from charts.escape import esc, plain
from charts.figures.base import SIZE, SMALL, Figure, axis, figure, font, text
from charts.theme import Ground, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.results import Estimate, Result

_ROW, _TOP, _COLUMN = 50, 24, 62
_NAME = 330  # pixels: name and count have the width of a phone, the shares stand lower


class Step(Protocol):
    """A step as `metrics.definitions.journeys.funnel_steps` gives it. lost: of the step before, who went no further."""

    @property
    def name(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def of_previous(self) -> Result: ...
    @property
    def of_all(self) -> Result: ...
    @property
    def lost(self) -> int: ...


def funnel(steps: Sequence[Step], ground: Ground, *, voice: Voice = READER) -> Figure:
    """Steps in order; at the right the share of the step before and of all who began, whiskers on the share of all."""
    palette = theme(ground)
    biggest = max((step.count for step in steps), default=0) or 1
    places = list(range(len(steps)))
    bar = {"type": "bar", "orientation": "h", "y": places, "width": 0.44, "hoverinfo": "text", "textposition": "none"}
    words = [_words(step, before, voice) for step, before in zip(steps, [None, *steps], strict=False)]
    kept = {
        **bar,
        "x": [step.count for step in steps],
        "hovertext": words,
        "name": "",
        "marker": {"color": palette.accent},
    }
    lost = {
        **bar,
        "x": [step.lost for step in steps],
        "base": [step.count for step in steps],
        "hovertext": words,
        "name": "",
        "marker": {"color": palette.pale},
    }
    height = len(steps) * _ROW + _TOP + 6
    return figure(
        [kept, lost, _whiskers(steps, biggest, ground)],
        ground,
        height=height,
        margin=(4, 2 * _COLUMN + 4, _TOP, 6),
        barmode="overlay",
        xaxis=axis(ground, range=[0, biggest * 1.015], showticklabels=False),
        yaxis=axis(ground, range=[len(steps) - 0.6, -0.62], showticklabels=False),
        annotations=_labels(steps, ground, voice),
    )


def _whiskers(steps: Sequence[Step], biggest: int, ground: Ground) -> dict[str, Any]:
    """The interval of the share of all, on the bar's own scale; the first step is certain and has none."""
    known = [
        (place, step.count, step.of_all)
        for place, step in enumerate(steps)
        if place and isinstance(step.of_all, Estimate) and step.of_all.low is not None and step.of_all.high is not None
    ]
    first = steps[0].count if steps else biggest
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [count for _, count, _ in known],
        "y": [place for place, _, _ in known],
        "marker": {"size": 0.1, "color": theme(ground).ink},
        "hoverinfo": "skip",
        "name": "",
        "error_x": {
            "type": "data",
            "symmetric": False,
            "color": theme(ground).ink,
            "thickness": 1.3,
            "width": 4,
            "array": [max(0.0, (e.high or 0) * first - count) for _, count, e in known],
            "arrayminus": [max(0.0, count - (e.low or 0) * first) for _, count, e in known],
        },
    }


def _labels(steps: Sequence[Step], ground: Ground, voice: Voice) -> list[dict[str, Any]]:
    """Name and count above each bar (so that the bars keep the width), two columns of shares at the right."""
    found = []
    heads = (voice.say("of previous"), voice.say("of all"))
    for i, head in enumerate(heads, 1):
        found.append(
            text(
                ground,
                esc(labels.fit(head, _COLUMN + 6, SMALL)),
                1,
                1,
                xref="paper",
                yref="paper",
                xanchor="right",
                xshift=i * _COLUMN,
                yanchor="bottom",
                font=font(ground),
            )
        )
    for place, step in enumerate(steps):
        count = formats.whole(step.count)
        name = labels.fit(plain(step.name), _NAME - labels.width(f"  {count}", 1.04 * SIZE))
        found.append(text(ground, f"{esc(name)}  <b>{count}</b>", 0, place - 0.25, xref="paper", yanchor="bottom", yref="y"))
        columns = ("", _share(step.of_all)) if place == 0 else (_share(step.of_previous), _share(step.of_all))
        for i, share in enumerate(columns, 1):
            found.append(
                text(
                    ground,
                    esc(share),
                    1,
                    place,
                    xref="paper",
                    yref="y",
                    xanchor="right",
                    xshift=i * _COLUMN,
                    font=font(ground, size=12, muted=i == 2),
                )
            )
    return found


def _share(result: Result) -> str:
    """One digit below 10 %, none above: a funnel's last steps are often small."""
    if not isinstance(result, Estimate):
        return "–"
    percent = result.value * 100
    return formats.percent(f"{percent:.0f}" if percent >= 9.95 or percent == 0 else f"{percent:.1f}")


def _words(step: Step, before: Step | None, voice: Voice) -> str:
    lines = [f"<b>{esc(step.name)}</b>", voice.words("{n} reached it", n=formats.whole(step.count))]
    if before is not None:
        for words, result in (("{share} of the step before", step.of_previous), ("{share} of all", step.of_all)):
            between = ""
            if isinstance(result, Estimate) and result.low is not None and result.high is not None:
                between = voice.words(" (between {low:.0f} and {high:.0f} %)", low=result.low * 100, high=result.high * 100)
            lines.append(esc(voice.words(words, share=_share(result))) + between)
        lines.append(voice.words("{n} went no further after {step}", n=formats.whole(step.lost), step=esc(before.name)))
    return "<br>".join(lines)
