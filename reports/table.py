"""Readouts as a CSV that a spreadsheet opens in the right encoding and a program reads without a manual."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from charts.series import dimension_name
from metrics.readout import Readout, Row
from metrics.results import Estimate, Result
from reports.safe_text import cell

COMPUTED = "ok"
_BEFORE = ("metric", "level", "period")
_AFTER = (
    "value", "low", "high", "n", "counted", "unit", "status", "complete", "target", "filters", "not_applied", "left_out",
    "definition", "definition_version", "as_of", "data_version",
)  # fmt: skip
Cell = str | float | int | None


def csv_file(readouts: Readout | Sequence[Readout]) -> bytes:
    """One line per number: the overall first, then every row. UTF-8 with BOM, CRLF, values unrounded and unformatted
    (shares 0..1, hours); empty where withheld, with the reason as `status`. Circumstances repeat on every line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for line in lines([readouts] if isinstance(readouts, Readout) else readouts):
        writer.writerow(["" if one is None else cell(one) if isinstance(one, str) else one for one in line])
    return out.getvalue().encode("utf-8-sig")


def lines(readouts: Sequence[Readout]) -> Iterator[list[Cell]]:
    """The heading, then one line per number; texts as they are, None where there is nothing."""
    dimensions = list(dict.fromkeys(name for one in readouts for name in one.by))
    yield [*_BEFORE, *(dimension_name(name) for name in dimensions), *_AFTER]
    for one in readouts:
        yield _line(one, "overall", Row(None, ("",) * len(one.by), one.overall), dimensions)
        yield from (_line(one, "row", row, dimensions) for row in one.rows)


def _line(readout: Readout, level: str, row: Row, dimensions: Sequence[str]) -> list[Cell]:
    group, metric = dict(zip(readout.by, row.group, strict=True)), readout.metric
    return [
        metric.key, level, row.period.isoformat() if row.period else None,
        *(group.get(name) for name in dimensions),
        *_numbers(row.result), metric.counted, metric.unit.value,
        COMPUTED if isinstance(row.result, Estimate) else row.result.reason.value,
        "no" if row.provisional else "yes", readout.goal.target if readout.goal else None,
        readout.sentence, ", ".join(readout.not_applied), "; ".join(f"{reason}: {n}" for reason, n in readout.left_out),
        f"{metric.title}: {metric.formula_words}", metric.version, readout.as_of.isoformat(), readout.data_version,
    ]  # fmt: skip


def _numbers(result: Result) -> list[Cell]:
    if not isinstance(result, Estimate):
        return [None, None, None, result.n]
    return [result.value, result.low, result.high, result.n]
