"""Packed text: read like plain text, ended when it unpacks beyond measure."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from data_access.importing import limits
from data_access.importing.errors import DataError
from data_access.importing.reader import Progress, chunks
from data_access.importing.sniffing import sniff

_TEXT = "id;name\n" + "".join(f"{i};Zoë {i * i}\n" for i in range(50_000))


def _rows(path: Path) -> list[list[str]]:
    layout = sniff(path).layout
    return [row for chunk in chunks(path, layout) for row in chunk.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_packed_text_reads_like_plain_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "f.csv.gz"
    path.write_bytes(gzip.compress(_TEXT.encode(encoding)))
    found = sniff(path)
    assert (found.layout.format, found.layout.encoding) == ("text.gz", encoding)
    progress = Progress()
    rows = [row for chunk in chunks(path, found.layout, progress) for row in chunk.rows]
    assert (len(rows), rows[-1]) == (50_000, ["49999", f"Zoë {49_999**2}"])
    assert progress.bytes_read == path.stat().st_size


def test_several_members_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "f.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n") + b"\0" * 10)
    assert _rows(path) == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize("keep", [30, 1000, -9])
def test_a_cut_file_is_refused(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "f.gz"
    path.write_bytes(gzip.compress(_TEXT.encode())[:keep])
    with pytest.raises(DataError, match="damaged or cut off"):
        _rows(path)


def test_bombs_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * (8 << 20)))
    with pytest.raises(DataError, match="100 times its size"):
        _rows(path)
    path.write_bytes(gzip.compress(_TEXT.encode()))
    monkeypatch.setattr(limits, "STREAM_BYTES", 1000)
    with pytest.raises(DataError, match="unpacks to more than"):
        _rows(path)


def test_packed_archives_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.gz"
    path.write_bytes(gzip.compress(b"PK\x03\x04" + b"x" * 100))
    with pytest.raises(DataError, match="gzip archive of a workbook"):
        sniff(path)
    path.write_bytes(gzip.compress(b"a.csv".ljust(257, b"\0") + b"ustar".ljust(300, b"\0")))
    with pytest.raises(DataError, match="archive"):
        sniff(path)
    for content in (gzip.compress(b"a,b\n1,2\n"), bytes(1000)):
        path.write_bytes(gzip.compress(content))
        with pytest.raises(DataError, match="gzip archive of something that is no text"):
            sniff(path)
