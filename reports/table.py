"""Readouts as a CSV that a spreadsheet opens in the right encoding and a program reads without a manual."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from charts.series import dimension_name
from metrics.readout import Readout, Row
from metrics.results import Estimate, Result
from reports.safe_text import cell

COMPUTED = "ok"
_BEFORE = ("metric", "level", "period")
_AFTER = (
    "value", "low", "high", "n", "counted", "unit", "status", "complete", "filters", "not_applied", "left_out", "as_of",
    "data_version",
)  # fmt: skip


def csv_file(readouts: Readout | Sequence[Readout]) -> bytes:
    """One line per number: the overall first, then every row. UTF-8 with BOM, CRLF, values unrounded and unformatted
    (shares 0..1, hours); empty where withheld, with the reason as `status`. Circumstances repeat on every line."""
    many = [readouts] if isinstance(readouts, Readout) else list(readouts)
    dimensions = list(dict.fromkeys(name for one in many for name in one.by))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*_BEFORE, *(cell(dimension_name(name)) for name in dimensions), *_AFTER])
    for one in many:
        whole = Row(None, ("",) * len(one.by), one.overall)
        writer.writerow(_line(one, "overall", whole, dimensions))
        writer.writerows(_line(one, "row", row, dimensions) for row in one.rows)
    return out.getvalue().encode("utf-8-sig")


def _line(readout: Readout, level: str, row: Row, dimensions: Sequence[str]) -> list[str | float | int]:
    group = dict(zip(readout.by, row.group, strict=True))
    return [
        readout.metric.key, level, row.period.isoformat() if row.period else "",
        *(cell(group.get(name, "")) for name in dimensions),
        *_numbers(row.result), cell(readout.metric.counted), readout.metric.unit.value,
        COMPUTED if isinstance(row.result, Estimate) else row.result.reason.value,
        "no" if row.provisional else "yes",
        cell(readout.sentence), cell(", ".join(readout.not_applied)),
        cell("; ".join(f"{reason}: {n}" for reason, n in readout.left_out)),
        readout.as_of.isoformat(), cell(readout.data_version),
    ]  # fmt: skip


def _numbers(result: Result) -> list[str | float | int]:
    if not isinstance(result, Estimate):
        return ["", "", "", result.n]
    return [result.value, *("" if bound is None else bound for bound in (result.low, result.high)), result.n]
