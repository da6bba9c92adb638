"""What kind of file it is, by its first bytes and never by its name; what is no table is refused in plain words."""

from __future__ import annotations

import re
from pathlib import Path

from data_access.importing.errors import DataError
from data_access.importing.sources import gzipped
from metrics.phrases import phrase

HEAD = 1 << 16
TEXT, PACKED_TEXT, XLSX, XLS, XES, PARQUET = "text", "text.gz", "xlsx", "xls", "xes", "parquet"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # workbooks older than 1995
_TABLES = {b"PK\x03\x04": XLSX, _OLE[:4]: XLS, **dict.fromkeys(_BIFF, XLS), b"PAR1": PARQUET}
_OTHER = {
    b"%PDF": phrase("a PDF document"),
    b"SQLite": phrase("a database"),
    b"\x89PNG": phrase("a picture"),
    b"GIF8": phrase("a picture"),
    b"\xff\xd8\xff": phrase("a picture"),
    b"Rar!": phrase("an archive"),
    b"7z\xbc\xaf": phrase("an archive"),
    b"PK\x05\x06": phrase("an empty archive"),
    b"BZh": phrase("a bzip2 archive"),
    b"\xfd7zXZ": phrase("an xz archive"),
    b"\x28\xb5\x2f\xfd": phrase("a zstd archive"),
    b"PARE": phrase("an encrypted Parquet file"),
    b"ARROW1": phrase("an Arrow file"),
    b"ORC": phrase("an ORC file"),
    b"{\\rtf": phrase("a text document (RTF)"),
    b"\x7fELF": phrase("a program"),
    b"MZ\x90": phrase("a program"),
}
_MARKUP = re.compile(rb"\s*<(?:\?xml|!doctype|!--|html|head|meta|body|table|style|workbook|log)\b|\s*<!--", re.IGNORECASE)
_ROOTS = (
    (re.compile(rb"<log[\s/>]"), XES),
    (re.compile(rb"Excel\.Sheet|<(?:\w+:)?Workbook[\s/>]"), phrase("a spreadsheet in the XML form of 2003")),
    (re.compile(rb"<!doctype html|<html[\s>]|<table[\s>]", re.IGNORECASE), phrase("a web page, whatever its name says")),
)
_RESAVE = phrase("Open it in a spreadsheet program, save it as XLSX or as CSV (UTF-8), and upload that.")


def kind_of(path: Path) -> str:
    """text | text.gz | xlsx | xls | xes | parquet; raises DataError for everything else."""
    with path.open("rb") as handle:
        packed = handle.read(2) == gzipped.MAGIC
    with gzipped.raw(path) as handle:
        head = handle.read(HEAD)
    for magic, kind in _TABLES.items():
        if head.startswith(magic):
            if packed:
                raise _no_table(phrase("a gzip archive of a workbook or of columns"))
            return kind
    if packed and (head.startswith(gzipped.MAGIC) or b"\0\0\0\0" in head):
        raise _no_table(phrase("a gzip archive of something that is no text"))
    for magic, what in _OTHER.items():
        if head.startswith(magic):
            raise _no_table(what)
    if head[257:262] == b"ustar":
        raise _no_table(phrase("an archive (tar)"))
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _MARKUP.match(plain):
        return _markup(plain)
    if re.match(rb"\s*(?:\{\s*\"|\[\s*[\{\[])", plain):
        raise _no_table(phrase("a JSON document"))
    return PACKED_TEXT if packed else TEXT


def _markup(head: bytes) -> str:
    for pattern, what in _ROOTS:
        if pattern.search(head):
            if what == XES:
                return XES
            raise DataError(
                phrase("The file is {what}.", what=what),
                phrase("A workbook (XLSX, XLS) or a text file (CSV) is expected."),
                _RESAVE,
            )
    raise _no_table(phrase("an XML document"))


def _no_table(what: str) -> DataError:
    return DataError(
        phrase("The file is {what}.", what=what),
        phrase(
            "A text file with rows and columns (CSV), a workbook (XLSX, XLS), an event log (XES) or Parquet"
            " is expected.",
        ),
        phrase("Choose another file."),
    )
