"""Scales of a source's questions as they have been answered so far, against those of a new file: never mixed in silence."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import replace

from data_access.importing.draft import Draft
from data_access.importing.mapping import ColumnMap
from data_access.importing.question import Question, named
from data_access.importing.scoring import ScoreGuess
from metrics.phrases import phrase

Known = Lookup[str, tuple[tuple[float, float], ...]]  # question → its scales so far
APART = "apart"


def compare(draft: Draft, known: Known) -> tuple[Question, ...]:
    """Takes over the stored scale where the file's values cannot tell, and asks where they contradict it."""
    against: dict[tuple[tuple[float, float], tuple[float, float]], list[ColumnMap]] = {}
    for name, given in draft.columns.items():
        for place, c in enumerate(given):
            scales = known.get(c.label, ()) if c.rated else ()
            if not scales or c.scale in scales or c.scale is None:
                continue
            guess = draft.scores.get(name)
            if guess is not None and _could_be(guess, scales[0]):
                given[place] = replace(c, scale=scales[0])
                confidence, reason = draft.why[name][place]
                as_before = phrase("{reason}; the scale as in this source's earlier files", reason=reason)
                draft.why[name][place] = (confidence, as_before)
            else:
                against.setdefault((scales[0], c.scale), []).append(c)
    return tuple(_asked(*scales, columns) for scales, columns in against.items())


def _could_be(guess: ScoreGuess, scale: tuple[float, float]) -> bool:
    """The file's scale was no more than a guess, and all its values lie on the stored one."""
    return not guess.sure and not guess.values and scale[0] <= guess.scale[0] and guess.scale[1] <= scale[1]


def _asked(stored: tuple[float, float], found: tuple[float, float], columns: list[ColumnMap]) -> Question:
    before, now = f"{stored[0]:g}-{stored[1]:g}", f"{found[0]:g}-{found[1]:g}"
    return Question(
        f"stored_scale:{before}:{now}",
        phrase(
            "{columns}: so far this source's answers are on a scale of {low:g} to {high:g}, this file's look like"
            " {new_low:g} to {new_high:g}. Are they another question, kept apart ({apart}), or is the scale still {before}?"
            " Answers on different scales are never mixed.",
            columns=named([c.label for c in columns]), low=stored[0], high=stored[1], new_low=found[0], new_high=found[1],
            apart=APART, before=before,
        ),
        (APART, before),
        blocking=True,
        columns=tuple(c.column for c in columns),
    )
