"""Which encoding a text file is in, with the evidence; or why it is no text at all.

The whole file is looked at, not a sample: a stray byte at its end counts. Text is UTF-8 unless that is impossible;
a legacy encoding needs positive evidence (legacy.py), so that a curly apostrophe in an English poll never turns into Chinese.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from data_access.importing import legacy
from data_access.importing.errors import DataError
from data_access.importing.limits import LONGEST_LINE
from data_access.importing.sources.gzipped import raw
from metrics.phrases import phrase

BLOCK = 1 << 20
EVIDENCE_BYTES = 64 << 10  # lines with non-ASCII bytes studied; more adds nothing
LONGEST_EVIDENCE = 4096  # bytes of one line
_BOMS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_RUN = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CELLS = re.compile(rb"(?:.*[ ,;\t|])?", re.DOTALL)  # whole cells: no character is cut in two
_HIGH = re.compile(rb"[\x80-\xff]")
_SPACE = 0x20  # below it, all but these control something no text holds
_OF_TEXTS = np.array([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B, 0x1F])
_SAVE = phrase("Save the file as CSV in UTF-8 and upload it again.")


@dataclass(frozen=True, slots=True)
class Detected:
    """The encoding and why · readings: the plausible ones of a legacy text, the one taken first · doubt: how they part.

    doubt: "" for none, "shown" where another reading gives other accents only, "asked" where it gives another script.
    """

    encoding: str
    why: str
    readings: tuple[legacy.Reading, ...] = ()
    doubt: str = ""


@dataclass
class _Bytes:
    """What one pass over the file counted."""

    nul: bool = False
    high: int = 0
    sequences: int = 0  # bytes of well-formed UTF-8 sequences
    lines: list[bytes] = field(default_factory=list)  # with non-ASCII bytes
    kept: int = 0


def detect(path: Path) -> Detected:
    """The encoding of a text file; raises DataError when it is empty, no text, or cannot be told."""
    with raw(path) as handle:
        head = handle.read(BLOCK)
    if not head.strip(b" \t\r\n\0") and len(head) < BLOCK:
        raise DataError(
            phrase("The file is empty."),
            phrase("A header line and at least one row are expected."),
            phrase("Choose another file."),
        )
    for mark, name in _BOMS:
        if head.startswith(mark):
            if not name:
                raise DataError(phrase("The file is in UTF-32."), phrase("UTF-8 or UTF-16 is read."), _SAVE)
            return Detected(name, phrase("it begins with a byte order mark"))
    wide = _utf16_without_mark(head)
    if wide:
        return Detected(wide, phrase("its commas, digits and line ends are two bytes each, one of them zero"))
    return _decide(path, _count(path))


def among(path: Path, said: str) -> tuple[legacy.Reading, ...]:
    """The plausible readings of a text somebody has named the encoding of, that one first; none for Unicode."""
    if said.startswith("utf"):
        return ()
    found = legacy.readings(_count(path).lines)
    return tuple(sorted((r for r in found if _plausible(r, found) or r.encoding == said), key=lambda r: r.encoding != said))


def _utf16_without_mark(head: bytes) -> str | None:
    """Two bytes a character: one parity holds all zero bytes, and what they spell is text in lines."""
    even, odd = head[0::2], head[1::2]
    low, high = even.count(0), odd.count(0)
    for name, zeros, none in (("utf-16-le", high, low), ("utf-16-be", low, high)):
        if none or zeros * 20 < len(even):
            continue
        try:
            text = head[: len(head) // 2 * 2].decode(name)
        except UnicodeDecodeError as error:
            if error.start < len(head) - 4:
                continue
            text = head[: error.start].decode(name)
        if ("\n" in text or "\r" in text) and not any(ord(c) < 9 or 0xE000 <= ord(c) <= 0xF8FF for c in text):
            return name
    return None


def _count(path: Path) -> _Bytes:
    """One pass; lines are cut at line feeds and returns, which no legacy encoding uses within a character."""
    seen, rest = _Bytes(), b""
    with raw(path) as handle:
        while (block := handle.read(BLOCK)) and not seen.nul:
            seen.nul = b"\0" in block or _controls(block) > len(block) // 200
            if block.isascii() and not rest:
                continue
            *lines, rest = re.split(rb"[\r\n]+", rest + block)
            _study(seen, lines)
            if len(rest) > LONGEST_LINE or (rest.isascii() and len(rest) > LONGEST_EVIDENCE):
                rest = b""
    _study(seen, [rest])
    return seen


def _controls(block: bytes) -> int:
    """How many bytes are control characters that texts do not hold."""
    octets = np.frombuffer(block, np.uint8)
    times = np.bincount(octets[octets < _SPACE], minlength=_SPACE)
    return int(times.sum() - times[_OF_TEXTS].sum())


def _study(seen: _Bytes, lines: list[bytes]) -> None:
    for line in lines:
        if not line.isascii() and seen.kept <= EVIDENCE_BYTES:
            seen.high += len(_HIGH.findall(line))
            seen.sequences += sum(len(s) for s in _UTF8_RUN.findall(line))
            part = line if len(line) <= LONGEST_EVIDENCE else _CELLS.match(line, 0, LONGEST_EVIDENCE)[0]  # type: ignore[index]
            seen.lines.append(part)
            seen.kept += len(part)


def _decide(path: Path, seen: _Bytes) -> Detected:
    if seen.nul:
        raise DataError(
            phrase("The file holds zero bytes or control characters: it is no text."),
            phrase("A text file with rows and columns (CSV) is expected."),
            _SAVE,
        )
    if _decodes(path, "utf-8"):
        why = phrase("every byte of it is valid UTF-8")
        return Detected("utf-8", why if seen.high else phrase("every byte of it is valid UTF-8 (plain ASCII)"))
    if seen.high and seen.sequences > 0.9 * seen.high:
        raise DataError(
            phrase("The file is nearly UTF-8, but some bytes are broken."),
            phrase("One encoding for the whole file is expected."),
            phrase("Export it again, or name the encoding yourself in the mapping."),
        )
    found = legacy.readings(seen.lines)
    whole = (r for r in found if r.score >= legacy.BELIEVED and _decodes(path, legacy.codec(r.encoding)))
    best = next(whole, None)
    if best is None:
        raise DataError(
            phrase("The encoding of the file cannot be established."),
            phrase("UTF-8, UTF-16, or a text that reads clearly in one of the older encodings is expected."),
            phrase("Save it as CSV in UTF-8, or name the encoding yourself in the mapping."),
        )
    plausible = (best, *(r for r in found if r is not best and _plausible(r, found)))
    return Detected(best.encoding, phrase("it is not UTF-8, and {why}", why=best.why), plausible, _doubt(plausible))


def _plausible(reading: legacy.Reading, found: list[legacy.Reading]) -> bool:
    return reading.score >= 0.4 and reading.score >= found[0].score - 0.4


def _doubt(readings: tuple[legacy.Reading, ...]) -> str:
    """Whether a second reading is about as good, and whether a wrong choice would do harm."""
    best, *others = readings
    near = [r for r in others if r.score >= best.score - legacy.NEAR]
    if any({best.encoding, r.encoding} - legacy.LATIN for r in near):
        return "asked"
    return "shown" if near else ""


def _decodes(path: Path, codec: str) -> bool:
    """Whether the whole file is valid in this encoding."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    with raw(path) as handle:
        try:
            while block := handle.read(BLOCK):
                if codec != "utf-8" or decoder.getstate()[0] or not block.isascii():
                    decoder.decode(block)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return False
    return True
