"""What a preset declares: how a vendor's file is recognised, and what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data_access.importing.profile import Profile


@dataclass(frozen=True, slots=True)
class Shape:
    """What recognition looks at. head: the raw rows the names are made of."""

    profiles: Sequence[Profile]
    header_rows: int = 1
    head: Sequence[Sequence[str]] = ()

    def having(self, pattern: str) -> list[Profile]:
        """Columns whose plain name is this, in the order of the file."""
        return [p for p in self.profiles if re.fullmatch(pattern, p.words)]


@dataclass(frozen=True, slots=True)
class Score:
    """A column the vendor scores: its plain name, kind and scale, and the vendor's words for scores (None: no answer)."""

    column: str
    kind: str
    scale: tuple[float, float]
    values: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Preset:
    """One vendor's shape. Names are patterns for a column's plain name (lower case, words only).

    marks: columns that must all be there · some, least: others of which so many must be there · also: a further condition ·
    roles: (role, name), the first name that is there wins · scores: columns of known scale · ignored: (name, why) ·
    personal: (name, what) · leave_out: (name, cells) that mark rows as previews, tests or spam · zone: of times without one,
    where the vendor always writes that · zone_of: the zone as this file says it · joined: several choices stand in one
    cell · coded: choices are exported as numbers, counted from the first · codes: numbers the vendor writes for "skipped".
    """

    key: str
    vendor: str
    kind: str
    marks: tuple[str, ...]
    some: tuple[str, ...] = ()
    least: int = 0
    also: Callable[[Shape], bool] | None = None
    roles: tuple[tuple[str, str], ...] = ()
    scores: tuple[Score, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    personal: tuple[tuple[str, str], ...] = ()
    leave_out: tuple[tuple[str, tuple[str, ...]], ...] = ()
    zone: str = ""
    zone_of: Callable[[Shape], str] | None = None
    joined: bool = False
    coded: bool = False
    codes: frozenset[int] = frozenset()

    def knows(self, shape: Shape) -> bool:
        """Whether a file has this shape."""
        if not all(shape.having(mark) for mark in self.marks):
            return False
        if sum(bool(shape.having(name)) for name in self.some) < self.least:
            return False
        return self.also is None or self.also(shape)

    def timezone(self, shape: Shape) -> str:
        """The zone of times without one; empty when the vendor leaves it open."""
        return (self.zone_of(shape) if self.zone_of is not None else "") or self.zone

    def role_of(self, shape: Shape) -> dict[str, str]:
        """column → role, each role once; a column of times with gaps gives way to a later one without."""
        found: dict[str, str] = {}
        for role in dict.fromkeys(role for role, _ in self.roles):
            names = [name for r, name in self.roles if r == role]
            columns = [p for name in names for p in shape.having(name) if p.filled and p.name not in found]
            whole = [p for p in columns if p.filled == p.rows]
            for p in (whole or columns)[:1]:
                found[p.name] = role
        return found
