"""The command line corrects, takes back, brings in again and replaces, and says which numbers that moved."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

import manage
from data_access.restatements import restatements
from data_access.store import Store


def _calls(changed: str = "", days: range = range(1, 29)) -> str:
    rows = [f"T{d},2026-03-{d:02},cust{d % 9},Phone,{4 if d % 3 else 2}" for d in days]
    text = "\n".join(["ticket id,date,customer id,channel,overall satisfaction", *rows, ""])
    return text.replace(*changed.split(">")) if changed else text


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"duckdb:///{tmp_path / 'touchstone.duckdb'}?threads=1&memory_limit=500MB")
    yield opened
    opened.close()


def _run(store: Store, *argv: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return manage.run([str(a) for a in argv], out, err, store), out.getvalue(), err.getvalue()


def _import(store: Store, folder: Path, text: str, *more: object) -> str:
    path = folder / "calls.csv"
    path.write_text(text, encoding="utf-8")
    code, out, err = _run(store, "import", path, "--kind", "contacts", "--date-order", "dmy", *more)
    assert (code, err) == (0, "")
    return out


def test_a_corrected_file_says_what_it_changes_and_the_history_keeps_it(store: Store, tmp_path: Path) -> None:
    first = _import(store, tmp_path, _calls())
    assert "28 read = 28 loaded + 0 rejected" in first
    assert restatements(store) == ()
    text = _calls("T3,2026-03-03,cust3,Phone,2>T3,2026-03-03,cust3,Phone,5")
    foreseen = _import(store, tmp_path, text, "--dry-run")
    done = _import(store, tmp_path, text)
    for out in (foreseen, done):
        assert "28 read = 1 loaded (0 new + 1 changed) + 0 rejected + 27 duplicate" in out
        assert 'line 4, overall satisfaction: "2" -> "5"' in out
    assert "days 2026-03-01 to 2026-03-28, 9 different customers" in foreseen
    assert "CSAT, top two boxes: 67.9 %" in done
    (entry,) = restatements(store)
    assert (entry.cause, entry.rows, str(entry.first_day), str(entry.last_day)) == ("correction", 1, "2026-03-03", "2026-03-03")
    code, out, _ = _run(store, "history")
    assert code == 0
    assert "calls.csv, 1 rows corrected" in out
    assert "CSAT, top two boxes: 67.9 %" in out


def test_undo_and_redo_bring_the_numbers_back(store: Store, tmp_path: Path) -> None:
    _import(store, tmp_path, _calls())
    _import(store, tmp_path, _calls("T3,2026-03-03,cust3,Phone,2>T3,2026-03-03,cust3,Phone,5"))
    assert "71.4 %" in _run(store, "undo", 2)[1]
    code, out, _ = _run(store, "redo", 2)
    assert (code, "loaded" in out, "67.9 %" in out) == (0, True, True)
    assert _run(store, "redo", 2)[2] == "Batch 2 (calls.csv) is loaded: there is nothing to bring back." \
        " Choose a batch that was taken back.\n"
    assert [entry.cause for entry in restatements(store)] == ["redo", "undo", "correction"]


def test_late_rows_are_told_and_new_days_are_not(store: Store, tmp_path: Path) -> None:
    _import(store, tmp_path, _calls(days=range(10, 15)))
    _import(store, tmp_path, _calls(days=range(14, 20)))
    assert restatements(store) == (), "the last day may not have been over"
    _import(store, tmp_path, _calls(days=range(14, 20)).replace("T1", "L1"))
    (entry,) = restatements(store)
    assert (entry.cause, entry.rows, str(entry.first_day), str(entry.last_day)) == ("late", 5, "2026-03-14", "2026-03-18")
    assert entry.facts == ("answers", "contacts")


def test_a_file_in_place_of_another_and_the_refused_rows(store: Store, tmp_path: Path) -> None:
    _import(store, tmp_path, _calls().replace("2026-03-07", "soon"))
    refused = tmp_path / "refused.csv"
    code, out, _ = _run(store, "rejected", 1, "--out", refused)
    assert (code, out) == (0, f"1 rows written to {refused}\n")
    assert _run(store, "rejected", 1, "--out", refused)[0] == 1
    refused.write_bytes(refused.read_bytes().replace(b"soon", b"2026-03-07"))
    code, out, err = _run(store, "import", refused)
    assert (code, err) == (0, "")
    assert "completes batch 1" in out
    assert "1 read = 1 loaded" in out
    out = _import(store, tmp_path, _calls(days=range(1, 8)), "--replaces", 1)
    assert "instead of batch 1" in out
    assert "7 read = 7 loaded" in out
    states = [line for line in _run(store, "batches")[1].splitlines() if line.startswith("batch")]
    assert [line.rpartition(" ")[2] for line in states] == ["loaded", "undone", "undone"]
    assert restatements(store)[0].rows == 22, "21 are gone, and the mended one is written otherwise"


def test_conflicts_that_come_back_as_they_are_overwrite_nothing_by_themselves(store: Store, tmp_path: Path) -> None:
    """The advice for another source would double the mended rows: a file that names its batch is no other source."""
    head = "contact id,date,customer id,channel,overall satisfaction"
    calls = [f"T{i},2026-03-{1 + i % 28:02},cust{i % 9},Phone,4" for i in range(60)]
    _import(store, tmp_path, "\n".join([head, *calls[:30], ""]))  # known by these columns, with its ids
    twice = [call.replace("Phone,4", "Chat,1") for call in calls[30:55]]
    _import(store, tmp_path, "\n".join([head, *calls[30:], "T900,soon,cust1,Phone,4", *twice, ""]))
    back = tmp_path / "back.csv"
    assert _run(store, "rejected", 2, "--out", back)[0] == 0
    back.write_text(back.read_text(encoding="utf-8-sig").replace(",soon,", ",2026-03-09,"), encoding="utf-8")
    code, _, err = _run(store, "import", back)
    assert (code, "25 of these 26 rows, refused in batch 2, would overwrite rows that are stored" in err) == (1, True)
    assert ("Take the rows in conflict out" in err, "--source calls" in err, "another source" in err) == (True, True, False)
    code, _, err = _run(store, "import", back, "--source", "other")
    assert (code, "belongs to the source of its batch, not to other" in err) == (1, True)
    mended = [line for line in back.read_text(encoding="utf-8").splitlines(keepends=True) if ",conflict," not in line]
    (tmp_path / "mended.csv").write_text("".join(mended), encoding="utf-8")
    code, out, _ = _run(store, "import", tmp_path / "mended.csv")
    assert (code, "1 read = 1 loaded + 0 rejected" in out) == (0, True)
    code, out, _ = _run(store, "import", back, "--source", "calls")
    assert (code, "26 read = 25 loaded (0 new + 25 changed)" in out) == (0, True)
