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
PLACES = 1 << 22  # where a word may stand, four for each of a million; touched as they are needed
_HALF = np.uint64(32)
Places = npt.NDArray[np.int64]


class Recalled:
    """Word → value, as arrays. A word stands at one of two places its hash names; who finds both taken is not remembered.

    The hash only says where to look: the word itself is compared.
    """

    def __init__(self, places: int = PLACES) -> None:
        self._key = secrets.token_bytes(siphash.KEY_BYTES)
        self._numbers = np.zeros(places, dtype=np.int32)  # of the word at a place, from 1; 0: nobody's
        self._words = pa.array([], pa.string())
        self._values = pa.array([], pa.string())

    @property
    def full(self) -> bool:
        """Whether no more words are taken."""
        return bool(self._words.nbytes + self._values.nbytes > MOST_BYTES)

    def hashed(self, words: pa.Array) -> siphash.Words:
        """What `find` looks by."""
        return siphash.of_texts(words, self._key)

    def find(self, words: pa.Array, hashes: siphash.Words) -> Places:
        """The number of each word, from 1; 0 for unknown ones."""
        found = np.zeros(len(words), dtype=np.int64)
        for places in self._choices(hashes):
            left = np.flatnonzero(found == 0)
            numbers = self._numbers[places[left]]
            left, numbers = left[numbers > 0], numbers[numbers > 0]
            if len(left):
                same = compute.equal(self._words.take(pa.array(numbers - 1)), words.take(pa.array(left)))
                found[left] = np.where(same.to_numpy(zero_copy_only=False), numbers, 0)
        return found

    def values(self, numbers: Places) -> pa.Array:
        """Of words by their number; null for 0."""
        return self._values.take(pa.array(numbers - 1, mask=numbers == 0))

    def add(self, words: pa.Array, values: pa.Array) -> None:
        """Remembers words not known yet, each given once, where there is a place for them."""
        first = len(self._words) + 1
        stands = self._placed(self.hashed(words), np.arange(first, first + len(words), dtype=np.int32))
        kept = stands >= 0
        self._numbers[stands[kept]] = np.arange(first, first + np.count_nonzero(kept), dtype=np.int32)
        mask = pa.array(kept)
        self._words = pa.concat_arrays([self._words, words.filter(mask)])
        self._values = pa.concat_arrays([self._values, values.filter(mask)])

    def _placed(self, hashes: siphash.Words, numbers: npt.NDArray[np.int32]) -> Places:
        """The place each of these numbers has got; -1 for none."""
        stands = np.full(len(numbers), -1, dtype=np.int64)
        left = np.arange(len(numbers))
        for places in self._choices(hashes):
            at = places[left]
            free = self._numbers[at] == 0
            self._numbers[at[free]] = numbers[left[free]]  # of several that want the same, the last stays
            mine = self._numbers[at] == numbers[left]
            stands[left[mine]] = at[mine]
            left = left[~mine]
        return stands

    def _choices(self, hashes: siphash.Words) -> tuple[Places, Places]:
        """The two places of each hash."""
        last = np.uint64(len(self._numbers) - 1)
        return (hashes & last).astype(np.int64), (hashes >> _HALF & last).astype(np.int64)


def reader(parse: Parser) -> Reader:
    """Texts that `parse` makes texts of, each once as long as there is room; all others are left to the cell's parser."""
    met = Recalled()

    def read(words: pa.Array) -> Found:
        hashes = met.hashed(words)
        numbers = met.find(words, hashes)
        left = np.flatnonzero(numbers == 0)
        if len(left) and not met.full:
            unknown = words.take(pa.array(left))
            new = unknown.unique()
            parsed = [parse(word) for word in new.to_pylist()]
            usable = pa.array([isinstance(value, str) for value in parsed], pa.bool_())
            met.add(new.filter(usable), pa.array([value for value in parsed if isinstance(value, str)], pa.string()))
            numbers[left] = met.find(unknown, hashes[left])
        known: Flags = numbers > 0
        return known, {"value": met.values(numbers)}

    return read
