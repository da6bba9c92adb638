"""What is read many cells at once is what the parser of one cell says."""

from __future__ import annotations

import random
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_access.importing import cells, recalled, roles, siphash, vectors
from data_access.importing.mapping import ColumnMap
from data_access.importing.plan import Reading
from data_access.importing.texts import Cells, blank, compute, stripped
from data_access.importing.typed import EMPTY, INVALID, VALID, _within, typed
from data_access.importing.values import PLACEHOLDERS, Invalid

_ZONES = [
    UTC,
    ZoneInfo("Europe/Lisbon"),
    ZoneInfo("America/St_Johns"),
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("Asia/Shanghai"),
]
_LATEST = datetime(2026, 11, 1, 12)
_ISO = st.builds(
    lambda y, a, m, b, d, c, h, mi, s: f"{y}{a}{m}{b}{d}{c}{h}{mi}{s}",
    st.sampled_from(["2026", "2025", "2024", "1900", "1899", "2000", "2100", "9999", "1911", "１９９９", "0001"]),
    st.sampled_from(["-", "-", "-", "/"]),
    st.sampled_from(["01", "02", "03", "04", "10", "11", "12", "13", "00", "3"]),
    st.sampled_from(["-", "-", "-", "."]),
    st.sampled_from(["01", "05", "28", "29", "30", "31", "32", "00", "7"]),
    st.sampled_from(["", " ", "T", "t", "  "]),
    st.sampled_from(["", "00", "01", "02", "12", "23", "24", "9"]),
    st.sampled_from(["", ":00", ":01", ":30", ":59", ":60", ".30"]),
    st.sampled_from(["", ":00", ":59", ":60", ":61", ":00Z", ":00.250", " "]),
)
_NUMBER = st.one_of(
    st.floats(0, 1e16).map(str), st.integers(-5, 10**17).map(str), st.text("0123456789.,-+ e'", max_size=12),
    st.sampled_from(["1.", ".5", "00012.50", "0", "1e3", "1,000.5", "1:02:03", "٣", "2147483648", "999999999.9", "nan"]),
)  # fmt: skip
_TEXT = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*sorted(PLACEHOLDERS), "N/A", "a b c d e f", " padded text ", "tab\tinside", "ünïcödé", "x" * 1001]),
)


def _plain(words: list[str], kind: str, parse: cells.Parser, vector: vectors.Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data_access.importing.typed.FEW", 0)
    parser = cells.translated(ColumnMap("c", "r"), PLACEHOLDERS, parse)
    found = typed(
        Reading(ColumnMap("c", "r"), 0, kind, cells.Memo(parser), vector), Cells.of(pa.array(words, pa.string()), False)
    )
    columns = [array.to_pylist() for array in found.taken(None).values()]
    values = [dict(zip(found.taken(None), row, strict=True)) for row in zip(*columns, strict=True)]
    for place, (word, state, value) in enumerate(zip(words, found.row_states(), values, strict=True)):
        said = parser(word)
        if isinstance(said, Invalid):
            assert (state, found.reason(place)) == (INVALID, said.reason)
            assert set(value.values()) == {None}
        elif said is None:
            assert state == EMPTY
        else:
            assert state == VALID
            assert value == ({"ts": said.ts, "day": said.day, "dated": said.dated} if kind == roles.MOMENT else {"value": said})


@settings(max_examples=250, deadline=None)
@given(st.lists(_ISO, max_size=30), st.sampled_from(_ZONES))
def test_times(words: list[str], zone: tzinfo) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _plain(words, roles.MOMENT, cells.moment(None, zone, _LATEST), vectors.moments(zone, _LATEST), patch)


@pytest.mark.parametrize("zone", _ZONES, ids=str)
def test_every_hour_of_a_year_in_which_clocks_change(zone: tzinfo, monkeypatch: pytest.MonkeyPatch) -> None:
    minutes = np.arange("2026-01-01", "2027-01-01", 47, dtype="datetime64[m]")
    words = [str(m).replace("T", " ") for m in minutes]
    _plain(words, roles.MOMENT, cells.moment(None, zone, None), vectors.moments(zone, None), monkeypatch)
    done, _ = vectors.moments(zone, None)(pa.array(words))
    assert done.mean() > 0.999  # all but hours in which the clock is changed


@settings(max_examples=250, deadline=None)
@given(
    st.lists(_NUMBER.filter(lambda w: w == w.strip()), max_size=30),
    st.sampled_from([".", ","]),
    st.sampled_from([roles.NUMBER, roles.SECONDS]),
)
def test_numbers(words: list[str], decimal: str, kind: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _plain(words, kind, cells.number(ColumnMap("c", "sent"), kind, decimal), vectors.numbers(decimal, False), patch)


@settings(max_examples=150, deadline=None)
@given(st.lists(_NUMBER.filter(lambda w: len(w) < 10), max_size=30), st.sampled_from([".", ","]))
@example(["3e9"], ".")
def test_whole_numbers(words: list[str], decimal: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        parse = cells.number(ColumnMap("c", "sent"), roles.WHOLE, decimal)
        _plain(words, roles.WHOLE, lambda word: _within(parse(word)), vectors.numbers(decimal, True), patch)


@settings(max_examples=250, deadline=None)
@given(st.lists(_TEXT, max_size=30))
def test_names(words: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _plain(words, roles.TEXT, cells.name, vectors.names(cells.LONGEST_TEXT), patch)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.one_of(st.sampled_from(["c1", "c2", " c1", "N/A", ""]), st.text(max_size=3)), max_size=20), max_size=5)
)
def test_what_is_recalled_is_what_was_parsed(chunks: list[list[str]]) -> None:
    parser = cells.translated(ColumnMap("c", "r"), PLACEHOLDERS, lambda word: Invalid("no") if "b" in word else word.upper())
    read = recalled.reader(parser)
    for chunk in chunks:
        known, arrays = read(pa.array(chunk, pa.string()))
        for word, done, value in zip(chunk, known, arrays["value"].to_pylist(), strict=True):
            assert value == (parser(word) if done else None)
            assert done == isinstance(parser(word), str)


def test_recalling_ends_where_room_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalled, "MOST_BYTES", 200)
    asked: list[str] = []
    read = recalled.reader(lambda word: asked.append(word) or word)
    for start in (0, 100, 200):
        known, _ = read(pa.array([f"word {i}" for i in range(start, start + 100)]))
        assert known.all() == (start == 0)
    assert len(asked) == 100


def test_a_word_without_a_place_is_left_to_the_parser() -> None:
    met = recalled.Recalled(places=64)
    words = pa.array([f"word {i}" for i in range(200)])
    for part in (words[:100], words[100:]):
        met.add(part, compute.utf8_upper(part))
    numbers = met.find(words, met.hashed(words))
    assert 32 < np.count_nonzero(numbers) <= 64
    values = met.values(numbers).to_pylist()
    assert values == [word.upper() if n else None for word, n in zip(words.to_pylist(), numbers, strict=True)]
    assert met.find(pa.array(["word 200", ""]), met.hashed(pa.array(["word 200", ""]))).tolist() == [0, 0]


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.text(st.sampled_from(" \t\n\x1c\x85\xa0\u1680\u2003\u2028\u202f\u205f\u3000\u200baé好")), max_size=30),
    st.integers(0, 3),
)
def test_white_space_is_pythons(words: list[str], start: int) -> None:
    column = pa.array(words, pa.string())[start:]
    assert stripped(column).to_pylist() == [w.strip() for w in words[start:]]
    assert blank(column).tolist() == [not w.strip() for w in words[start:]]


def test_a_whole_number_beyond_the_store_is_a_fault_not_a_crash() -> None:
    parser = cells.number(ColumnMap("c", "sent"), roles.WHOLE, ".")
    found = typed(
        Reading(ColumnMap("c", "sent"), 0, roles.WHOLE, cells.Memo(parser)), Cells.of(pa.array(["5", "3000000000"]), False)
    )
    assert found.taken(None)["value"].to_pylist() == [5, None]
    assert "too large" in found.reason(1)


_WORD = (1 << 64) - 1


def _rotated(word: int, bits: int) -> int:
    return ((word << bits) | (word >> (64 - bits))) & _WORD


def _one_by_one(key: bytes, data: bytes, rounds: int = 1, last: int = 3) -> int:
    """SipHash of one text, as its authors write it down."""
    k0, k1 = (int.from_bytes(key[i : i + 8], "little") for i in (0, 8))
    v = [k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D, k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573]

    def turn() -> None:
        v[0] = (v[0] + v[1]) & _WORD
        v[1] = _rotated(v[1], 13) ^ v[0]
        v[0] = _rotated(v[0], 32)
        v[2] = (v[2] + v[3]) & _WORD
        v[3] = _rotated(v[3], 16) ^ v[2]
        v[0] = (v[0] + v[3]) & _WORD
        v[3] = _rotated(v[3], 21) ^ v[0]
        v[2] = (v[2] + v[1]) & _WORD
        v[1] = _rotated(v[1], 17) ^ v[2]
        v[2] = _rotated(v[2], 32)

    padded = data + b"\0" * ((7 - len(data)) % 8) + bytes([len(data) & 255])
    for start in range(0, len(padded), 8):
        word = int.from_bytes(padded[start : start + 8], "little")
        v[3] ^= word
        for _ in range(rounds):
            turn()
        v[0] ^= word
    v[2] ^= 0xFF
    for _ in range(last):
        turn()
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def test_hashes_are_siphash() -> None:
    key = bytes(range(16))
    assert _one_by_one(key, bytes(range(15)), 2, 4) == 0xA129CA6149BE45E5  # the paper's example, appendix A
    rng = random.Random(1)
    texts = ["".join(rng.choices("abcé好1", k=rng.choice([0, 1, 7, 8, 9, 16, 17, 40, 300]))) for _ in range(3_000)]
    found = siphash.of_texts(pa.array(texts)[5:], key)
    assert found.tolist() == [_one_by_one(key, text.encode()) for text in texts[5:]]
    numbers = np.array([0, 1, -1, 1 << 40])
    pairs = [(int(a).to_bytes(8, "little", signed=True) * 2) for a in numbers]
    assert siphash.of_numbers([numbers, numbers], key).tolist() == [_one_by_one(key, pair) for pair in pairs]
