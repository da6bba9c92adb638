"""What the house decided once for every file: codes that mean "no answer", and its time zone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data_access.importing.mapping import ColumnMap, Mapping
from data_access.importing.values import Invalid, parse_number


@dataclass(frozen=True, slots=True)
class House:
    """no_answer: codes · timezone: of times without one, where a file says nothing; None: UTC."""

    no_answer: tuple[str, ...] = ()
    timezone: str | None = None


AS_FOUND = House()


def with_codes(mapping: Mapping, codes: tuple[str, ...]) -> Mapping:
    """The mapping whose scored columns also read these codes as "no answer".

    A number inside a column's scale stays a score there: whoever means it otherwise says so for that column.
    """
    return replace(mapping, columns=tuple(_with_codes(c, codes) if c.rated else c for c in mapping.columns))


def whole_numbers(codes: tuple[str, ...]) -> frozenset[int]:
    """The codes that are whole numbers."""
    found = (parse_number(code.strip()) for code in codes)
    return frozenset(int(n) for n in found if not isinstance(n, Invalid) and n == int(n))


def _with_codes(column: ColumnMap, codes: tuple[str, ...]) -> ColumnMap:
    known = {word.strip().casefold() for word in column.no_answer}
    more = tuple(c for c in codes if c.strip().casefold() not in known and not _a_score(column, c))
    return replace(column, no_answer=(*column.no_answer, *more)) if more else column


def _a_score(column: ColumnMap, code: str) -> bool:
    number = parse_number(code.strip())
    low, high = column.scale or (0.0, 0.0)
    return not isinstance(number, Invalid) and low <= number <= high
