"""What a mapping leaves open, settled by the file: comma or point, day or month first; the rest is asked, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data_access.importing import date_evidence, roles
from data_access.importing.date_evidence import Orders
from data_access.importing.errors import DataError
from data_access.importing.mapping import ColumnMap, Mapping
from data_access.importing.reader import Layout
from metrics.phrases import listed, phrase

_COMMA_ONLY = re.compile(r"[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|0,\d+)", re.ASCII)
_POINT_ONLY = re.compile(r"[+-]?(?:\d+\.(?:\d{1,2}|\d{4,})|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|0\.\d+)", re.ASCII)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Readings:
    """How many distinct cells read only as `first`, only as `second`, or as either."""

    first: int = 0
    second: int = 0
    either: int = 0

    def __add__(self, other: Readings) -> Readings:
        return Readings(self.first + other.first, self.second + other.second, self.either + other.either)

    @property
    def proven(self) -> int:
        """1 or 2 for the reading proven without contradiction, else 0."""
        if self.first and not self.second:
            return 1
        return 2 if self.second and not self.first else 0

    @property
    def open(self) -> bool:
        """Cells could be read either way and nothing proves which, or the proofs contradict each other."""
        return not self.proven and bool(self.either or self.first)


def decimals(cells: Iterable[str]) -> Readings:
    """first: point, second: comma."""
    distinct = {c.strip() for c in cells}
    point = sum(bool(_POINT_ONLY.fullmatch(c)) for c in distinct)
    comma = sum(bool(_COMMA_ONLY.fullmatch(c)) for c in distinct)
    return Readings(point, comma, sum(bool(_EITHER.fullmatch(c)) for c in distinct))


def settle(mapping: Mapping, path: Path, layout: Layout, sample: Sequence[Sequence[str]]) -> Mapping:
    """The mapping with date order and decimal mark as the file proves them; raises DataError where it does not."""
    return _settle_decimal(_settle_dates(mapping, path, layout, sample), layout, sample)


def _settle_dates(mapping: Mapping, path: Path, layout: Layout, sample: Sequence[Sequence[str]]) -> Mapping:
    columns = [c for c in _of_type(mapping, roles.MOMENT, roles.DAY) if c.date_order is None and c.column in layout.headers]
    if mapping.date_order is not None or not columns:
        return mapping
    places = {layout.headers.index(c.column) for c in columns}
    found = date_evidence.of_file(path, layout, sorted(places), sample)
    together = date_evidence.shared(found.values())
    if together.contradictory and not any(e.contradictory for e in found.values()):
        return _settle_each(mapping, layout, found)
    if together.open or any(e.swapped for e in found.values()):
        raise _undecided(columns, together, layout, found)
    return replace(mapping, date_order=together.proven)


def _settle_each(mapping: Mapping, layout: Layout, found: dict[int, Orders]) -> Mapping:
    """Columns that each prove another order are read each in its own; one that proves none cannot follow the others."""
    doubtful = [place for place, e in found.items() if e.open]
    if doubtful:
        raise _undecided([], date_evidence.shared(found.values()), layout, {p: found[p] for p in doubtful})
    proven = {layout.headers[place]: e.proven for place, e in found.items()}
    columns = tuple(replace(c, date_order=c.date_order or proven.get(c.column)) for c in mapping.columns)
    return replace(mapping, columns=columns)


def _undecided(columns: Sequence[ColumnMap], together: Orders, layout: Layout, found: dict[int, Orders]) -> DataError:
    asked = list(dict.fromkeys(c.column for c in columns)) or [layout.headers[place] for place in found]
    names = listed(map(repr, asked))
    swapped = sum(e.swapped for e in found.values())
    if swapped:
        return DataError(
            phrase(
                "In {names} a spreadsheet has most likely swapped days and months: {n:,} dates are written year first and none"
                " of them has a day above 12, all others are written day first and have one.",
                names=names, n=swapped,
            ),
            phrase("Dates as they were exported are expected."),
            phrase("Export the file again without opening it in a spreadsheet, or say ydm as date order to swap them back."),
        )
    return DataError(
        phrase("The dates in {names} are {evidence}.", names=names, evidence=date_evidence.explain(together)),
        phrase("Whether the day or the month comes first must be known."),
        phrase("Say which (date_order: dmy for day first, mdy for month first), for the file or for a column."),
    )


def _settle_decimal(mapping: Mapping, layout: Layout, sample: Sequence[Sequence[str]]) -> Mapping:
    columns = [c for c in _of_type(mapping, roles.NUMBER, roles.SECONDS, roles.WHOLE) if c.column in layout.headers]
    if mapping.decimal is not None or not columns:
        return mapping
    found = sum((decimals(row[layout.headers.index(c.column)] for row in sample) for c in columns), Readings())
    if found.open:
        names = listed(repr(c.column) for c in columns)
        raise DataError(
            phrase("The numbers in {names} can be read with a decimal point or a decimal comma.", names=names),
            phrase("Which it is must be known."),
            phrase('Say which (decimal: "." or ",").'),
        )
    return replace(mapping, decimal="," if found.proven == 2 else ".")


def _of_type(mapping: Mapping, *wanted: str) -> list[ColumnMap]:
    types = roles.types(mapping.kind)
    return [c for c in mapping.columns if types.get(c.role) in wanted]
