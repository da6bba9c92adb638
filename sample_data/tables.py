"""From codes to the store's columns: Arrow tables with names, moments and hashed identities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from sample_data.world import CHANNELS, DAY_SECONDS, NONE, PRODUCTS, REGIONS, SEGMENTS, SOURCE, START, UNITS, Ints

KINDS = ("contacts", "answers", "invitations", "complaints", "purchases", "customers")
Pseudonym = Callable[[str], str]
_DIMENSIONS = {
    "channel": ("channel", CHANNELS), "segment": ("segment", SEGMENTS), "region": ("region", REGIONS),
    "product": ("product", PRODUCTS), "business_unit": ("unit", UNITS),
}


def text(codes: Any, names: Sequence[str]) -> pa.Array:
    """Names of codes; NONE becomes null."""
    codes = np.asarray(codes, dtype=np.int32)
    indices = pa.array(codes, mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string())).cast(pa.string())


def numbered(codes: Any, prefix: Any) -> pa.Array:
    """Identifiers such as S0000123 (`prefix`: one for all, or one each); NONE becomes null."""
    codes = np.asarray(codes)
    prefixes = np.broadcast_to(np.asarray(prefix, dtype=object), codes.shape).tolist()
    pairs = zip(prefixes, codes.tolist(), strict=True)
    return pa.array([f"{letter}{value:07d}" if value != NONE else None for letter, value in pairs], pa.string())


def flag(codes: Any) -> pa.Array:
    """1 → true, 0 → false, NONE → null."""
    codes = np.asarray(codes)
    return pa.array(codes == 1, mask=codes == NONE)


def number(values: Any) -> pa.Array:
    """Floats; NaN becomes null."""
    values = np.asarray(values, dtype=float)
    return pa.array(values, mask=np.isnan(values))


def moment(seconds: Any) -> pa.Array:
    """UTC times from seconds since START; NONE becomes null."""
    seconds = np.asarray(seconds, dtype=np.int64)
    times = np.datetime64(START, "s") + seconds.astype("timedelta64[s]")
    return pa.array(times.astype("datetime64[us]"), pa.timestamp("us"), mask=seconds == NONE)


def day(seconds: Any) -> pa.Array:
    """The day (UTC is the company's zone) of seconds since START; NONE becomes null."""
    seconds = np.asarray(seconds, dtype=np.int64)
    days = np.datetime64(START, "D") + (seconds // DAY_SECONDS).astype("timedelta64[D]")
    return pa.array(days, pa.date32(), mask=seconds == NONE)


def date_of(days: Any) -> pa.Array:
    """Dates from day numbers, which may lie before START."""
    return pa.array(np.datetime64(START, "D") + np.asarray(days).astype("timedelta64[D]"), pa.date32())


def raw_customer(number: int) -> str:
    """A customer's number as the company's own systems print it."""
    return f"C{number:06d}"


def record(kind: str, places: Ints) -> Ints:
    """The 64-bit identity of the file row at a place, the same in every run."""
    first = np.uint64((KINDS.index(kind) + 1) << 40)
    return _scatter(np.asarray(places, dtype=np.uint64) + first)


def records(kind: str, count: int, version: int) -> pa.Table:
    """One line per file row. `version` stands for the content: it differs when the generator would write other rows."""
    places = np.arange(count, dtype=np.int64)
    identity = record(kind, places)
    fingerprint = _scatter(identity.view(np.uint64) ^ np.uint64(version))
    return pa.table({
        "source": _constant(SOURCE, count), "kind": _constant(kind, count), "record": identity,
        "fingerprint": fingerprint, "seq": places + 1, "line": places + 2,
    })


def fact(kind: str, places: Ints, rows: pd.DataFrame, columns: dict[str, pa.Array]) -> pa.Table:
    """A fact table: identity and dimensions from `rows`, then its own columns. `places`: each one's file row."""
    dims = {name: text(rows[code], names) for name, (code, names) in _DIMENSIONS.items() if code in rows}
    return pa.table({
        "source": _constant(SOURCE, len(rows)), "record": record(kind, places),
        "seq": np.asarray(places, dtype=np.int64) + 1, **dims, **columns,
    })


def attribute(kind: str, places: Ints, name: str, values: pa.Array) -> pa.Table:
    """One further column of a kind's file rows."""
    count = len(places)
    return pa.table({
        "source": _constant(SOURCE, count), "record": record(kind, places), "facts": _constant(kind, count),
        "name": _constant(name, count), "value": values,
    })


def _constant(value: str, count: int) -> pa.Array:
    return text(np.zeros(count), [value])


def _scatter(values: np.ndarray) -> Ints:
    """SplitMix64 finaliser (Steele, Lea & Flood, 2014) on unsigned numbers: neighbours become unrelated."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (values ^ (values >> np.uint64(31))).view(np.int64)
