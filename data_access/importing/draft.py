"""A mapping in the making: which columns have a role so far, with confidence and reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from data_access.importing.mapping import ColumnMap
from data_access.importing.presets import Preset, Shape
from data_access.importing.profile import SAMPLE_ROWS, Profile
from data_access.importing.scoring import ScoreGuess
from metrics.phrases import phrase

HIGH, MEDIUM, LOW = "high", "medium", "low"


@dataclass
class Draft:
    """Columns given a role so far. kind_doubt: the file could as well be of this kind; "?": of any · said: the kind is known
    from a person, a survey tool or the source, not guessed."""

    kind: str
    profiles: Sequence[Profile]
    scores: dict[str, ScoreGuess]
    preset: Preset | None = None
    shape: Shape | None = None
    kind_doubt: str = ""
    said: bool = False
    columns: dict[str, list[ColumnMap]] = field(default_factory=dict)
    why: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def give(self, column: ColumnMap, confidence: str, reason: str) -> None:
        """One more meaning of a column."""
        self.columns.setdefault(column.column, []).append(column)
        self.why.setdefault(column.column, []).append((confidence, reason))

    def taken(self, role: str) -> bool:
        """Whether a column has this role already."""
        return any(c.role == role for given in self.columns.values() for c in given)

    def free(self) -> list[Profile]:
        """Columns without a meaning yet."""
        return [p for p in self.profiles if p.name not in self.columns]

    @property
    def rated(self) -> dict[str, ScoreGuess]:
        """The guesses that have become scores of the mapping."""
        return {name: g for name, g in self.scores.items() if any(c.rated for c in self.columns.get(name, []))}

    @property
    def surveyed(self) -> bool:
        """A survey tool's file: its open questions are comments."""
        return self.kind == "answers"


def same(p: Profile) -> str:
    """That a column never changes, as a reason."""
    if p.rows < SAMPLE_ROWS:
        return phrase("the same in this whole file; tells files apart")
    return phrase("the same in the first {n:,} rows; tells files apart", n=p.rows)
