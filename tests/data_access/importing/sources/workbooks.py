"""Workbooks for the tests: XLSX by xlsxwriter, the old XLS by the few records the format needs."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

SECTOR = 512


def xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], then: Callable[[Any, Any], None] | None = None) -> Path:
    """A workbook of these sheets; `then` may add to it (workbook, {name: sheet})."""
    book = xlsxwriter.Workbook(str(path))
    made = {}
    for name, rows in sheets.items():
        made[name] = book.add_worksheet(name)
        for number, row in enumerate(rows):
            made[name].write_row(number, 0, row)
    if then is not None:
        then(book, made)
    book.close()
    return path


def edited(path: Path, part: str, old: str, new: str) -> Path:
    """The same package with one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    assert re.search(old, text), text
    parts[part] = re.sub(old, new, text, count=1).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def record(code: int, data: bytes = b"") -> bytes:
    """One record of the old format."""
    return struct.pack("<HH", code, len(data)) + data


def _begin(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 1997, 0, 0x600))


def _text(text: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


FORMATS = ("General", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "0%", "[h]:mm:ss")


def cell(row: int, column: int, value: Any, style: int = 0) -> bytes:
    """A cell: text, number, flag, or ("error", code)."""
    place = struct.pack("<HHH", row, column, style)
    if isinstance(value, str):
        return record(0x204, place + _text(value))
    if isinstance(value, tuple):
        return record(0x205, place + bytes([value[1], 1]))
    if isinstance(value, bool):
        return record(0x205, place + bytes([value, 0]))
    return record(0x203, place + struct.pack("<d", value))


def xls(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    from_1904: bool = False,
    kinds: Mapping[str, tuple[int, int]] | None = None,
    extra: Mapping[str, bytes] | None = None,
) -> Path:
    """A BIFF8 workbook. A cell is a value, or (value, place of its format in FORMATS); kinds: name → (state, kind)."""
    head = _begin(5) + record(0x22, struct.pack("<H", from_1904))
    head += record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", "<B"))
    for number, code in enumerate(FORMATS):
        head += record(0x41E, struct.pack("<H", 164 + number) + _text(code))
    for number in range(len(FORMATS)):
        head += record(0xE0, struct.pack("<HHH", 0, 164 + number, 0) + bytes(14))
    bodies = []
    for name, rows in sheets.items():
        cells = b"".join(
            cell(r, c, *(value if isinstance(value, tuple) and value[0] != "error" else (value, 0)))
            for r, row in enumerate(rows)
            for c, value in enumerate(row)
            if value is not None
        )
        bodies.append(_begin(0x10) + cells + (extra or {}).get(name, b"") + record(0x0A))
    listed = [(kinds or {}).get(name, (0, 0)) for name in sheets]
    sizes = [len(record(0x85, b"\0" * 6 + _text(name, "<B"))) for name in sheets]
    place = len(head) + sum(sizes) + len(record(0x0A))
    bounds = b""
    for name, (state, kind), body in zip(sheets, listed, bodies, strict=True):
        bounds += record(0x85, struct.pack("<IBB", place, state, kind) + _text(name, "<B"))
        place += len(body)
    path.write_bytes(compound("Workbook", head + bounds + record(0x0A) + b"".join(bodies)))
    return path


def compound(name: str, stream: bytes) -> bytes:
    """A compound file with one stream, long enough to need no small sectors."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // SECTOR)
    fats = -(-(count + 2 + count // 128) // 128)
    chain = [*range(1, count), -2, -2, *([-3] * fats)]  # the stream, the directory, the table itself
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIiIiI", fats, count, 0, 4096, -2, 0, -2, 0)
    header += struct.pack("<109i", *range(count + 1, count + 1 + fats), *([-1] * (109 - fats)))
    table = struct.pack(f"<{fats * 128}i", *chain, *([-1] * (fats * 128 - len(chain))))
    directory = _entry("Root Entry", 5, -2, 0, 1) + _entry(name, 2, 0, len(stream), -1)
    return header + stream.ljust(count * SECTOR, b"\0") + directory.ljust(SECTOR, b"\0") + table


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(text), kind, 1, -1, -1, child)
        + bytes(36)
        + struct.pack("<iII", start, size, 0)
    )
