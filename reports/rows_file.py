"""Rows behind a number as a CSV: text stays text in every spreadsheet, times are ISO 8601 in UTC."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from reports.safe_text import cell


def rows_csv(found: pd.DataFrame, circumstances: Mapping[str, str]) -> bytes:
    """One line per row. UTF-8 with BOM, CRLF; empty where nothing is known. `circumstances` (what was selected, as of when)
    repeat on every line, so that a part of the file still says what it is."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(name) for name in (*found.columns, *circumstances)])
    tail = [cell(text) for text in circumstances.values()]
    columns = [_column(found[name]) for name in found.columns]
    writer.writerows([*values, *tail] for values in zip(*columns, strict=True))
    return out.getvalue().encode("utf-8-sig")


def _column(values: pd.Series) -> list[str | float | int]:
    """A column as it is written; equal values once, because most columns hold few different ones."""
    if pd.api.types.is_datetime64_any_dtype(values):
        written = np.datetime_as_string(values.to_numpy("datetime64[s]"))
        return ["" if moment == "NaT" else str(moment) for moment in written]
    known: dict[Any, str | float | int] = {}
    return [known[value] if value in known else known.setdefault(value, _written(value)) for value in values.tolist()]


def _written(value: Any) -> str | float | int:
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124 (NaN is the one value that is not itself)
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float) else cell(value)
