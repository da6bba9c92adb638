"""The same rows, lines and faults whether a file is read by blocks or row by row."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_access.importing import blocks, columnar, reader
from data_access.importing.errors import DataError
from data_access.importing.reader import Layout, Progress

_ENDS = ["\n", "\r\n", "\r", "\r\r\n"]
_PIECES = st.sampled_from(
    ['"', '""', ",", ",,", "\n", "\r\n", "\r", "\r\r\n", "a", "bc", " ", "é", "好", "\ufeff", '"x"', '"x,y"', '"x\ny"',
     '"x""y"', "\t", "\x0b", "\x1c", "\u2028", "1,2,3\n", '"1","2","3"\r\n', ",,,\n", "\x00"]
)  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def _small_blocks() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "FIRST", 24)
        patch.setattr(blocks, "BLOCK", 40)
        patch.setattr(blocks, "LONGEST_BLOCK", 80)
        yield


def _all(found: object, progress: Progress) -> object:
    rows, faults = [], []
    try:
        for chunk in found:
            rows += zip(chunk.lines, chunk.rows, strict=True)
            faults += chunk.faults
            assert [chunk.row(i) for i in range(len(chunk.at))] == chunk.rows
    except DataError as refusal:
        return refusal.seen
    return rows, faults, progress.blank_lines


def _both(path: Path, layout: Layout) -> tuple[object, object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_refuse_ragged", lambda *_: None)
        one, other = Progress(), Progress()
        by_block = _all(reader.chunks(path, layout, one), one)
        skip = max(layout.header_line, layout.last_header_line)
        rows = reader._row_by_row(reader.records_of(path, layout, other), len(layout.headers), skip, other, 7)
        return by_block, _all(reader._last_set_apart(rows, len(layout.headers)), other)


def _agree(text: str, width: int, header: int, encoding: str = "utf-8", delimiter: str = ",") -> object:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        path.write_bytes(text.encode(encoding))
        layout = Layout(encoding, delimiter, header, tuple(map(str, range(width))))
        by_block, by_row = _both(path, layout)
    assert by_block == by_row
    return by_block


@settings(max_examples=600, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join), st.integers(1, 4), st.integers(0, 3))
@example('a,b\n"never closed,1\n' + "x,y\n" * 20, 2, 1)
@example('a,b\nx,5" pipe\n' + "x,y\n" * 20, 2, 1)
@example('"a\nb",c\nd', 2, 0)
@example("\ufeff\ufeffa\n\ufeffb\n", 1, 1)
def test_anything_is_read_alike(text: str, width: int, header: int) -> None:
    _agree(text, width, header)


_CELL = st.one_of(
    st.sampled_from(["", "1", "x y", "é好", "a,b", 'say "hi"', "two\nlines", "\r\n", " "]), st.text('ab, "\n', max_size=6)
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(_CELL, min_size=1, max_size=4), max_size=30), st.integers(1, 4), st.sampled_from(_ENDS), st.booleans(),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "gb18030"]), st.sampled_from([",", ";", "\t"]), st.booleans(),
)  # fmt: skip
def test_a_written_table_is_read_alike(
    rows: list[list[str]], width: int, end: str, quoted: bool, encoding: str, delimiter: str, closed: bool
) -> None:
    def cell(text: str) -> str:
        needs = quoted or any(c in text for c in '",;\t\r\n')
        return '"' + text.replace('"', '""') + '"' if needs else text

    text = end.join(delimiter.join(map(cell, row)) for row in rows) + (end if closed else "")
    _agree(text, width, 1, encoding, delimiter)


@pytest.mark.parametrize(
    "text",
    [
        "".join(f'{i},"a ""quoted"" cell",é\r\n' for i in range(50)),
        '1,"over\ntwo lines",3\n' * 50,
        "1,2,3\n1,2\n" * 50,
    ],
)
def test_sound_blocks_are_read_by_column(text: str) -> None:
    """The comparisons above would hold, too, if every block were read row by row."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        path.write_bytes(text.encode())
        found = [columnar.read(block, ",", 3, 0) for block in blocks.Blocks(path, "utf-8", ",")]
    assert all(chunk is not None for chunk in found)
    assert len(found) > 5


def test_undecodable_bytes_are_told_where_they_stand() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        path.write_bytes(b"a,b\n" + b"1,2\n" * 20 + b"\xff\xff,3\n" + b"1,2\n" * 20)
        by_block, by_row = _both(path, Layout("utf-8", ",", 1, ("a", "b")))
    assert by_block == by_row
    assert "not valid utf-8" in str(by_block)


def test_limits_hold_by_block_as_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("FIRST", 1 << 18), ("BLOCK", 4 << 20), ("LONGEST_BLOCK", 8 << 20)):
        monkeypatch.setattr(blocks, name, size)
    long = "x" * (reader.LONGEST_CELL + 1)
    assert "longer than 32,000" in str(_agree(f"a,b\n1,2\n{long},3\n", 2, 1))
    assert "longer than 32,000" in str(_agree(f'a,b\n1,2\n"{long}",3\n', 2, 1))
    just = "é" * reader.LONGEST_CELL
    assert isinstance(_agree(f"a,b\n1,2\n{just},3\n", 2, 1), tuple)
    assert "longer than 1,048,576" in str(_agree("a,b\n1,2\n" + "x," * (1 << 19) + "xx\n", 2, 1))
    assert "zero character" in str(_agree("a,b\n1,2\n\0,3\n", 2, 1))


def test_the_first_rows_are_as_many_as_asked_for(tmp_path: Path) -> None:
    """However small the blocks are that they come in."""
    path = tmp_path / "f.csv"
    path.write_text("a,b\n" + "".join(f"{i},x\n" if i != 30 else "odd\n" for i in range(200)))
    layout = Layout("utf-8", ",", 1, ("a", "b"))
    found = reader.head(path, layout, 150)
    assert (len(found.rows), found.rows[-1], len(found.faults)) == (150, ["150", "x"], 1)
    assert len(reader.head(path, layout, 5_000).rows) == 199
