"""Durations that cannot be are kept, counted and said."""

from __future__ import annotations

from pathlib import Path

from tests.data_access.importing.files import mapped, parsed, written


def test_ends_before_beginnings_and_spans_of_decades_are_noted(tmp_path: Path) -> None:
    text = (
        "opened,closed\n2026-01-05 10:00,2026-01-04 10:00\n2026-01-05 10:00,2026-01-05\n1950-01-01,2026-01-05\n"
        "2026-01-05,2026-01-06\n2026-01-05 10:00,2026-01-05 09:59\n"
    )
    ledger, tables = parsed(
        written(tmp_path, text), mapped("complaints", {"opened": "ts", "closed": "closed_at"}), tmp_path / "out"
    )
    assert len(tables["complaints"]) == 5
    assert all(row["closed_at"] for row in tables["complaints"])
    before, long = ledger.notes
    assert before.startswith("2 rows: the closing lies before the opening")
    assert long.startswith("1 rows: the closing lies more than 50 years after the opening")


def test_handling_of_days_is_noted_and_ordinary_files_are_not(tmp_path: Path) -> None:
    mapping = mapped("contacts", {"at": "ts", "channel": "channel", "talk": "handling_seconds"})
    odd, _ = parsed(
        written(tmp_path, "at,channel,talk\n2026-01-05,Phone,90000\n2026-01-05,Phone,300\n"), mapping, tmp_path / "a"
    )
    assert odd.notes == ["1 rows: handling took longer than a day; they are kept: check the file"]
    fine, _ = parsed(written(tmp_path, "at,channel,talk\n2026-01-05,Phone,300\n"), mapping, tmp_path / "b")
    assert fine.notes == []
