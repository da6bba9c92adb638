"""What a frame is: the column contract of a small table of counts."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "(unknown)"  # a dimension value the source left empty: shown, never dropped
OTHER = "(other)"  # what a list of names or a rank keeps no place for: counted together
DIMENSIONS = ("channel", "segment", "region", "product", "business_unit", "source")
GRAINS = ("day", "week", "month", "quarter", "year")
ATTRIBUTE = "attr:"  # a breakdown by a file's own column is asked for as "attr:<column name>"


@dataclass(frozen=True, slots=True)
class Frame:
    """Column contract of one frame.

    facts: the table counted · time: the date basis (the column `day` is derived from) · extra_dims: dimensions this
    frame offers beyond DIMENSIONS · keys: the frame's own grouping columns · additive / distinct: its counts ·
    options: names of the options it takes · snapshot: a state at as_of, which no period bounds ·
    floats: keys and counts that are real numbers, NaN where nothing is recorded · whole: keys that are whole numbers ·
    overlapping: dimensions of which one unit can have several values: groups of theirs do not add up to the whole.
    """

    key: str
    facts: str
    time: str
    keys: tuple[str, ...]
    additive: tuple[str, ...]
    distinct: tuple[str, ...] = ()
    extra_dims: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    snapshot: bool = False
    meaning: str = ""
    floats: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    overlapping: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[str, ...]:
        return self.additive + self.distinct

    @property
    def dims(self) -> tuple[str, ...]:
        return DIMENSIONS + self.extra_dims


CONTACT_DIMS = ("direction", "mode", "stage", "touchpoint", "reason", "team")
ENTRY_DIMS = ("direction", "mode", "reason", "team")  # of a journey's first contact; its stage is a step, later ones differ
COMPLAINT_DIMS = ("theme", "severity", "team")
ANSWER_DIMS = ("instrument", "question", "touchpoint", "stage")
