"""Rows as CSV: text that a spreadsheet would compute stays text, what is not known is empty, every line says what it is."""

from __future__ import annotations

import csv
from datetime import date, datetime

import pandas as pd

from reports.rows_file import rows_csv

FOUND = pd.DataFrame(
    {
        "day": [date(2026, 3, 2), date(2026, 3, 1)],
        "ts": [datetime(2026, 3, 2, 9, 30, 15), None],
        "reason": ['=HYPERLINK("http://evil")', None],
        "名称": ["＝1+1", "服务"],
        "cost": [1.5, float("nan")],
        "contacts": [3, 12],
        "resolved": [True, None],
        "done": [True, False],
    }
)


def test_values_are_written_for_programs_and_safe_for_spreadsheets() -> None:
    raw = rows_csv(FOUND, {"selection": "1 Mar 2026 – 2 Mar 2026", "as_of": "2026-03-02T10:00:00"})
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == 3
    first, second = csv.DictReader(raw.decode("utf-8-sig").splitlines())
    assert first == {
        "day": "2026-03-02", "ts": "2026-03-02T09:30:15", "reason": '\'=HYPERLINK("http://evil")', "名称": "'＝1+1",
        "cost": "1.5", "contacts": "3", "resolved": "yes", "done": "yes",
        "selection": "1 Mar 2026 – 2 Mar 2026", "as_of": "2026-03-02T10:00:00",
    }  # fmt: skip
    assert {name: second[name] for name in ("ts", "reason", "cost", "resolved", "done")} == {
        "ts": "", "reason": "", "cost": "", "resolved": "", "done": "no",
    }  # fmt: skip


def test_names_and_circumstances_are_text_too() -> None:
    raw = rows_csv(pd.DataFrame({"=a": [1]}), {"+b": "@c"}).decode("utf-8-sig").splitlines()
    assert raw == ["'=a,'+b", "1,'@c"]


def test_no_rows_still_have_a_head() -> None:
    assert rows_csv(FOUND[:0], {"as_of": "x"}).decode("utf-8-sig").startswith("day,ts,reason")
