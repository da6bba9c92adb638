"""A tile in words, for files: value, interval, n, verdict and target, each a cell of its own."""

from __future__ import annotations

from dataclasses import dataclass

from metrics import formats
from metrics.readout import Readout, Word
from metrics.results import Estimate
from metrics.saying import say, word

ARROWS = {Word.UP: "▲", Word.DOWN: "▼", Word.SAME: "●", Word.FEW: "○"}

_STATUS = {"met": word("met"), "missed": word("missed"), "uncertain": word("not yet clear"), "no_data": word("no data")}


@dataclass(frozen=True, slots=True)
class TileWords:
    """Texts of one tile; empty where there is nothing to say. tone: better | worse | neutral."""

    name: str
    value: str
    interval: str
    n: str
    verdict: str
    target: str
    tone: str


def tile_words(name: str, readout: Readout) -> TileWords:
    """The words of one tile."""
    metric, result, verdict = readout.metric, readout.overall, readout.verdict
    between = formats.interval(metric, result) if isinstance(result, Estimate) else ""
    return TileWords(
        name, formats.shown(metric, result), between,
        formats.counted(result.n, metric.counted),
        _change(readout), _target(readout), "neutral" if verdict is None else verdict.tone,
    )  # fmt: skip


def _change(readout: Readout) -> str:
    verdict = readout.verdict
    if verdict is None:
        return say("nothing to compare with")
    told = f"{ARROWS[verdict.word]} {say(verdict.word)}"
    if verdict.change is not None and verdict.word in (Word.UP, Word.DOWN):
        told += " " + formats.change(readout.metric, verdict.change.diff, relative=verdict.change.relative)
        told += f" ({say('no channel did: not to be read alone')})" if readout.reversed else ""
    return told


def _target(readout: Readout) -> str:
    if readout.goal is None:
        return ""
    return f"{formats.value(readout.metric, readout.goal.target)}: {say(_STATUS[readout.goal.status])}"
