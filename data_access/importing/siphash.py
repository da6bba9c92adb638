"""SipHash-1-3 (Aumasson, Bernstein 2012) of many texts at once: a keyed 64-bit hash nobody can try texts against.

The same function, on arrays instead of single words: every text's words go through the rounds side by side.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data_access.importing.texts import Bytes

Words = npt.NDArray[np.uint64]
SIDE_BY_SIDE = 8_192  # texts hashed at once: their state stays in the cache
KEY_BYTES = 16
_START = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(8)], dtype=np.uint64)


def of_texts(texts: pa.Array, key: bytes) -> Words:
    """The hash of each text's UTF-8 bytes. `texts`: a string array without nulls."""
    found = np.empty(len(texts), dtype=np.uint64)
    if not len(texts):
        return found
    told = Bytes.of(texts)
    first, last = int(told.starts[0]), int(told.ends[-1])
    octets = np.zeros(last - first + 8, dtype=np.uint8)  # the last word may reach over the end
    octets[: last - first] = told.content[first:last]
    everywhere = np.ndarray((len(octets) - 7,), dtype="<u8", buffer=octets, strides=(1,))  # a word at every byte
    starts, lengths = told.starts.astype(np.int64) - first, told.lengths.astype(np.int64)
    for start in range(0, len(texts), SIDE_BY_SIDE):
        part = slice(start, start + SIDE_BY_SIDE)
        found[part] = _hashed(everywhere, starts[part], lengths[part], key)
    return found


def of_numbers(columns: list[npt.NDArray[np.int64]], key: bytes) -> Words:
    """The hash of each row of whole numbers, as 64-bit words one after the other."""
    state = _State(key, len(columns[0]))
    for column in columns:
        state.take(column.view(np.uint64))
    state.take(np.full(len(columns[0]), (8 * len(columns) & 0xFF) << 56, dtype=np.uint64))
    return state.finished()


def _hashed(everywhere: Words, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], key: bytes) -> Words:
    """Longest texts first: those that still have words stand together at the front."""
    whole = lengths >> 3
    mixed = len(whole) > 0 and whole.min() != whole.max()
    order = np.argsort(-whole, kind="stable") if mixed else slice(None)
    starts, lengths, whole = starts[order], lengths[order], whole[order]
    state = _State(key, len(starts))
    active = len(starts)
    for place in range(int(whole.max(initial=0))):
        active = int(np.searchsorted(-whole, -place, side="left")) if mixed else active
        state.take(everywhere[starts[:active] + 8 * place])
    ends = everywhere[np.minimum(starts + 8 * whole, len(everywhere) - 1)]
    state.take((ends & _MASKS[lengths & 7]) | (lengths.astype(np.uint64) << np.uint64(56)))
    found = np.empty(len(starts), dtype=np.uint64)
    found[order] = state.finished()
    return found


class _State:
    """The four words of state of many hashes. `take` concerns the first of them, as many as there are words."""

    def __init__(self, key: bytes, size: int) -> None:
        halves = np.frombuffer(key[:KEY_BYTES], "<u8")
        self._v = [np.full(size, np.uint64(start) ^ halves[i % 2], dtype=np.uint64) for i, start in enumerate(_START)]
        self._spare = np.empty(size, dtype=np.uint64)

    def take(self, words: Words) -> None:
        """One more word of the first texts."""
        self._v[3][: len(words)] ^= words
        self._round(len(words))
        self._v[0][: len(words)] ^= words

    def finished(self) -> Words:
        """The hashes."""
        self._v[2] ^= np.uint64(0xFF)
        for _ in range(3):
            self._round(len(self._spare))
        return self._v[0] ^ self._v[1] ^ self._v[2] ^ self._v[3]

    def _round(self, size: int) -> None:
        a, b, c, d = (v[:size] for v in self._v)
        spare = self._spare[:size]
        a += b
        _rotate(b, 13, spare)
        b ^= a
        _rotate(a, 32, spare)
        c += d
        _rotate(d, 16, spare)
        d ^= c
        a += d
        _rotate(d, 21, spare)
        d ^= a
        c += b
        _rotate(b, 17, spare)
        b ^= c
        _rotate(c, 32, spare)


def _rotate(words: Words, bits: int, spare: Words) -> None:
    np.right_shift(words, np.uint64(64 - bits), out=spare)
    np.left_shift(words, np.uint64(bits), out=words)
    np.bitwise_or(words, spare, out=words)
