"""Which rows are the same row: keyed 64-bit hashes, and a compact memory of those already met in a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data_access.importing import siphash
from data_access.importing.texts import Cells, stripped
from data_access.importing.values import fold

Hashes = npt.NDArray[np.int64]
PLACES = 1 << 29  # of a first, rough answer: a bit each, touched as they are needed
LONGEST_RUN = 2 << 20  # hashes sorted together at most: merging longer runs would need their memory twice


class RowHasher:
    """64-bit signed hashes of identifiers and of whole rows, under keys of their own for every kind of file and use.

    A row's hash is the sum of its trimmed cells' hashes, each under the key of its column's name, so that encoding,
    delimiter, column order and the row's place do not matter.
    """

    def __init__(self, key: bytes, headers: Sequence[str], kind: str) -> None:
        self._key, self._kind = key, kind
        names = [fold(header) for header in headers]
        self._columns = [self._derived(f"column {names[:i].count(name)} {name}") for i, name in enumerate(names)]
        self._ids, self._again = self._derived("id"), self._derived("again")

    def rows(self, columns: Sequence[Cells]) -> Hashes:
        """The hash of each row's content. columns: of every header, in order."""
        total = np.zeros(len(columns[0]) if columns else 0, dtype=np.uint64)
        for column, key in zip(columns, self._columns, strict=True):
            total += column.spread(siphash.of_texts(stripped(column.words), key))
        return total.view(np.int64)

    def identifiers(self, texts: pa.Array) -> Hashes:
        """The hashes of rows' own identifiers. texts: strings without nulls."""
        return siphash.of_texts(texts, self._ids).view(np.int64)

    def again(self, rows: Hashes, occurrences: Hashes) -> Hashes:
        """The identities of second, third … identical rows of a file."""
        return siphash.of_numbers([rows, occurrences], self._again).view(np.int64)

    def identifier(self, text: str) -> int:
        """As `identifiers`, of one."""
        return int(self.identifiers(pa.array([text], pa.string()))[0])

    def once_more(self, row: int, occurrence: int) -> int:
        """As `again`, of one."""
        return int(self.again(np.array([row], dtype=np.int64), np.array([occurrence], dtype=np.int64))[0])

    def _derived(self, purpose: str) -> bytes:
        return hashlib.blake2b(f"{self._kind}\0{purpose}".encode(), digest_size=siphash.KEY_BYTES, key=self._key[:64]).digest()


class Seen:
    """hash → value for very many hashes in 8 or 16 bytes each: sorted runs, merged when alike in size (log-structured)."""

    def __init__(self) -> None:
        self._runs: list[tuple[Hashes, Hashes | None]] = []
        self._maybe = np.zeros(PLACES >> 3, dtype=np.uint8)  # bits by a part of the hash: most new ones need no search

    def find(self, keys: Hashes) -> tuple[npt.NDArray[np.bool_], Hashes]:
        """(met before?, its value, 0 where none was given) for each key. keys: sorted."""
        place, bit = _place(keys)
        maybe = np.flatnonzero(self._maybe[place] & bit)
        met, values = np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=np.int64)
        if len(maybe):
            met[maybe], values[maybe] = self._searched(keys[maybe])
        return met, values

    def _searched(self, keys: Hashes) -> tuple[npt.NDArray[np.bool_], Hashes]:
        met, values = np.zeros(len(keys), dtype=bool), np.zeros(len(keys), dtype=np.int64)
        for run_keys, run_values in self._runs:
            place = np.minimum(np.searchsorted(run_keys, keys), len(run_keys) - 1)
            hit = run_keys[place] == keys
            met |= hit
            if run_values is not None:
                values[hit] = run_values[place[hit]]
        return met, values

    def add(self, keys: Hashes, values: Hashes | None = None) -> None:
        """Remembers sorted keys that were not met before, each once; all with a value or all without."""
        if not len(keys):
            return
        np.bitwise_or.at(self._maybe, *_place(keys))
        new = (keys, values)
        while self._runs and len(self._runs[-1][0]) <= 2 * len(new[0]) and len(self._runs[-1][0]) + len(new[0]) <= LONGEST_RUN:
            new = _merged(self._runs.pop(), new)
        self._runs.append(new)


def _place(keys: Hashes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """(byte, bit) by the first bits of a key: sorted keys are looked up one beside the other."""
    place = (keys.view(np.uint64) >> np.uint64(65 - PLACES.bit_length())).view(np.int64)
    return place >> 3, np.left_shift(np.uint8(1), (place & 7).astype(np.uint8))


def _merged(old: tuple[Hashes, Hashes | None], new: tuple[Hashes, Hashes | None]) -> tuple[Hashes, Hashes | None]:
    both = np.concatenate([old[0], new[0]])
    if old[1] is None or new[1] is None:
        both.sort(kind="stable")  # two sorted runs: merged in one go
        return both, None
    order = np.argsort(both, kind="stable")
    return both[order], np.concatenate([old[1], new[1]])[order]


NEW, DUPLICATE, CONFLICT = 0, 1, 2


class ById:
    """Rows with identifiers: the first of each is new, an equal one a duplicate, a different one a conflict."""

    def __init__(self) -> None:
        self._seen = Seen()

    def judge(self, records: Hashes, fingerprints: Hashes) -> npt.NDArray[np.int8]:
        """NEW, DUPLICATE or CONFLICT per row, in file order."""
        order = np.argsort(records, kind="stable")
        keys = records[order]
        if (keys[1:] != keys[:-1]).all() and not self._seen.find(keys)[0].any():
            self._seen.add(keys, fingerprints[order])
            return np.full(len(records), NEW, dtype=np.int8)
        firsts, first_at, which = np.unique(records, return_index=True, return_inverse=True)
        met, before = self._seen.find(firsts)
        known = np.where(met, before, fingerprints[first_at])
        outcome = np.where(known[which] == fingerprints, DUPLICATE, CONFLICT).astype(np.int8)
        outcome[first_at[~met]] = NEW
        self._seen.add(firsts[~met], fingerprints[first_at[~met]])
        return outcome


class ByContent:
    """Rows without identifiers: each is new; the second, third … identical one gets an identity of its own."""

    def __init__(self, hasher: RowHasher) -> None:
        self._hasher, self._seen = hasher, Seen()
        self._times: dict[int, int] = {}  # only rows met more than once

    def records(self, fingerprints: Hashes) -> tuple[Hashes, int]:
        """(identity per row, how many repeat an earlier row)."""
        firsts, first_at = np.unique(fingerprints, return_index=True)
        met, _ = self._seen.find(firsts)
        repeats = np.ones(len(fingerprints), dtype=bool)
        repeats[first_at[~met]] = False
        records = fingerprints.copy()
        if repeats.any():
            again = fingerprints[repeats]
            records[repeats] = self._hasher.again(again, self._occurrences(again))
        self._seen.add(firsts[~met])
        return records, int(repeats.sum())

    def _occurrences(self, again: Hashes) -> Hashes:
        """2 for a row's first repetition in the file, 3 for the next …"""
        rows, which, times = np.unique(again, return_inverse=True, return_counts=True)
        order = np.argsort(which, kind="stable")
        within = np.empty(len(again), dtype=np.int64)
        within[order] = np.arange(len(again)) - np.repeat(np.cumsum(times) - times, times)
        before = np.array([self._times.get(row, 1) for row in rows.tolist()], dtype=np.int64)
        self._times.update(zip(rows.tolist(), (before + times).tolist(), strict=True))
        return before[which] + within + 1
