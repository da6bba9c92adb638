"""Which rows are the same row: keyed 64-bit hashes, and a compact memory of those already met in a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from data_access.importing.values import fold

Hashes = npt.NDArray[np.int64]
_SEPARATOR = "\x1f"  # the ASCII unit separator: made for this, and checked for


class RowHasher:
    """64-bit signed hashes of identifiers and of whole rows.

    A row's hash covers its trimmed cells in the order of the column names, so that encoding, delimiter, column order
    and the row's place do not matter.
    """

    def __init__(self, key: bytes, headers: Sequence[str], kind: str) -> None:
        order = sorted(range(len(headers)), key=lambda i: (fold(headers[i]), i))
        self._pick = itemgetter(*order) if len(order) > 1 else None
        self._key, self._kind = key[:64], kind.encode()

    def row(self, cells: Sequence[str]) -> int:
        """The hash of a row's content."""
        trimmed = [c.strip() for c in (self._pick(cells) if self._pick else cells)]
        text = _SEPARATOR.join(trimmed)
        if text.count(_SEPARATOR) != len(trimmed) - 1:
            text = repr(trimmed)
        return self._hash(b"row", text)

    def identifier(self, text: str) -> int:
        """The hash of a row's own identifier."""
        return self._hash(b"id", text)

    def again(self, row: int, occurrence: int) -> int:
        """The identity of the second, third … identical row of a file."""
        return self._hash(b"again", f"{row}:{occurrence}")

    def _hash(self, person: bytes, text: str) -> int:
        data = self._kind + b"\0" + text.encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.blake2b(data, digest_size=8, key=self._key, person=person).digest(), "big", signed=True)


class Seen:
    """hash → value for very many hashes in 16 bytes each: sorted runs, merged when alike in size (log-structured)."""

    def __init__(self) -> None:
        self._runs: list[tuple[Hashes, Hashes]] = []

    def find(self, keys: Hashes) -> tuple[npt.NDArray[np.bool_], Hashes]:
        """(met before?, its value) for each key."""
        met = np.zeros(len(keys), dtype=bool)
        values = np.zeros(len(keys), dtype=np.int64)
        for run_keys, run_values in self._runs:
            place = np.minimum(np.searchsorted(run_keys, keys), len(run_keys) - 1)
            hit = run_keys[place] == keys
            met |= hit
            values[hit] = run_values[place[hit]]
        return met, values

    def add(self, keys: Hashes, values: Hashes) -> None:
        """Remembers keys that were not met before, each once."""
        if not len(keys):
            return
        order = np.argsort(keys, kind="stable")
        new = (keys[order], values[order])
        while self._runs and len(self._runs[-1][0]) <= 2 * len(new[0]):
            old = self._runs.pop()
            both = np.concatenate([old[0], new[0]])
            order = np.argsort(both, kind="stable")
            new = (both[order], np.concatenate([old[1], new[1]])[order])
        self._runs.append(new)


NEW, DUPLICATE, CONFLICT = 0, 1, 2


class ById:
    """Rows with identifiers: the first of each is new, an equal one a duplicate, a different one a conflict."""

    def __init__(self) -> None:
        self._seen = Seen()

    def judge(self, records: Hashes, fingerprints: Hashes) -> npt.NDArray[np.int8]:
        """NEW, DUPLICATE or CONFLICT per row, in file order."""
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
        for place in np.flatnonzero(repeats):
            row = int(fingerprints[place])
            occurrence = self._times.get(row, 1) + 1
            self._times[row] = occurrence
            records[place] = self._hasher.again(row, occurrence)
        self._seen.add(firsts[~met], firsts[~met])
        return records, int(repeats.sum())
