"""Day or month first, comma or point: proven by cells that read only one way; the rest is asked, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data_access.importing import roles
from data_access.importing.errors import DataError
from data_access.importing.mapping import ColumnMap, Mapping
from data_access.importing.reader import Layout, chunks
from data_access.importing.values import DMY, MDY, Moment, parse_moment

_WORDS = {MDY: "month first", DMY: "day first"}
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


def dates(cells: Iterable[str]) -> Readings:
    """first: month first, second: day first."""
    only = {MDY: 0, DMY: 0}
    either = 0
    for cell in {c.strip() for c in cells}:
        as_mdy, as_dmy = parse_moment(cell, MDY), parse_moment(cell, DMY)
        month, day = isinstance(as_mdy, Moment), isinstance(as_dmy, Moment)
        if month != day:
            only[MDY if month else DMY] += 1
        elif month and as_mdy != as_dmy:
            either += 1
    return Readings(only[MDY], only[DMY], either)


def decimals(cells: Iterable[str]) -> Readings:
    """first: point, second: comma."""
    distinct = {c.strip() for c in cells}
    point = sum(bool(_POINT_ONLY.fullmatch(c)) for c in distinct)
    comma = sum(bool(_COMMA_ONLY.fullmatch(c)) for c in distinct)
    return Readings(point, comma, sum(bool(_EITHER.fullmatch(c)) for c in distinct))


def date_order(
    path: Path, layout: Layout, places: Sequence[int], sample: Sequence[Sequence[str]]
) -> tuple[str | None, Readings]:
    """(the order these columns share or None, the evidence). Reads the whole file when the sample proves nothing."""
    found = sum((dates(row[place] for row in sample) for place in places), Readings())
    if found.open and not found.first:
        found = Readings()
        for chunk in chunks(path, layout):
            found += sum((dates(row[place] for row in chunk.rows) for place in places), Readings())
            if found.first or found.second:
                break
    return (None, MDY, DMY)[found.proven], found


def explain_dates(found: Readings) -> str:
    """The evidence in words."""
    if found.proven:
        order = MDY if found.proven == 1 else DMY
        return f"{_WORDS[order]}: {max(found.first, found.second):,} dates read only that way, none the other"
    if found.first:
        return f"contradictory: {found.first:,} dates read only month first, {found.second:,} only day first"
    return f"open: {found.either:,} dates read either way" if found.either else "year first or by name: no doubt"


def settle(mapping: Mapping, path: Path, layout: Layout, sample: Sequence[Sequence[str]]) -> Mapping:
    """The mapping with date order and decimal mark as the file proves them; raises DataError where it does not."""
    return _settle_decimal(_settle_dates(mapping, path, layout, sample), layout, sample)


def _settle_dates(mapping: Mapping, path: Path, layout: Layout, sample: Sequence[Sequence[str]]) -> Mapping:
    columns = [c for c in _of_type(mapping, roles.MOMENT, roles.DAY) if c.date_order is None and c.column in layout.headers]
    if mapping.date_order is not None or not columns:
        return mapping
    order, found = date_order(path, layout, [layout.headers.index(c.column) for c in columns], sample)
    if found.open:
        names = ", ".join(repr(c.column) for c in columns)
        raise DataError(
            f"The dates in {names} are {explain_dates(found)}.",
            "Whether the day or the month comes first must be known.",
            "Say which (date_order: dmy for day first, mdy for month first), for the file or for a column.",
        )
    return replace(mapping, date_order=order)


def _settle_decimal(mapping: Mapping, layout: Layout, sample: Sequence[Sequence[str]]) -> Mapping:
    columns = [c for c in _of_type(mapping, roles.NUMBER, roles.SECONDS, roles.WHOLE) if c.column in layout.headers]
    if mapping.decimal is not None or not columns:
        return mapping
    found = sum((decimals(row[layout.headers.index(c.column)] for row in sample) for c in columns), Readings())
    if found.open:
        names = ", ".join(repr(c.column) for c in columns)
        raise DataError(
            f"The numbers in {names} can be read with a decimal point or a decimal comma.",
            "Which it is must be known.",
            'Say which (decimal: "." or ",").',
        )
    return replace(mapping, decimal="," if found.proven == 2 else ".")


def _of_type(mapping: Mapping, *wanted: str) -> list[ColumnMap]:
    types = roles.types(mapping.kind)
    return [c for c in mapping.columns if types.get(c.role) in wanted]
