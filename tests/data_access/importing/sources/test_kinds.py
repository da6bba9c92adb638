"""The kind of a file is what its bytes say; what is no table is named and refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from data_access.importing.errors import DataError
from data_access.importing.reader import chunks
from data_access.importing.sniffing import sniff
from tests.data_access.importing.sources.workbooks import compound


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><table><tr><td>id</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "web page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "XML form of 2003"),
        ("<?xml version='1.0'?><Workbook/>".encode("utf-16"), "XML form of 2003"),
        (b'<?xml version="1.0"?><note/>', "XML document"),
        (b'{"rows": [1, 2]}', "JSON"),
        (b'[{"a": 1}]', "JSON"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"SQLite format 3\0", "database"),
        (b"ARROW1\0\0", "Arrow"),
        (b"PK\x05\x06" + bytes(18), "archive"),
        (b"a.csv".ljust(257, b"\0") + b"ustar", "tar"),
    ],
)
def test_other_files_are_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=said) as refusal:
        sniff(path)
    assert refusal.value.next_step


@pytest.mark.parametrize("name", ["EncryptedPackage", "WordDocument"])
def test_what_else_an_old_container_holds(tmp_path: Path, name: str) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(compound(name, b"x" * 5000))
    with pytest.raises(DataError, match="password" if name == "EncryptedPackage" else "Word"):
        sniff(path)


_TYPE = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_RELATIONS = '<Relationships><Relationship Id="a" Type="' + _TYPE + '{}" Target="{}"/></Relationships>'
_BOOK = '<x:workbook xmlns:x="u" xmlns:r="v"><x:sheets><x:sheet name="S" sheetId="1" r:id="a"/></x:sheets></x:workbook>'
_SHEET = """<x:worksheet xmlns:x="u"><x:sheetData>
<x:row><x:c t="inlineStr"><x:is><x:t>day</x:t></x:is></x:c><x:c t="str"><x:v>n</x:v></x:c></x:row>
<x:row r="5"><x:c t="d"><x:v>2026-01-31T00:00:00</x:v></x:c><x:c><x:v>7.0</x:v></x:c></x:row>
<x:row><x:c t="d"><x:v>2026-02-01T10:30:00</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c></x:row>
</x:sheetData></x:worksheet>"""
_PARTS = {
    "_rels/.rels": _RELATIONS.format("officeDocument", "/book/main.xml"),
    "book/_rels/main.xml.rels": _RELATIONS.format("worksheet", "one.xml"),
    "book/main.xml": _BOOK,
    "book/one.xml": _SHEET,
}


def test_the_strict_form_with_prefixes_and_the_least_parts(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in _PARTS.items():
            archive.writestr(name, content)
    found = sniff(path)
    (chunk,) = chunks(path, found.layout)
    assert found.layout.headers == ("day", "n")
    assert (chunk.lines, chunk.rows) == ([5, 6], [["2026-01-31", "7"], ["2026-02-01 10:30:00", "#N/A"]])
