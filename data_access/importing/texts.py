"""Columns of text as arrays: which cells they hold how often, and what can be told of many of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Scalar = TypeVar("Scalar", bound=np.generic)
Flags = npt.NDArray[np.bool_]
Octets = npt.NDArray[np.uint8]
MANY = 0.5  # share of different cells from which finding them costs more than parsing each
compute: Any = pc  # its functions are made when it is imported
_FIRST, _LAST = np.zeros((2, 256), dtype=bool)  # bytes white space may begin and end with
_FIRST[[*range(33), 0xC2, 0xE1, 0xE2, 0xE3]] = True
_LAST[[*range(33), *range(0x80, 0x8B), 0x9F, 0xA0, 0xA8, 0xA9, 0xAF]] = True


@dataclass(frozen=True, slots=True)
class Cells:
    """A column of a chunk: `words`, its different cells (or simply all), and which of them each row has (None: its own)."""

    words: pa.Array
    codes: npt.NDArray[np.int32] | None = None

    @classmethod
    def of(cls, column: pa.Array, many: bool) -> Cells:
        """many: different cells are many, as a look at earlier rows has told: they are not searched for."""
        if many or not len(column):
            return cls(column)
        found = column.dictionary_encode()
        return cls(found.dictionary, found.indices.to_numpy(zero_copy_only=False))

    def __len__(self) -> int:
        return len(self.words) if self.codes is None else len(self.codes)

    @property
    def many(self) -> bool:
        """Whether most cells are different."""
        return self.codes is None or len(self.words) > MANY * len(self.codes)

    def spread(self, of_words: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
        """A value per word → a value per row."""
        return of_words if self.codes is None else of_words[self.codes]


@dataclass(frozen=True, slots=True)
class Bytes:
    """The bytes of a string array without nulls: text i is content[starts[i] : ends[i]]."""

    content: Octets
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]

    @classmethod
    def of(cls, texts: pa.Array) -> Bytes:
        """Without copying."""
        if not len(texts):
            return cls(np.zeros(1, np.uint8), np.zeros(0, np.int32), np.zeros(0, np.int32))
        offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
        content = texts.buffers()[2]
        octets = np.frombuffer(content, np.uint8) if content is not None and content.size else np.zeros(1, np.uint8)
        return cls(octets, offsets[:-1], offsets[1:])

    @property
    def lengths(self) -> npt.NDArray[np.int32]:
        """Of each text, in bytes."""
        return self.ends - self.starts

    def first(self) -> Octets:
        """The first byte of each text; of an empty one, any."""
        return self.content[np.minimum(self.starts, len(self.content) - 1)]

    def last(self) -> Octets:
        """The last byte of each text; of an empty one, any."""
        return self.content[np.maximum(self.ends - 1, 0)]

    def counted(self, which: Flags) -> npt.NDArray[np.int32]:
        """How many bytes of each text are among `which` (of 256)."""
        if not len(self.starts):
            return np.zeros(0, dtype=np.int32)
        low, high = int(self.starts[0]), int(self.ends[-1])
        hits = which[self.content[low:high]]
        if not hits.any():
            return np.zeros(len(self.starts), dtype=np.int32)
        summed = np.concatenate([[0], np.cumsum(hits, dtype=np.int32)])
        return summed[self.ends - low] - summed[self.starts - low]


def stripped(texts: pa.Array) -> pa.Array:
    """Each text without the white space Python's strip() takes from both ends."""
    if not len(texts):
        return texts
    told = Bytes.of(texts)
    maybe = (_FIRST[told.first()] | _LAST[told.last()]) & (told.lengths > 0)
    if not maybe.any():
        return texts
    mended = pa.array([text.strip() for text in texts.filter(pa.array(maybe)).to_pylist()], pa.string())
    return compute.replace_with_mask(texts, pa.array(maybe), mended)


def blank(texts: pa.Array) -> Flags:
    """Which texts are empty or white space."""
    return np.asarray(Bytes.of(stripped(texts)).lengths == 0) if len(texts) else np.zeros(0, dtype=bool)
