"""A text file as blocks of UTF-8 that hold whole records, with the line each record starts on: found by counting bytes.

Where every quoted cell begins after a delimiter or line end and ends before one, quotes open and close by turns, and
cutting at line ends outside them is exactly what the csv module's strict rules say. Any other block is left to it.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data_access.importing.limits import LONGEST_LINE

FIRST, BLOCK = 256 << 10, 4 << 20  # bytes: a first look is small
LONGEST_BLOCK = 8 << 20  # bytes without a line end: longer than any line may be
_BOM = b"\xef\xbb\xbf"
_DOUBLED = b"\r\r\n"  # one line end of careless programs
_LF, _CR, _QUOTE = 10, 13, 34
Places = npt.NDArray[np.int64]


class UnfitError(Exception):
    """The bytes from here on are not valid in the file's encoding, or lines end in ways only the row-wise reader knows;
    `line` is the first not given yet."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Block:
    """data: UTF-8 · first_line: of the file, 1-based · starts, lines: byte and line each record begins at, blank ones
    left out; None where quotes stand anywhere else than around whole cells · line_ends, blank: how many.
    """

    data: bytes
    first_line: int
    line_ends: int
    starts: Places | None = None
    lines: Places | None = None
    blank: Places | None = None  # lines of the blank records


class Blocks:
    """The blocks of a file, in order. `position`: bytes of the file taken so far."""

    def __init__(self, path: Path, encoding: str, delimiter: str) -> None:
        self._path, self._encoding, self._delimiter = path, encoding, ord(delimiter)
        self._line = 1
        self._taken = self._kept = 0

    def position(self) -> int:
        """Bytes of the file whose records were given out."""
        return max(0, self._taken - self._kept)

    def __iter__(self) -> Iterator[Block]:
        rest, size = b"", FIRST
        for piece, last in self._pieces():
            rest = rest + piece if rest else piece
            if b"\r" in rest and _DOUBLED in rest:
                raise UnfitError(self._line)
            if len(rest) < size and not last:
                continue
            block = self._cut(rest, last)
            if block is None and not last and len(rest) < LONGEST_BLOCK:
                continue
            size = BLOCK
            block = block or self._unsound(rest, last)
            rest = rest[len(block.data) :]
            self._line += block.line_ends
            self._kept = len(rest)
            if block.data:
                yield block

    def _pieces(self) -> Iterator[tuple[bytes, bool]]:
        """Valid UTF-8 and whether it is the last; raises UnfitError."""
        plain = self._encoding in ("utf-8", "utf-8-sig", "ascii")
        marked = self._encoding in ("utf-8", "utf-8-sig")  # where the codec drops a byte order mark
        decoder = codecs.getincrementaldecoder("utf-8" if plain else self._encoding)("strict")
        first = True
        with self._path.open("rb") as handle:
            while True:
                raw = handle.read(FIRST if first else BLOCK)
                self._taken += len(raw)
                try:
                    if plain and raw.isascii() and not decoder.getstate()[0]:
                        piece = raw  # no character is left half from before, and none is more than a byte
                    else:
                        text = decoder.decode(raw, not raw)
                        piece = raw if plain else text.encode()
                except UnicodeError as error:
                    raise UnfitError(self._line) from error
                if first and marked:
                    piece = piece.removeprefix(_BOM)
                first = False
                yield piece, not raw
                if not raw:
                    return

    def _cut(self, data: bytes, last: bool) -> Block | None:
        """The records that are whole; None where there are none, or none can be told."""
        octets = np.frombuffer(data, np.uint8)
        ends = _line_ends(octets, data, last)
        if b"\0" in data or np.diff(ends, prepend=-1, append=len(data)).max(initial=0) > LONGEST_LINE:
            return None
        quotes = np.flatnonzero(octets == _QUOTE) if b'"' in data else None
        outside = ends
        if quotes is not None:
            outside = ends[np.searchsorted(quotes, ends) % 2 == 0]
        if last and len(data) and (not len(outside) or outside[-1] != len(data) - 1):
            if quotes is not None and len(quotes) % 2:
                return None  # a quoted cell is never closed
            outside = np.append(outside, len(data) - 1)
        if not len(outside):
            return None
        size = int(outside[-1]) + 1
        ends = ends[: np.searchsorted(ends, size)]
        if quotes is not None and not self._closed_properly(octets[:size], quotes[: np.searchsorted(quotes, size)]):
            return None
        starts = np.concatenate([[0], outside[:-1] + 1])
        lines = self._line + (np.arange(len(starts)) if quotes is None else np.searchsorted(ends, starts))
        blank = (octets[starts] == _LF) | (octets[starts] == _CR)
        if not blank.any():
            return Block(data[:size], self._line, len(ends), starts, lines, lines[:0])
        return Block(data[:size], self._line, len(ends), starts[~blank], lines[~blank], lines[blank])

    def _closed_properly(self, octets: npt.NDArray[np.uint8], quotes: Places) -> bool:
        beside = np.zeros(256, dtype=bool)
        beside[[_LF, _CR, _QUOTE, self._delimiter]] = True
        opening, closing = quotes[::2], quotes[1::2]
        before = beside[octets[np.maximum(opening - 1, 0)]] | (opening == 0)
        after = beside[octets[np.minimum(closing + 1, len(octets) - 1)]] | (closing == len(octets) - 1)
        return len(opening) == len(closing) and bool(before.all()) and bool(after.all())

    def _unsound(self, data: bytes, last: bool) -> Block:
        """Whole lines, whatever stands in them; the whole rest where there is no line end."""
        ends = _line_ends(np.frombuffer(data, np.uint8), data, last)
        size = len(data) if last or not len(ends) else int(ends[-1]) + 1
        return Block(data[:size], self._line, len(ends))


def _line_ends(octets: npt.NDArray[np.uint8], data: bytes, last: bool) -> Places:
    """Places of the bytes that end a line: LF, or CR before anything but LF. CRs at the border may be halves of an end."""
    if b"\r" not in data:
        return np.flatnonzero(octets == _LF)
    if not last:
        octets = octets[: len(data.rstrip(b"\r"))]
    found = np.flatnonzero((octets == _LF) | (octets == _CR))
    half = octets[found] == _CR
    following = octets[np.minimum(found + 1, len(octets) - 1)]
    half &= (following == _LF) & (found < len(octets) - 1)
    return found[~half]
