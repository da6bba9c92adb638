"""What became of every row and every scored cell of a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from data_access.batches import ChangedCell

MANY_CHANGED = 20  # rows
MOST_EXAMPLES = 5  # raw cells quoted per column: enough to see what is wrong


@dataclass
class Ledger:
    """read = loaded + rejected + duplicate + conflict. `cells`: per scored question, and per other column with faults.

    In a dry run `loaded` counts rows that would be loaded and `changed` those of them that are known with other content;
    `duplicate` includes rows the store holds already. `people`: different customers in the file · `changes`: the first of
    the cells that would change · `gone`: rows of a batch to be replaced that this file does not hold · `channels`: as the
    file writes them → facts · `completes`: the batch that refused these rows, which come back.
    `ignored`: (column, why) · `examples`: invalid cells per question · `facts`: rows per table that would be written.
    """

    read: int = 0
    loaded: int = 0
    rejected: int = 0
    duplicate: int = 0
    conflict: int = 0
    flagged: int = 0
    blank_lines: int = 0
    cells: dict[str, dict[str, int]] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    facts: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)  # why rows were rejected → rows
    first_day: date | None = None
    last_day: date | None = None
    changed: int = 0
    people: int = 0
    gone: int = 0
    changes: list[ChangedCell] = field(default_factory=list)
    channels: dict[str, int] = field(default_factory=dict)
    completes: int | None = None

    @property
    def new(self) -> int:
        """Rows that would be loaded and were not known."""
        return self.loaded - self.changed

    @property
    def corrects(self) -> bool:
        """Whether so many rows would change that it may well be another source with the same numbering."""
        return self.completes is None and self.changed >= MANY_CHANGED and self.changed * 2 > self.read

    @property
    def overwrites(self) -> bool:
        """Whether rows that come back, most likely conflicts nobody looked at, would take the place of many stored ones."""
        return self.completes is not None and self.changed >= MANY_CHANGED

    def balanced(self) -> bool:
        """The conservation law."""
        return self.read == self.loaded + self.rejected + self.duplicate + self.conflict

    def count(self, question: str, outcome: str, times: int = 1) -> None:
        """One more cell that is valid, no_answer or invalid."""
        self.cells.setdefault(question, {"valid": 0, "no_answer": 0, "invalid": 0})[outcome] += times

    def saw_days(self, first: date, last: date) -> None:
        """Widens the span of days."""
        self.first_day = first if self.first_day is None else min(first, self.first_day)
        self.last_day = last if self.last_day is None else max(last, self.last_day)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        plain = asdict(self)
        for name in ("first_day", "last_day"):
            plain[name] = plain[name].isoformat() if plain[name] else None
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Ledger:
        """From JSON."""
        known = {f.name for f in fields(cls)}
        given = {k: v for k, v in plain.items() if k in known}
        for name in ("first_day", "last_day"):
            given[name] = date.fromisoformat(given[name]) if given.get(name) else None
        given["ignored"] = [(c, r) for c, r in given.get("ignored", [])]
        given["changes"] = [ChangedCell(**cell) for cell in given.get("changes", [])]
        return cls(**given)
