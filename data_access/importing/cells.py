"""Cell parsers by type, with the mapping's own words applied; each distinct cell is parsed once."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Lookup
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from data_access.importing import roles
from data_access.importing.choices import CHOSEN, choices
from data_access.importing.mapping import ColumnMap
from data_access.importing.moments import NO_ZONES
from data_access.importing.no_answer import WORDS
from data_access.importing.values import (
    Invalid,
    Moment,
    fold,
    parse_moment,
    parse_number,
    parse_score,
    parse_seconds,
    parse_whole,
    shown,
)
from metrics.phrases import phrase

MEMO_CELLS = 200_000  # distinct cells remembered per column: plenty for dates, bounded for free text
LONGEST_TEXT = 1_000  # characters of a dimension or attribute: beyond it the column is free text

Parser = Callable[[str], Any]
_NUMBERS = {roles.NUMBER: parse_number, roles.SECONDS: parse_seconds, roles.WHOLE: parse_whole}
_COUNTS = frozenset({"sent", "bounced", "answered", "partial", "weight"})


class Memo(dict[str, Any]):
    """cell → value (None: empty, Invalid: not understood), parsed once each. `faulty`: any Invalid so far."""

    def __init__(self, parse: Parser) -> None:
        super().__init__()
        self._parse = parse
        self.faulty = False

    def __missing__(self, cell: str) -> Any:
        value = self._parse(cell)
        if value.__class__ is Invalid:
            self.faulty = True
        if len(self) < MEMO_CELLS:
            self[cell] = value
        return value


def translated(column: ColumnMap, empty: frozenset[str], parse: Parser) -> Parser:
    """trim → the mapping's own words → empty? → `parse`."""
    words = dict(column.values)
    folded = {fold(word): stored for word, stored in words.items()}

    def read(cell: str) -> Any:
        text = cell.strip()
        if folded and (text in words or fold(text) in folded):
            stored = words[text] if text in words else folded[fold(text)]
            return parse(stored) if stored else None
        return None if text.casefold() in empty else parse(text)

    return read


def number(column: ColumnMap, kind: str, decimal: str) -> Parser:
    """Numbers, seconds and whole numbers; counts and weights are never negative."""
    parse = _NUMBERS[kind]

    def read(text: str) -> Any:
        value = parse(text, decimal)
        negative = column.role in _COUNTS and not isinstance(value, Invalid) and value < 0
        return Invalid(phrase("{cell} is negative", cell=shown(text))) if negative else value

    return read


def moment(
    order: str | None, zone: tzinfo, latest: datetime | None, zones: Lookup[str, tzinfo] = NO_ZONES
) -> Parser:
    """Times; none after `latest`."""

    def read(text: str) -> Moment | Invalid:
        found = parse_moment(text, order, zone, zones)
        if latest is not None and isinstance(found, Moment) and found.ts > latest:
            return Invalid(phrase("{cell} lies in the future", cell=shown(text)))
        return found

    return read


def day(parse: Parser) -> Parser:
    """The business-local days of times."""

    def read(text: str) -> Any:
        value = parse(text)
        return value if isinstance(value, Invalid) else value.day

    return read


def zone(name: str) -> tzinfo:
    """The zone of this name."""
    return UTC if name == "UTC" else ZoneInfo(name)


def score(column: ColumnMap) -> Parser:
    """Scores on the column's scale; its words and numbers for "no answer" are empty."""
    low, high = column.scale or (0.0, 0.0)
    words = frozenset(w.strip().casefold() for w in column.no_answer)
    numbers = (
        frozenset(n for w in column.no_answer if not isinstance(n := parse_number(w.strip()), Invalid))
        if words
        else frozenset()
    )

    def read(text: str) -> float | Invalid | None:
        if text.casefold() in words:
            return None
        value = parse_score(text, low, high, reverse=column.reversed)
        if isinstance(value, Invalid) and numbers and parse_number(text) in numbers:
            return None
        return value

    return read


def option(column: ColumnMap, empty: frozenset[str]) -> Parser:
    """Whether a cell that lists several choices holds this one."""
    wanted = fold(column.option)

    def read(cell: str) -> str | None:
        text = cell.strip()
        said = text.casefold() not in empty and fold(text) not in WORDS
        return CHOSEN if said and wanted in map(fold, choices(text, column.separator)) else None

    return read


def choice(role: str) -> Parser:
    """One of the words the schema knows for this role."""
    known = {fold(word): value for value, words in roles.CHOICES[role].items() for word in (value, *words)}
    expected = ", ".join(roles.CHOICES[role])

    def read(text: str) -> str | Invalid:
        return known.get(fold(text)) or Invalid(phrase("{cell} is none of {expected}", cell=shown(text), expected=expected))

    return read


def name(text: str) -> str | Invalid:
    """A short text on one line."""
    clean = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text).strip()
    if len(clean) <= LONGEST_TEXT:
        return clean
    return Invalid(phrase("a text of {n:,} characters is no name of anything", n=len(clean)))
