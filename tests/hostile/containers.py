"""Archives, workbooks, event logs and Parquet files, made by hand so that each can lie in one way."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.hostile.case import Maker, noise

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STAMP = (2026, 1, 1, 0, 0, 0)
Parts = dict[str, bytes | str]


def cell(place: str, value: str) -> str:
    """A cell of text."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def sheet(rows: str = "", dimension: str = "A1:C4", prolog: str = "") -> str:
    """A worksheet: a header, three good rows, and these."""
    lines = [("day", "channel", "note"), *((f"2026-01-0{i}", "Phone", "fine") for i in (1, 2, 3))]
    good = "".join(
        f'<row r="{n}">{"".join(cell(f"{c}{n}", v) for c, v in zip("ABC", line, strict=True))}</row>'
        for n, line in enumerate(lines, 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<worksheet xmlns="{_MAIN}"><dimension ref="{dimension}"/>'
        f"<sheetData>{good}{rows}</sheetData></worksheet>"
    )


def _links(*links: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _types(*parts: tuple[str, str]) -> str:
    kinds = "".join(f'<Override PartName="/xl/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts)
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    plain = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{plain}{kinds}</Types>'


def workbook(one: str | None = None, strings: str = f'<sst xmlns="{_MAIN}" count="0" uniqueCount="0"></sst>') -> Parts:
    """The parts of a workbook of one sheet."""
    sheets = '<sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets>'
    return {
        "[Content_Types].xml": _types(
            ("workbook.xml", "sheet.main"), ("worksheets/sheet1.xml", "worksheet"), ("sharedStrings.xml", "sharedStrings")
        ),
        "_rels/.rels": _links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": _links(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")),
        "xl/sharedStrings.xml": strings,
        "xl/worksheets/sheet1.xml": sheet() if one is None else one,
    }


def packed(parts: Parts | list[tuple[str, bytes | str]]) -> bytes:
    """An archive of these parts, in order, names and all."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def archive(parts: Callable[[], Parts | list[tuple[str, bytes | str]]], mend: Callable[[bytes], bytes] = bytes) -> Maker:
    """A file holding the archive; `mend` breaks it afterwards."""
    return lambda path: path.write_bytes(mend(packed(parts())))


def swollen(name: str, before: str, piece: bytes, times: int, after: str) -> Maker:
    """A workbook one part of which unpacks to a great many bytes; written in pieces."""

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
            for part, content in workbook().items():
                if part != name:
                    out.writestr(zipfile.ZipInfo(part, _STAMP), content, zipfile.ZIP_DEFLATED)
            with out.open(zipfile.ZipInfo(name, _STAMP), "w", force_zip64=True) as target:
                target.write(before.encode())
                for _ in range(times):
                    target.write(piece)
                target.write(after.encode())

    return make


def sizes_lied(archive_bytes: bytes) -> bytes:
    """The directory says that every part has ten bytes."""
    out = bytearray(archive_bytes)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", out, at + 24, 10)
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def overlapping(archive_bytes: bytes) -> bytes:
    """Every entry of the directory points to the first part's bytes."""
    out = bytearray(archive_bytes)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", out, at + 42, 0)
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def encrypted(archive_bytes: bytes) -> bytes:
    """Every part is said to need a password."""
    out = bytearray(archive_bytes)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(mark)
        while at >= 0:
            out[at + place] |= 1
            at = out.find(mark, at + 4)
    return bytes(out)


def compound(name: str, size: int = 4096) -> bytes:
    """An OLE container (xls, or an encrypted xlsx) with one stream of noise by that name."""
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    )
    fat = struct.pack("<I", 0) + b"\xff" * 432
    root = (
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<H", 2 * len(name) + 2)
        + b"\x05\x01"
        + b"\xff" * 12
        + bytes(48)
    )
    return (header + fat).ljust(512, b"\xff") + b"\xfd\xff\xff\xff" * 128 + root.ljust(512, b"\0") + noise(size)


def event_log(body: str, prolog: str = "") -> str:
    """A log in the standard's XML."""
    return f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<log xes.version="1.0">{body}</log>'


def trace(name: str = "1", activity: str = "call") -> str:
    """A trace of one event."""
    return (
        f'<trace><string key="concept:name" value="{name}"/><event><string key="concept:name" value="{activity}"/>'
        '<date key="time:timestamp" value="2026-01-05T10:00:00+00:00"/></event></trace>'
    )


def zipped(text: str | bytes) -> bytes:
    """The same, gzip-compressed."""
    return gzip.compress(text.encode() if isinstance(text, str) else text, mtime=0)


def parquet(table: Callable[[], pa.Table], mend: Callable[[bytes], bytes] = bytes, **how: object) -> Maker:
    """A Parquet file; `mend` breaks it afterwards."""

    def make(path: Path) -> None:
        out = io.BytesIO()
        pq.write_table(table(), out, **how)
        path.write_bytes(mend(out.getvalue()))

    return make


def footer(content: bytes, length: int | None = None) -> bytes:
    """A Parquet file whose footer is this."""
    return b"PAR1" + content + struct.pack("<I", len(content) if length is None else length) + b"PAR1"


LAUGHS = "<!DOCTYPE lolz [" + '<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
CALLING = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>'
NESTED = zlib.compress(bytes(1 << 20))
