"""A Readout on the command line: table, JSON or CSV with the same rows the page shows; and what an import did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from data_access.batches import Batch
from data_access.importing.ledger import Ledger
from metrics import formats
from metrics.readout import Readout, Row
from metrics.results import Estimate, Result
from metrics.verdict import sentence
from reports.table import csv_file


def show(readout: Readout, form: str, out: TextIO) -> None:
    """form: table | json | csv."""
    if form == "json":
        json.dump(as_json(readout), out, ensure_ascii=False, indent=1)
        out.write("\n")
    elif form == "csv":
        out.write(csv_file([readout]).decode("utf-8-sig"))
    else:
        for line in _table(readout):
            out.write(line + "\n")


def as_json(readout: Readout) -> dict[str, Any]:
    """Everything the Readout says, shares 0..1, null where nothing is known."""
    verdict = readout.verdict
    return {
        "metric": readout.metric.key, "title": readout.metric.title, "unit": readout.metric.unit.value,
        "counted": readout.metric.counted, "filters": readout.sentence,
        "from": readout.start and readout.start.isoformat(), "to": readout.end and readout.end.isoformat(),
        "as_of": readout.as_of.isoformat(), "data_version": readout.data_version,
        "definition_version": readout.metric.version,
        "overall": _result(readout.overall), "rows": [_row(readout, row) for row in readout.rows],
        "verdict": None if verdict is None else {
            "word": verdict.word, "tone": verdict.tone, "compared_with": readout.comparison_label,
            "before": _result(verdict.before),
            "change": verdict.change and {
                "value": verdict.change.diff, "low": verdict.change.low, "high": verdict.change.high,
                "relative": verdict.change.relative,
            },
        },
        "left_out": [{"reason": reason, "n": n} for reason, n in readout.left_out],
        "filters_not_applied": list(readout.not_applied),
    }


def _row(readout: Readout, row: Row) -> dict[str, Any]:
    cells: dict[str, Any] = {} if row.period is None else {"period": row.period.isoformat()}
    cells |= dict(zip(readout.by, row.group, strict=True))
    return {**cells, **_result(row.result), "provisional": row.provisional}


def _result(result: Result) -> dict[str, Any]:
    if isinstance(result, Estimate):
        return {
            "value": result.value, "low": result.low, "high": result.high, "n": result.n, "status": "ok",
            "numerator": result.numerator, "denominator": result.denominator, "detail": dict(result.detail),
        }
    return {
        "value": None, "low": None, "high": None, "n": result.n, "status": result.reason.value,
        "needed": result.needed, "detail": dict(result.detail),
    }


def _table(readout: Readout) -> Iterator[str]:
    metric = readout.metric
    yield f"{metric.title} — {sentence(readout)}"
    yield f"{readout.sentence} · as of {formats.moment(readout.as_of)} · data {readout.data_version}"
    lines = [("all", readout.overall, False)]
    lines += [(_name(row), row.result, row.provisional) for row in readout.rows]
    width = max(len(name) for name, _, _ in lines)
    yield f"{'':{width}}  {'value':>14}  {'low':>14}  {'high':>14}  {'n':>10}  status"
    for name, result, provisional in lines:
        mark = " (period not complete)" if provisional else ""
        yield f"{name:{width}}  {_cells(readout, result)}{mark}"
    for reason, n in readout.left_out:
        yield f"left out: {formats.whole(n)} {reason}"
    if readout.not_applied:
        yield f"not filtered by {', '.join(readout.not_applied)}: these facts do not have it"


def _name(row: Row) -> str:
    return " · ".join([*([row.period.isoformat()] if row.period else []), *row.group])


def _cells(readout: Readout, result: Result) -> str:
    if not isinstance(result, Estimate):
        return f"{'–':>14}  {'–':>14}  {'–':>14}  {result.n:>10,}  {formats.WITHHELD_WORDS[result.reason]}"
    ends = [formats.value(readout.metric, end) if end is not None else "–" for end in (result.low, result.high)]
    return (
        f"{formats.value(readout.metric, result.value):>14}  {ends[0]:>14}  {ends[1]:>14}  {result.n:>10,}  ok"
    )


def ledger(counted: Ledger, out: TextIO) -> None:
    """Both ledgers of a dry run: rows and cells."""
    out.write("nothing was loaded; this is what would happen\n")
    _rows_line(
        out, counted.read, counted.loaded, counted.rejected, counted.duplicate, counted.conflict, counted.flagged
    )
    for reason, n in counted.reasons.items():
        out.write(f"  {n:,} rows rejected: {reason}\n")
    _scored(counted.cells, out)
    for column, why in counted.ignored:
        out.write(f"  column left out: {column} ({why})\n")


def batch(loaded: Batch, out: TextIO) -> None:
    """What a batch did, with both ledgers."""
    out.write(f"batch {loaded.id}: {loaded.file_name} ({loaded.kind}, source {loaded.source}), {loaded.state}\n")
    _rows_line(
        out, loaded.rows_read, loaded.rows_loaded, loaded.rows_rejected, loaded.rows_duplicate, loaded.rows_conflict,
        loaded.rows_flagged,
    )
    _scored(loaded.cells, out)


def _rows_line(out: TextIO, read: int, loaded: int, rejected: int, duplicate: int, conflict: int, flagged: int) -> None:
    out.write(
        f"  rows: {read:,} read = {loaded:,} loaded + {rejected:,} rejected + {duplicate:,} duplicate"
        f" + {conflict:,} conflict ({flagged:,} identical rows flagged)\n"
    )


def _scored(counts: Mapping[str, Mapping[str, int]], out: TextIO) -> None:
    for question, n in counts.items():
        out.write(f"  {question}: {n['valid']:,} valid, {n['no_answer']:,} no answer, {n['invalid']:,} invalid\n")
