"""Scales of a source's questions as they have been answered so far, against those of a new file: never mixed in silence."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import replace

from data_access.importing.draft import Draft
from data_access.importing.mapping import ColumnMap
from data_access.importing.question import Question
from data_access.importing.scoring import ScoreGuess

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
                draft.why[name][place] = (confidence, f"{reason}; the scale as in this source's earlier files")
            else:
                against.setdefault((scales[0], c.scale), []).append(c)
    return tuple(_asked(*scales, columns) for scales, columns in against.items())


def _could_be(guess: ScoreGuess, scale: tuple[float, float]) -> bool:
    """The file's scale was no more than a guess, and all its values lie on the stored one."""
    return not guess.sure and not guess.values and scale[0] <= guess.scale[0] and guess.scale[1] <= scale[1]


def _asked(stored: tuple[float, float], found: tuple[float, float], columns: list[ColumnMap]) -> Question:
    more = f" (and {len(columns) - 1} more like it)" if len(columns) > 1 else ""
    before, now = f"{stored[0]:g}-{stored[1]:g}", f"{found[0]:g}-{found[1]:g}"
    return Question(
        f"stored_scale:{before}:{now}",
        f"{columns[0].label}{more}: so far this source's answers are on a scale of {stored[0]:g} to {stored[1]:g}, this file's"
        f" look like {found[0]:g} to {found[1]:g}. Are they another question, kept apart ({APART}), or is the scale still"
        f" {before}? Answers on different scales are never mixed.",
        (APART, before),
        blocking=True,
        columns=tuple(c.column for c in columns),
    )
