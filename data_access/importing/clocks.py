"""The time of day in a column of its own, beside the one that holds the day: both together are the moment."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from data_access.importing import roles
from data_access.importing.draft import HIGH, Draft
from data_access.importing.mapping import ColumnMap
from data_access.importing.profile import MOSTLY, Profile
from data_access.importing.texts import Flags, compute, stripped
from data_access.importing.values import PLACEHOLDERS
from metrics.phrases import phrase

_CLOCK = re.compile(
    r"(?:上午|下午|凌晨|晚上|中午)? ?(?:[01]?\d|2[0-3])[:时][0-5]\d(?:[:分]\d{2}秒?(?:[.,]\d{1,9})?)?分?(?: ?[AaPp]\.?[Mm]\.?)?"
)
_MIDNIGHT = r"[T ]0?0:00(:00([.,]0+)?)?$"  # what a day becomes where only moments can be written
_NO_DAY = r"^(1899-12-3[01]|1900-01-0[01]|30/12/1899|12/30/1899|31/12/1899|12/31/1899)[T ]"  # and what a time of day becomes
_DAY_WORDS = re.compile(r"\b(date|day|datum|fecha|data)\b|日期|日")
_TIME_WORDS = re.compile(r"\b(time|hour|clock|uhrzeit|zeit|hora|heure)\b|时间|时刻")
_EITHER = re.compile(rf"{_DAY_WORDS.pattern}|{_TIME_WORDS.pattern}|\b(at|on|of|the|utc|local)\b")


def together(days: pa.Array, times: pa.Array) -> pa.Array:
    """"2026-03-02" and "14:05" as "2026-03-02 14:05"; the day alone, where either is empty or says that there is none."""
    days, times = stripped(days), compute.replace_substring_regex(stripped(times), _NO_DAY, "")
    both = compute.and_(_told(days), _told(times))
    joined = compute.binary_join_element_wise(compute.replace_substring_regex(days, _MIDNIGHT, ""), times, " ")
    return compute.if_else(both, joined, days)


def without_day(days: pa.Array, times: pa.Array) -> Flags:
    """Rows whose time of day stands beside no day, and so says nothing."""
    alone = compute.and_(compute.invert(_told(stripped(days))), _told(stripped(times)))
    return np.asarray(alone.to_numpy(zero_copy_only=False), dtype=bool)


def is_time(cell: str) -> bool:
    """Whether a cell holds a time of day."""
    return _CLOCK.fullmatch(re.sub(_NO_DAY, "", cell.strip())) is not None


def _told(texts: pa.Array) -> pa.Array:
    found = texts.dictionary_encode()
    told = pa.array([word.casefold() not in PLACEHOLDERS for word in found.dictionary.to_pylist()], pa.bool_())
    return told.take(found.indices)


def give_clocks(draft: Draft) -> None:
    """To each column that holds only days the time of day of the same name, if there is one: "Opened date", "Opened time"."""
    moments = [
        (c, p) for p in draft.profiles for c in draft.columns.get(p.name, ()) if roles.types(draft.kind)[c.role] == roles.MOMENT
    ]
    free = [p for p in draft.free() if _is_clock(p)]
    for column, p in moments:
        clock = _of(p, free) if _only_days(p) else None
        if clock is not None:
            reason = phrase("the time of day of {column}: names and contents agree", column=column.column)
            draft.give(ColumnMap(clock.name, roles.clock_of(column.role)), HIGH, reason)


def _of(day: Profile, clocks: Sequence[Profile]) -> Profile | None:
    """The only one that is called like the day."""
    found = [p for p in clocks if _stem(p) == _stem(day)]
    return found[0] if len(found) == 1 else None


def _stem(p: Profile) -> str:
    return " ".join(_EITHER.sub(" ", p.words).split())


def _is_clock(p: Profile) -> bool:
    """Times of day by contents and name: minutes and seconds of a call look the same."""
    fit = sum(n for cell, n in p.counts.items() if is_time(cell))
    return p.filled > 0 and bool(_TIME_WORDS.search(p.words)) and fit >= MOSTLY * p.filled


def _only_days(p: Profile) -> bool:
    return not p.counted and all(":" not in cell or re.search(_MIDNIGHT, cell) for cell in p.counts)
