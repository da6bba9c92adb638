"""Mappings used before, for a file of the same shape: next month's file is read as this month's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from data_access.importing import roles
from data_access.importing.mapping import Mapping
from data_access.importing.values import fold


@dataclass(frozen=True, slots=True)
class Remembered:
    """Mappings that speak of exactly the columns of the file at hand, the one used last first."""

    mappings: tuple[Mapping, ...] = ()

    @classmethod
    def alike(cls, kept: Iterable[Mapping], headers: Iterable[str]) -> Remembered:
        """Of all that are kept, the newest first, those with these columns."""
        wanted = {fold(h) for h in headers}
        return cls(tuple(m for m in kept if {fold(h) for h in m.headers} == wanted))

    def source(self, name: str) -> str:
        """The source such files came from; of several the one most like this name, of none the name itself."""
        if any(m.source == name for m in self.mappings):
            return name
        return max((m.source for m in self.mappings), key=lambda source: fuzz.ratio(source, name), default=name)

    def kind(self, source: str) -> str | None:
        """What such files of this source held last time."""
        return next((m.kind for m in self.mappings if m.source == source), None)

    def mapping(self, source: str, kind: str, order: str | None = None) -> Mapping | None:
        """The one of this source and kind, without the day given for a whole file: that is another one each time.

        order: of day and month as the file at hand proves it: evidence outweighs memory.
        """
        same = next((m for m in self.mappings if m.source == source and m.kind == kind), None)
        if same is None:
            return None
        constants = tuple(pair for pair in same.constants if pair[0] != roles.TS)
        return replace(same, constants=constants, date_order=order or same.date_order)
