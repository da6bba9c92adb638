"""Sentences cards share: captions with n and who is left out."""

from __future__ import annotations

from metrics import formats, lists
from metrics.metric import Metric
from metrics.readout import Readout, Word
from metrics.saying import one_after_another, word
from metrics.wording import weights_words
from pages.ui.text import t

_ROOM = 120  # characters: two lines of a card's title


def shortened(name: str) -> str:
    """A name of the data, cut to what a title has room for: some columns are called by a whole page of text."""
    return name if len(name) <= _ROOM else name[: _ROOM - 1].rstrip() + "…"


def caption(readout: Readout, *more: str) -> str:
    """n, who is left out and why, filters that cannot apply, what is not finished."""
    result = readout.overall
    parts = [units(readout.metric, result.n)]
    parts += [formats.told(n, reason) for reason, n in readout.left_out if n]
    ignored = [formats.dimension(name) for name in readout.not_applied if name != "period"]
    if ignored:  # without the period: a snapshot's card says when it was taken
        parts.append(t("not filtered by {names}: these facts do not have it", names=lists.enumerated(ignored)))
    if readout.weights:
        parts.append(weights_words(readout))
    if any(row.provisional for row in readout.rows):
        parts.append(t("dashed, hollow or hatched: the period is not complete"))
    return " · ".join([*parts, *(m for m in more if m)])


def units(metric: Metric, n: int) -> str:
    """1 answer; 1,204 answers."""
    return formats.counted(n, metric.counted)


def by_word(readout: Readout) -> str:
    """Groups by their verdict: "Up: Chatbot. Down: Phone, Chat. No clear change: Web."; empty without comparisons."""
    groups: dict[str, list[str]] = {}
    for row in readout.rows:
        if row.verdict is not None:
            groups.setdefault(row.verdict.word, []).append(" · ".join(row.group))
    order = [word for word in (Word.UP, Word.DOWN, Word.SAME, Word.FEW) if word in groups]
    return one_after_another(
        *(t("{word}: {groups}.", word=t(word).capitalize(), groups=lists.enumerated(groups[word])) for word in order)
    )


_MORE, _LESS = word("More than before: {groups}."), word("Less than before: {groups}.")


def moved(readout: Readout) -> str:
    """Groups of a share that hold more or less than in the comparison period; empty where none clearly does."""
    parts = []
    for way, template in ((Word.UP, _MORE), (Word.DOWN, _LESS)):
        names = [row.group[0] for row in readout.rows if row.verdict is not None and row.verdict.word == way]
        if names:
            parts.append(t(template, groups=lists.enumerated(names)))
    return one_after_another(*parts)


def tone(readout: Readout) -> str:
    """Good news, bad news or neither."""
    return readout.verdict.tone if readout.verdict else "neutral"
