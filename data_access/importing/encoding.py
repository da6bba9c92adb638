"""Which encoding a file is in, with the evidence; or why it is no text at all.

The whole file is looked at, not a sample: a stray byte at its end counts. Text is UTF-8 unless that is impossible;
a legacy encoding needs positive evidence, so that a curly apostrophe in an English poll never turns into Chinese.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

from data_access.importing.errors import DataError

BLOCK = 1 << 20
EVIDENCE_BYTES = 8 << 20  # non-ASCII text studied for legacy encodings; more adds nothing
MOST_HIGH = 0.4  # Western European text never has this share of accented letters
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BINARY = {
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    b"PAR1": "a Parquet file",
    b"SQLite": "a database",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"Rar!": "an archive",
    b"7z\xbc\xaf": "an archive",
}
_BOMS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_UTF8_RUN = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x1F)])
_LETTER = re.compile(rb"[A-Za-z]")
_SAVE = "Save the file as CSV in UTF-8 and upload it again."


@dataclass
class _Bytes:
    """What one pass over the file counted."""

    size: int = 0
    nul: bool = False
    utf8: bool = False
    gb18030: bool = False
    cp1252: bool = False
    high: int = 0
    letters: int = 0
    sequences: int = 0  # bytes of well-formed UTF-8 sequences
    runs: list[int] = field(default_factory=list)  # lengths of runs of non-ASCII bytes


def detect(path: Path) -> tuple[str, str]:
    """(encoding, evidence in words); raises DataError when the file is empty or no text."""
    with path.open("rb") as handle:
        head = handle.read(BLOCK)
    if not head.strip(b" \t\r\n\0") and path.stat().st_size < BLOCK:
        raise DataError("The file is empty.", "A header line and at least one row are expected.", "Choose another file.")
    _refuse_magic(head)
    for mark, name in _BOMS:
        if head.startswith(mark):
            if not name:
                raise DataError("The file is in UTF-32.", "UTF-8 or UTF-16 is read.", _SAVE)
            return name, "it begins with a byte order mark"
    wide = _utf16_without_mark(head)
    return (wide, "every second byte is zero") if wide else _decide(_count(path))


def _refuse_magic(head: bytes) -> None:
    if head.startswith(_SPREADSHEETS):
        raise DataError(
            "The file is a spreadsheet workbook (xlsx or xls).",
            "CSV is read; spreadsheets come in a later version.",
            "Save the sheet as CSV (UTF-8) and upload that.",
        )
    for mark, what in _BINARY.items():
        if head.startswith(mark):
            raise DataError(
                f"The file is {what}.", "A text file with rows and columns (CSV) is expected.", "Choose another file."
            )


def _utf16_without_mark(head: bytes) -> str | None:
    even, odd = head[0::2], head[1::2]
    if not even or not odd:
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd > 0.3 and zeros_even == 0:
        return "utf-16-le"
    return "utf-16-be" if zeros_even > 0.3 and zeros_odd == 0 else None


def _count(path: Path) -> _Bytes:
    """One pass; a second one over legacy candidates only when the file is not UTF-8."""
    seen = _Bytes()
    with path.open("rb") as handle:
        while (block := handle.read(BLOCK)) and not seen.nul:
            seen.size += len(block)
            seen.nul = b"\0" in block or len(block) - len(block.translate(None, _CONTROL)) > len(block) // 200
            if seen.size <= EVIDENCE_BYTES and not block.isascii():
                _study(seen, block)
    if not seen.nul:
        seen.utf8 = _decodes(path, "utf-8")
        seen.gb18030 = not seen.utf8 and _decodes(path, "gb18030")
        seen.cp1252 = not seen.utf8 and _decodes(path, "cp1252")
    return seen


def _decodes(path: Path, codec: str) -> bool:
    """Whether the whole file is valid in this encoding."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    with path.open("rb") as handle:
        try:
            while block := handle.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return False
    return True


def _study(seen: _Bytes, block: bytes) -> None:
    lengths = [len(run) for run in _HIGH_RUN.findall(block)]
    seen.runs.extend(lengths)
    seen.high += sum(lengths)
    seen.letters += len(_LETTER.findall(block))
    seen.sequences += sum(len(s) for s in _UTF8_RUN.findall(block))


def _decide(seen: _Bytes) -> tuple[str, str]:
    if seen.nul:
        raise DataError(
            "The file holds zero bytes or control characters: it is no text.",
            "A text file with rows and columns (CSV) is expected.",
            _SAVE,
        )
    if seen.utf8:
        return "utf-8", "every byte of it is valid UTF-8" + ("" if seen.high else " (plain ASCII)")
    if seen.high and seen.sequences > 0.9 * seen.high:
        raise DataError(
            "The file is nearly UTF-8, but some bytes are broken.",
            "One encoding for the whole file is expected.",
            "Export it again, or name the encoding yourself in the mapping.",
        )
    if seen.gb18030 and _looks_chinese(seen):
        return "gb18030", "its non-ASCII bytes come in pairs and long runs, as in Chinese text (GB18030)"
    if seen.cp1252 and seen.high <= MOST_HIGH * (seen.high + seen.letters):
        return "cp1252", "it is not UTF-8, and single accented letters stand among ASCII letters (Western European)"
    raise DataError(
        "The encoding of the file cannot be established.",
        "UTF-8, UTF-16, Western European or GB18030 text is read.",
        "Save it as CSV in UTF-8, or name the encoding yourself in the mapping.",
    )


def _looks_chinese(seen: _Bytes) -> bool:
    """Han characters are two high bytes each and rarely stand alone; accented letters mostly do."""
    even = sum(length for length in seen.runs if length % 2 == 0)
    long = sum(length for length in seen.runs if length >= 4)
    return seen.high >= 8 and even >= 0.8 * seen.high and long >= 0.6 * seen.high
