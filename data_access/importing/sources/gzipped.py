"""A gzip file as plain bytes, streamed, with an end to what it may unpack to."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import IO, Any

from data_access.importing import limits
from data_access.importing.errors import DataError
from metrics.phrases import phrase

MAGIC = b"\x1f\x8b"
_BLOCK = 1 << 16


def raw(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked when it is gzip."""
    handle = path.open("rb")
    packed = handle.read(2) == MAGIC
    handle.seek(0)
    return io.BufferedReader(Unpacked(handle), _BLOCK) if packed else handle


class Unpacked(io.RawIOBase):
    """What a gzip file holds; raises DataError when it is damaged or unpacks to more than a file may hold."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle, self._out, self._in, self._ended = handle, 0, 0, False
        self._inflate = zlib.decompressobj(wbits=31)

    def readable(self) -> bool:
        """It is for reading only."""
        return True

    def tell(self) -> int:
        """Bytes taken from the packed file (a buffer ahead, since a buffered reader counts back what it still holds)."""
        return self._in + _BLOCK

    def close(self) -> None:
        """Closes the file beneath."""
        self._handle.close()
        super().close()

    def readinto(self, buffer: Any) -> int:
        """The next bytes; 0 at the end."""
        try:
            data = self._more(len(buffer))
        except zlib.error as error:
            raise _damaged() from error
        self._out += len(data)
        if self._out > limits.STREAM_BYTES:
            raise DataError(
                phrase("The file unpacks to more than {size} GB.", size=limits.STREAM_BYTES >> 30),
                phrase("Smaller files are read."),
                phrase("Split it."),
            )
        if self._out > limits.RATIO_FROM and self._out > limits.HIGHEST_RATIO * self._in:
            raise DataError(
                phrase("The file unpacks to more than {ratio} times its size: no table does.", ratio=limits.HIGHEST_RATIO),
                phrase("A packed table is expected."),
                phrase("Unpack it and upload what it holds."),
            )
        buffer[: len(data)] = data
        return len(data)

    def _more(self, size: int) -> bytes:
        while not self._ended:
            if self._inflate.eof:  # several members may follow each other
                rest = self._inflate.unused_data or self._take()
                if not rest.strip(b"\0"):
                    self._ended = True
                    return b""
                self._inflate = zlib.decompressobj(wbits=31)
                data = self._inflate.decompress(rest, size)
            else:
                ahead = self._inflate.unconsumed_tail or self._take()
                if not ahead:
                    raise _damaged()
                data = self._inflate.decompress(ahead, size)
            if data:
                return data
        return b""

    def _take(self) -> bytes:
        block = self._handle.read(_BLOCK)
        self._in += len(block)
        return block


def _damaged() -> DataError:
    return DataError(
        phrase("The gzip file is damaged or cut off."),
        phrase("A whole file is expected."),
        phrase("Export or upload it again."),
    )
