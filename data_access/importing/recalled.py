"""Words met before and their values, for columns whose many words come again: found by hash, many at once."""

from __future__ import annotations

import secrets

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data_access.importing import siphash
from data_access.importing.cells import Parser
from data_access.importing.texts import Flags, compute
from data_access.importing.vectors import Found, Reader

MOST_BYTES = 96 << 20  # of words and values remembered per column: a million customers
Places = npt.NDArray[np.int64]


class Recalled:
    """Word → value, as arrays. The hash only says where to look: the word itself is compared."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(siphash.KEY_BYTES)
        self._hashes = np.zeros(0, dtype=np.uint64)
        self._places = np.zeros(0, dtype=np.int64)
        self._words = pa.array([], pa.string())
        self._values = pa.array([], pa.string())

    @property
    def full(self) -> bool:
        """Whether no more words are taken."""
        return bool(self._words.nbytes + self._values.nbytes + 16 * len(self._hashes) > MOST_BYTES)

    def find(self, words: pa.Array) -> tuple[Flags, pa.Array]:
        """(known?, the values of those that are)."""
        if not len(self._hashes) or not len(words):
            return np.zeros(len(words), dtype=bool), self._values.slice(0, 0)
        hashes = siphash.of_texts(words, self._key)
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        places = pa.array(self._places[at])
        same = compute.equal(self._words.take(places), words).to_numpy(zero_copy_only=False)
        return same, self._values.take(places.filter(pa.array(same)))

    def add(self, words: pa.Array, values: pa.Array) -> None:
        """Remembers words not known yet, each once."""
        first = len(self._words)
        hashes = np.concatenate([self._hashes, siphash.of_texts(words, self._key)])
        places = np.concatenate([self._places, np.arange(first, first + len(words))])
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._places = hashes[order], places[order]
        self._words, self._values = pa.concat_arrays([self._words, words]), pa.concat_arrays([self._values, values])


def reader(parse: Parser) -> Reader:
    """Texts that `parse` makes texts of, each once as long as there is room; all others are left to the cell's parser."""
    met = Recalled()

    def read(words: pa.Array) -> Found:
        known, values = met.find(words)
        if not known.all() and not met.full:
            new = words.filter(pa.array(~known)).unique()
            parsed = [parse(word) for word in new.to_pylist()]
            usable = pa.array([isinstance(value, str) for value in parsed], pa.bool_())
            met.add(new.filter(usable), pa.array([value for value in parsed if isinstance(value, str)], pa.string()))
            known, values = met.find(words)
        if not known.all():
            values = compute.replace_with_mask(pa.nulls(len(words), pa.string()), pa.array(known), values)
        return known, {"value": values}

    return read
