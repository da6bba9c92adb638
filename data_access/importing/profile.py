"""What a column's first cells look like: filled, how many different ones, numbers, dates, free text, personal data."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass

from data_access.importing.counted_dates import counted
from data_access.importing.date_evidence import CANDIDATES, Orders, orders
from data_access.importing.evidence import Readings, decimals
from data_access.importing.moments import zone_letters
from data_access.importing.personal import personal
from data_access.importing.values import PLACEHOLDERS, Invalid, parse_flag, parse_moment, parse_number

SAMPLE_ROWS = 5_000  # rows of a file its columns are studied in
MOSTLY = 0.95  # share of a column's cells that decides what it is; a few stray cells do not


@dataclass(frozen=True, slots=True)
class Profile:
    """One column of the sample. Shares are of the filled cells.

    counted: how its numbers may count days or seconds (date order), empty for none · zones: letters its times end in.
    """

    name: str
    words: str  # the name without accents, camel case and punctuation: "case enquiry id"
    rows: int
    filled: int
    counts: Counter[str]
    number_share: float
    whole: frozenset[int]
    texts: tuple[str, ...]  # distinct cells that are no numbers
    date_share: float
    clock_share: float
    readings: Orders
    decimals: Readings
    flag_share: float
    mean_length: float
    longest: int
    personal: str
    counted: str = ""
    zones: frozenset[str] = frozenset()

    @property
    def distinct(self) -> int:
        """Different filled cells."""
        return len(self.counts)

    @property
    def constant(self) -> bool:
        """One and the same text in every row (a number that never changes tells nothing)."""
        return self.distinct == 1 and self.filled == self.rows and not self.is_number and not self.is_date

    @property
    def unique(self) -> bool:
        """No empty cell and none twice (a handful of repeats aside: they are findings, not another meaning)."""
        return self.rows > 1 and self.filled == self.rows and self.distinct >= 0.99 * self.rows

    @property
    def is_date(self) -> bool:
        """Dates, apart from a few stray cells; also those written as numbers."""
        return self.filled > 0 and (self.date_share >= MOSTLY or bool(self.counted))

    @property
    def is_number(self) -> bool:
        """Numbers, apart from a few stray cells."""
        return self.filled > 0 and self.number_share >= MOSTLY and not self.counted

    @property
    def prose(self) -> bool:
        """Sentences."""
        return self.mean_length > 45 and self.distinct > 0.5 * self.filled


def profile(name: str, cells: Sequence[str]) -> Profile:
    """Studies one column of the sample."""
    trimmed = [c.strip() for c in cells]
    counts = Counter(c for c in trimmed if c.casefold() not in PLACEHOLDERS)
    filled = counts.total()
    numbers = {c: n for c in counts if not isinstance(n := _number(c), Invalid)}
    letters = {c: found for c in counts if (found := zone_letters(c))}
    moments = {c for c in counts if c in letters or any(not isinstance(parse_moment(c, o), Invalid) for o in CANDIDATES)}
    moments -= set(numbers)

    def share(chosen: Container[str]) -> float:
        return sum(n for c, n in counts.items() if c in chosen) / filled if filled else 0.0

    words = header_words(name)
    return Profile(
        name,
        words,
        len(trimmed),
        filled,
        counts,
        share(numbers),
        whole=frozenset(int(v) for v in numbers.values() if v == int(v) and abs(v) < 1000),
        texts=tuple(sorted(set(counts) - set(numbers)))[:50],
        date_share=share(moments),
        clock_share=share({c for c in moments if ":" in c}),
        readings=orders((c for c in trimmed if c in moments), name),
        decimals=decimals(counts),
        flag_share=share({c for c in counts if not isinstance(parse_flag(c), Invalid)}),
        mean_length=sum(len(c) * n for c, n in counts.items()) / filled if filled else 0.0,
        longest=max(map(len, counts), default=0),
        personal=personal(words, counts, filled, set(numbers) | moments),
        counted=counted(words, list(counts)),
        zones=frozenset(letters.values()),
    )


def header_words(name: str) -> str:
    """A column's name as plain lower-case words."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    bare = "".join(c for c in unicodedata.normalize("NFKD", split) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", bare).lower().split())


def _number(cell: str) -> float | Invalid:
    value = parse_number(cell)
    return parse_number(cell, ",") if isinstance(value, Invalid) else value
