"""A Readout on the command line: table, JSON or CSV with the same rows the page shows; and what an import did."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from data_access.batches import Batch, ChangedCell
from data_access.importing.inspection import Inspection
from data_access.importing.ledger import Ledger
from data_access.importing.mapping import Mapping as FileMapping
from data_access.importing.roles import IGNORE
from data_access.importing.suggest import Question
from metrics import formats, lists
from metrics.by_answer import question_asked
from metrics.metric import Metric
from metrics.readout import Readout, Row
from metrics.results import Estimate, Result
from metrics.saying import say
from metrics.verdict import sentence
from reports.table import csv_file

_FACTS = ("encoding", "delimiter", "sheet", "header", "dates")  # evidence shown with what it is evidence for


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
        "question": question_asked(readout.options) or None,
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
    yield f"{say(metric.title)} — {sentence(readout)}"
    as_of, version = formats.moment(readout.as_of), readout.data_version
    yield " · ".join([readout.sentence, say("as of {when}", when=as_of), say("data version {version}", version=version)])
    lines = [(say("all"), readout.overall, False)]
    lines += [(_name(row), row.result, row.provisional) for row in readout.rows]
    width = max(len(name) for name, _, _ in lines)
    yield f"{'':{width}}  {'value':>14}  {'low':>14}  {'high':>14}  {'n':>10}  status"
    for name, result, provisional in lines:
        mark = f" ({say('not complete yet')})" if provisional else ""
        yield f"{name:{width}}  {_cells(readout, result)}{mark}"
    for reason, n in readout.left_out:
        yield say("left out: {what}", what=formats.told(n, reason))
    if readout.not_applied:
        names = lists.enumerated(readout.not_applied)
        yield say("not filtered by {names}: these facts do not have it", names=names)


def _name(row: Row) -> str:
    return " · ".join([*([row.period.isoformat()] if row.period else []), *row.group])


def _cells(readout: Readout, result: Result) -> str:
    if not isinstance(result, Estimate):
        return f"{'–':>14}  {'–':>14}  {'–':>14}  {result.n:>10,}  {say(formats.WITHHELD_WORDS[result.reason])}"
    ends = [formats.value(readout.metric, end) if end is not None else "–" for end in (result.low, result.high)]
    return (
        f"{formats.value(readout.metric, result.value):>14}  {ends[0]:>14}  {ends[1]:>14}  {result.n:>10,}  ok"
    )


def reading(mapping: FileMapping, found: Inspection, chosen: str, out: TextIO) -> None:
    """How a file is read: what was found and why, every column's role, what stays open. chosen: where the mapping is from.

    Columns left out come with the ledger, or last.
    """
    guess, evidence = found.mapping, found.evidence

    def told(name: str, what: str) -> str:
        """What the mapping says, unless it is just what the file itself shows: then the evidence for it."""
        said = getattr(mapping, name)
        given = said is not None and (guess is None or said != getattr(guess, name))
        return f"{said}, as the mapping says" if given else evidence.get(what, "open")

    as_text = {
        "encoding": told("encoding", "encoding") if mapping.encoding else f"{found.encoding}: {evidence.get('encoding')}",
        "delimiter": told("delimiter", "delimiter"),
    }
    facts = {
        "kind": mapping.kind, "source": mapping.source, "mapping": chosen,
        **(as_text if found.format == "text" else {"format": found.format}),
        **({"sheet": told("sheet", "sheet")} if found.sheets else {}), "header": told("header_line", "header"),
        "date order": told("date_order", "dates"), "time zone": f"{mapping.timezone} (of times without one)",
        "constants": ", ".join(f"{role} = {value}" for role, value in mapping.constants) or "none",
    }
    for name, text in facts.items():
        out.write(f"{name + ':':12}{text}\n")
    for remark in (said for key, said in evidence.items() if key not in _FACTS):
        out.write(f"note:       {remark}\n")
    out.write("columns:\n")
    for column, meaning, why in _columns(mapping, found):
        out.write(f"  {column}: {meaning} ({why})\n")


def _columns(mapping: FileMapping, found: Inspection) -> Iterator[tuple[str, str, str]]:
    """(column, what it is read as, why) of each column that is not left out."""
    reasons = {(c.column, c.role): f"{c.reason}; confidence {c.confidence}" for c in found.columns}
    for c in mapping.columns:
        if c.role == IGNORE:
            continue
        meaning = f"{c.role} “{c.option}”" if c.option else c.role
        if c.rated and c.scale is not None:
            codes = f", no answer: {', '.join(c.no_answer)}" if c.no_answer else ""
            meaning = f"{c.role}, {c.kind} on {c.scale[0]:g} to {c.scale[1]:g}{codes}{', reversed' if c.reversed else ''}"
        suggested = found.mapping is not None and c in found.mapping.columns and not found.remembered
        yield c.column, meaning, reasons.get((c.column, c.role), "") if suggested else "as the mapping says"


def questions(asked: Iterable[Question], out: TextIO) -> None:
    """What the file does not tell and does not stop the import."""
    for place, question in enumerate(asked):
        out.write(("open questions that do not stop the import:\n" if not place else "") + f"  {question.text}\n")


def left_out(columns: Iterable[tuple[str, str]], out: TextIO) -> None:
    """The columns that are not loaded, with the reason."""
    for column, why in columns:
        out.write(f"  column left out: {column} ({why})\n")


def metric_list(metrics: Sequence[Metric], out: TextIO) -> None:
    """Keys, titles and questions, in columns as wide as the longest of each."""
    keys, titles = max(len(m.key) for m in metrics), max(len(m.title) for m in metrics)
    for m in metrics:
        out.write(f"{m.key:{keys}}  {say(m.title):{titles}}  {say(m.question)}\n")


def ledger(counted: Ledger, out: TextIO) -> None:
    """Both ledgers of a dry run: rows and cells; then the columns left out."""
    out.write("nothing was loaded; this is what would happen\n")
    _rows_line(
        out, counted.read, (counted.new, counted.changed), counted.rejected, counted.duplicate, counted.conflict,
        counted.flagged,
    )  # fmt: skip
    if counted.first_day is not None:
        out.write(f"  days {counted.first_day} to {counted.last_day}")
        out.write(f", {counted.people:,} different customers\n" if counted.people else "\n")
    if counted.gone:
        out.write(f"  {counted.gone:,} rows of the batch to be replaced are not in this file\n")
    for note in counted.notes:
        out.write(f"  note: {note}\n")
    for reason, n in counted.reasons.items():
        out.write(f"  {n:,} rejected: {reason}\n")
    changed(counted.changes, out)
    _scored(counted.cells, out)
    left_out(counted.ignored, out)


def batch(loaded: Batch, out: TextIO) -> None:
    """What a batch did, with both ledgers."""
    out.write(f"batch {loaded.id}: {loaded.file_name} ({loaded.kind}, source {loaded.source}), {loaded.state}\n")
    for what, number in (("instead of batch", loaded.replaces), ("completes batch", loaded.completes)):
        if number is not None:
            out.write(f"  {what} {number}\n")
    _rows_line(
        out, loaded.rows_read, (loaded.rows_new, loaded.rows_changed), loaded.rows_rejected, loaded.rows_duplicate,
        loaded.rows_conflict, loaded.rows_flagged,
    )  # fmt: skip
    _scored(loaded.cells, out)


def changed(cells: Sequence[ChangedCell], out: TextIO) -> None:
    """The first of the cells that change in rows that were known."""
    for cell in cells:
        before, after = (f'"{text}"' if text else "empty" for text in (cell.stored, cell.new))
        out.write(f"  line {cell.line}, {cell.column}: {before} -> {after}\n")


def _rows_line(
    out: TextIO, read: int, loaded: tuple[int, int], rejected: int, duplicate: int, conflict: int, flagged: int
) -> None:
    """loaded: new and changed rows."""
    new, changed_rows = loaded
    told = f" ({new:,} new + {changed_rows:,} changed)" if changed_rows else ""
    out.write(
        f"  rows: {read:,} read = {new + changed_rows:,} loaded{told} + {rejected:,} rejected + {duplicate:,} duplicate"
        f" + {conflict:,} conflict ({flagged:,} identical rows flagged)\n"
    )


def _scored(counts: Mapping[str, Mapping[str, int]], out: TextIO) -> None:
    for question, n in counts.items():
        out.write(f"  {question}: {n['valid']:,} valid, {n['no_answer']:,} no answer, {n['invalid']:,} invalid\n")
