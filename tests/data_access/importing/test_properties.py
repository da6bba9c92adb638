"""What holds for every file and cell: rows come back as written, bytes are read or refused, values agree with an oracle."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from data_access.importing import footers, job, service, tasks
from data_access.importing.errors import DataError
from data_access.importing.inspecting import inspect
from data_access.importing.reader import Layout, Progress, chunks
from data_access.importing.values import Invalid, Moment, parse_moment, parse_number, parse_score, parse_seconds, parse_whole
from data_access.importing.written_scores import labelled
from data_access.schema import FACTS, records, rejected_rows
from data_access.store import Store
from tests.conftest import empty
from tests.data_access.importing.files import mapped, parsed, score

# --- the reader

_ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
_ONE_LINE = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=12)
_TABLES = st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(_ANY_TEXT, min_size=width, max_size=width), max_size=8))
_PLAIN_TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(_ONE_LINE, min_size=width, max_size=width), max_size=8)
)


def _written(rows: list[list[str]], delimiter: str, end: str, quoting: Any) -> str:
    out = io.StringIO(newline="")
    width = len(rows[0]) if rows else 2
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(
        [[f"c{i}" for i in range(width)], *rows]
    )
    return out.getvalue()


def _read(text: str, width: int, delimiter: str, encoding: str, size: int) -> tuple[list[list[str]], int]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        path.write_bytes(text.encode(encoding))
        layout = Layout(encoding, delimiter, 1, tuple(f"c{i}" for i in range(width)), last_header_line=1)
        progress = Progress()
        found = list(chunks(path, layout, progress, size))
        assert progress.bytes_read == path.stat().st_size
    return [row for chunk in found for row in chunk.rows], sum(len(chunk.faults) for chunk in found)


def _rows_and_notes(rows: list[list[str]]) -> tuple[list[list[str]], int]:
    """(the rows, how many notes stand below them): a lone "©" at the end is no row."""
    notes = footers.below(rows.__getitem__, len(rows), len(rows[0]) if rows else 2)
    return rows[: len(rows) - len(notes)], len(notes)


_ENDS, _MARKS = st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([",", ";", "\t", "|"])


@given(_TABLES, _MARKS, _ENDS, st.sampled_from(["utf-8", "utf-16", "utf-16-le", "gb18030"]), st.integers(1, 4))
def test_what_is_written_in_quotes_is_read_back(rows: list[list[str]], mark: str, end: str, encoding: str, size: int) -> None:
    text = _written(rows, mark, end, csv.QUOTE_ALL)
    assert _read(text, len(rows[0]) if rows else 2, mark, encoding, size) == _rows_and_notes(rows)


@given(_PLAIN_TABLES, _MARKS, _ENDS, st.integers(1, 4))
@example([["", "", "©"]], ",", "\n", 1)
def test_what_is_written_plainly_is_read_back(rows: list[list[str]], mark: str, end: str, size: int) -> None:
    text = _written(rows, mark, end, csv.QUOTE_MINIMAL)
    assert _read(text, len(rows[0]) if rows else 2, mark, "utf-8", size) == _rows_and_notes(rows)


_PIECES = st.sampled_from(
    [
        *(
            b"day",
            b"channel",
            b",",
            b";",
            b"\n",
            b"\r",
            b'"',
            b"2026-01-05",
            b"5",
            b" ",
            b"\xef\xbb\xbf",
            b"\xe9",
            b"\xd6\xd0",
            b"x",
        ),
        *(b"\xc3\xa9", b"\0", b"\x1b", b"PK\x03\x04", b"'", b"=1", b"day,channel\n", b"2026-01-05,Phone\n", b"\xff\xfe", b"\t"),
    ]
)
_BYTES = st.one_of(
    st.binary(max_size=200),
    st.lists(_PIECES, max_size=60).map(b"".join),
    st.lists(_PIECES, max_size=12).map(lambda pieces: b"day,channel\n2026-01-05,Phone\n" + b"".join(pieces)),
)


@given(_BYTES)
@example(b"day,channel\n2026-01-05,Phone\n")
@settings(max_examples=150)
def test_any_bytes_are_refused_in_words_or_accounted_for(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        path.write_bytes(content)
        try:
            found = inspect({"path": str(path), "kind": None, "source": "f"})
            assert len(found["headers"]) == len(set(found["headers"]))
        except DataError as refusal:
            assert refusal.seen
            assert refusal.expected or refusal.next_step
        try:
            ledger, tables = parsed(path, mapped("contacts", {"day": "ts", "channel": "channel"}), Path(folder) / "out")
        except DataError as refusal:
            assert refusal.seen
        else:
            assert ledger.balanced()
            assert ledger.loaded == len(tables["records"]) == len(tables["contacts"])
            assert ledger.rejected + ledger.conflict == len(tables["rejected"])


# --- numbers

_FIGURES = st.sampled_from(
    [*"0579", "12", "123", "000", ".", ",", " ", "'", "\u00a0", "+", "-", "e", "E1", "_", "٣", "５", "x", "%"]
)
_NUMBERISH = st.one_of(
    st.lists(_FIGURES, max_size=7).map("".join),
    st.tuples(
        st.sampled_from(["", "-", "+", "$"]),
        st.sampled_from(["0", "7", "12", "999", "1000", ""]),
        st.lists(st.sampled_from([",000", ".123", " 456", "'789", ",12", ".1234"]), max_size=3).map("".join),
        st.sampled_from(["", ".5", ",5", ".123", ",123", "e2", "E-1", "e99", " "]),
    ).map("".join),
)


def _oracle(cell: str, decimal: str) -> Decimal | None:
    """The number a cell says, by taking out marks that group; None when nothing sensible remains."""
    group = "," if decimal == "." else "."
    cell = cell.removeprefix("$ ").removeprefix("$")  # one space may part the sign from its amount
    if not cell.isascii() and not set(cell) - set("\u00a0") <= set("0123456789.,+-eE '"):
        return None
    whole = re.split(rf"[{re.escape(decimal)}eE]", cell.lstrip("+-"))[0]
    parts = re.split(rf"[{re.escape(group)} '\u00a0]", whole)
    if len(parts) > 1 and not (1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])):
        return None
    tidy = re.sub(rf"[{re.escape(group)} '\u00a0]", "", cell).replace(decimal, ".")
    try:
        return Decimal(tidy) if "_" not in tidy else None
    except InvalidOperation:
        return None


@given(_NUMBERISH, st.sampled_from([".", ","]))
@settings(max_examples=400)
def test_a_number_is_what_it_says_or_none(cell: str, decimal: str) -> None:
    found = parse_number(cell, decimal)
    if not isinstance(found, Invalid):
        said = _oracle(cell, decimal)
        assert said is not None, cell
        assert found == float(said)
        assert isinstance(parse_whole(cell, decimal), Invalid) == (said != said.to_integral_value())
        assert isinstance(parse_seconds(cell, decimal), Invalid) == (found < 0)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14, places=2),
    st.sampled_from([".", ","]),
)
def test_every_plain_number_is_read(number: Decimal, decimal: str) -> None:
    assert parse_number(str(number).replace(".", decimal), decimal) == float(number)


@given(
    st.sampled_from(
        ["inf", "-inf", "nan", "Infinity", "1_0", "0x1", "1e999", "٣", "５", "1,2,3", "1..2", "+-1", "1e", "e1", ""]
    ),
    st.text(" ", max_size=2),
)
def test_what_is_no_number_never_is(cell: str, space: str) -> None:
    for decimal in (".", ","):
        assert isinstance(parse_number(cell + space, decimal), Invalid)


# --- dates

_PART = st.integers(0, 60)


def _valid(year: int, month: int, day: int, *clock: int) -> datetime | None:
    try:
        return datetime(year, month, day, *clock)
    except ValueError:
        return None


@given(st.integers(0, 9998), st.integers(0, 20), st.integers(0, 40), st.sampled_from("-/."), st.booleans())
def test_a_day_is_read_exactly_when_the_calendar_has_it(year: int, month: int, day: int, mark: str, named: bool) -> None:
    wanted = _valid(year, month, day)
    for cell, order in (
        (f"{year:04}{mark}{month:02}{mark}{day:02}", None),
        (f"{day:02}{mark}{month:02}{mark}{year:04}", "dmy"),
        (f"{month:02}{mark}{day:02}{mark}{year:04}", "mdy"),
        (f"{year:04}年{month}月{day}日", None),
    ):
        found = parse_moment(cell, order)
        if wanted is None or year < 1900:
            assert isinstance(found, Invalid), cell
        else:
            assert found == Moment(wanted, wanted.date(), dated=True), cell


@given(st.dates(date(1950, 1, 1), date(2030, 1, 1)), _PART, _PART, _PART, st.sampled_from("T "))
def test_a_time_is_read_exactly_when_the_clock_has_it(day: date, hour: int, minute: int, second: int, mark: str) -> None:
    wanted = _valid(day.year, day.month, day.day, hour, minute, second)
    found = parse_moment(f"{day.isoformat()}{mark}{hour:02}:{minute:02}:{second:02}", None)
    assert isinstance(found, Invalid) if wanted is None else found == Moment(wanted, day)


@given(st.dates(date(1950, 1, 1), date(2030, 1, 1)))
def test_day_and_month_are_never_guessed(day: date) -> None:
    assert isinstance(parse_moment(day.strftime("%d/%m/%Y"), None), Invalid)


_DATISH = st.lists(
    st.one_of(
        st.integers(0, 40).map(lambda n: f"{n:02}"),
        st.sampled_from([*"-/.: TZ", "2026", "1999", "3", "年", "月", "日", "AM", "Jan"]),
    ),
    max_size=11,
).map("".join)
_NEARLY = st.builds(
    lambda day, month, year, mark, clock: f"{day:02}{mark}{month:02}{mark}{year}{clock}",
    *(st.integers(1, 32), st.integers(1, 14), st.integers(1880, 2100), st.sampled_from("-/.")),
    st.sampled_from(["", " 10:30", "T23:59:59", " 24:00", " 9:5", "Z", " 10:30:00 PM"]),
)


@given(st.one_of(_DATISH, _NEARLY))
@example("01-01-00")
@settings(max_examples=400)
def test_nothing_becomes_a_date_whose_figures_are_not_in_the_cell(cell: str) -> None:
    found = parse_moment(cell, "dmy")
    if isinstance(found, Moment):
        assume("+" not in cell and not re.search(r"-\d{2}:?\d{2}$", cell))  # a zone moves the clock, and maybe the day
        figures = re.sub(r"\D", "", cell)
        assert str(found.ts.year) in cell or f"{found.ts.year % 100:02}" in figures  # 31-12-26
        assert all(str(part) in figures for part in (found.ts.day, found.day.day) if "PM" not in cell)
        assert str(found.ts.month) in figures or "Jan" in cell


# --- scales


@given(_NUMBERISH, st.integers(-5, 5), st.integers(1, 10), st.booleans())
def test_a_score_is_a_whole_number_of_its_scale_or_none(cell: str, low: int, width: int, turned: bool) -> None:
    assume(labelled(cell) is None)  # "0.x" is 0 with a word behind it, as "1. good" is
    high = low + width
    found = parse_score(cell, low, high, reverse=turned)
    if not isinstance(found, Invalid):
        said = _oracle(cell, "," if "," in cell else ".")
        assert said is not None
        assert found == (low + high - said if turned else said)
        assert low <= found <= high


# --- whole imports

_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", " a", "", "NA"]),
        st.sampled_from(["2026-01-05", "2026-01-06 10:00", "", "x", "31/31/2026", "now"]),
        st.sampled_from(["5", "0", "9", "", "x", "6", "=1"]),
        st.sampled_from(["fine", "", 'say "x"', "two\nlines", "a,b", "call 13812345678"]),
        st.sampled_from(["", ",extra", "\x1b", ',"open', '"x"y']),
    ),
    max_size=12,
)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The parsing process's work in this one: hundreds of imports in seconds."""

    def run(asked: dict[str, Any], folder: Path, *_: object, **__: object) -> dict[str, Any]:
        return tasks.TASKS[asked["task"]]({**asked, "folder": str(folder)})

    monkeypatch.setattr(job, "run", run)
    yield


def _stored(store: Store) -> dict[str, int]:
    with store.engine.connect() as connection:
        return {
            t.name: int(connection.execute(select(func.count()).select_from(t)).scalar_one())
            for t in (*FACTS, records, rejected_rows)
        }


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_ROWS, st.booleans())
def test_a_whole_import_loses_nothing_and_again_adds_nothing(
    store: Store, in_process: None, rows: list[tuple[str, ...]], with_id: bool
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(["id", "day", "q", "why"])
    for *cells, spoilt in [["z", "2026-01-05", "5", "good", ""]] * 2 + rows:
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\n").writerow(cells)
        out.write(line.getvalue().rstrip("\n") + spoilt + "\n")
    columns: dict[str, Any] = {"day": "ts", "q": score(), "why": "comment"} | ({"id": "id"} if with_id else {})
    empty(store)
    before = _stored(store)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        path.write_text(out.getvalue(), encoding="utf-8")
        mapping = mapped("answers", columns)
        try:
            first = service.import_file(store, path, mapping, "f.csv", "ana")
        except DataError as refusal:
            assert refusal.seen
            assert _stored(store) == before
            return
        assert first.rows_read == first.rows_loaded + first.rows_rejected + first.rows_duplicate + first.rows_conflict
        after = _stored(store)
        assert after["records"] - before["records"] == first.rows_loaded
        assert after["rejected_rows"] - before["rejected_rows"] == first.rows_rejected + first.rows_conflict
        assert after["answers"] - before["answers"] == first.cells["q"]["valid"]
        again = service.import_file(store, path, mapping, "f.csv", "ana")
        assert (again.rows_read, again.rows_loaded) == (first.rows_read, 0)
        assert again.rows_duplicate == first.rows_loaded + first.rows_duplicate
        service.undo(store, again.id, "ana")
        service.undo(store, first.id, "ana")
        assert {n: c for n, c in _stored(store).items() if n != "rejected_rows"} == {
            n: c for n, c in before.items() if n != "rejected_rows"
        }
