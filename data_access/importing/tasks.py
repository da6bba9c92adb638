"""What the parsing process does: inspect a file, preview rows as they would be stored, parse it whole."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data_access.ahead import ahead
from data_access.importing import conflicts, identity, mapping_json
from data_access.importing.evidence import settle
from data_access.importing.inspecting import inspect
from data_access.importing.mapping import Mapping
from data_access.importing.pipeline import Pipeline, refuse_unusable
from data_access.importing.plan import Compiler, Plan
from data_access.importing.reader import Layout, Progress, chunks, head
from data_access.importing.rejects import Masker, Rejects
from data_access.importing.returned import unwrapping
from data_access.importing.sniffing import sniff
from data_access.importing.writing import Output
from data_access.pseudonym import Pseudonymiser
from data_access.schema import BEHIND

SAMPLE_ROWS = 5_000  # rows looked at before the file is read for good
REPORT_EVERY = 0.2  # seconds between two notes of progress

Job = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file ready to be read: its layout, the first rows, the compiled mapping."""

    path: Path
    layout: Layout
    sample: list[list[str]]
    mapping: Mapping
    plan: Plan
    pipeline: Pipeline


def prepare(job: Job) -> Prepared:
    """Sniffs, settles what the mapping leaves open, compiles; raises DataError."""
    path, mapping = Path(job["path"]), mapping_json.from_json(job["mapping"])
    layout = sniff(path, mapping.how).settled()
    sample = sample_of(path, layout)
    mapping = settle(mapping.check(), path, layout, sample)
    pseudonyms = Pseudonymiser.from_file(Path(job["key_file"])) if job.get("key_file") else Pseudonymiser.passing()
    plan = Compiler(mapping, layout.headers, pseudonyms, sample).plan()
    pipeline = Pipeline(
        plan,
        identity.RowHasher(pseudonyms.derived("rows"), layout.headers, mapping.kind),
        Rejects(Masker(mapping, layout.headers, pseudonyms)),
    )
    return Prepared(path, layout, sample, mapping, plan, pipeline)


def sample_of(path: Path, layout: Layout, rows: int = SAMPLE_ROWS) -> list[list[str]]:
    """The first rows that fit the header."""
    return head(path, layout, rows).rows


def parse(job: Job) -> dict[str, Any]:
    """Writes one Parquet file per table into the job's folder; answers with ledger, files and refused rows' file.

    Reading, parsing and writing go on side by side, a chunk each.
    """
    ready, folder = prepare(job), Path(job["folder"])
    progress, noted = Progress(), 0.0
    size = max(1, ready.path.stat().st_size)
    with Output(folder) as output:
        read = (ready.pipeline.read(chunk) for chunk in ahead(chunks(ready.path, ready.layout, progress)))
        found = (ready.pipeline.facts(one) for one in ahead(read))
        for tables in ahead(found):
            output.write(tables)
            if time.monotonic() - noted > REPORT_EVERY:
                noted = time.monotonic()
                _note(folder, ready.pipeline.ledger.read, progress.bytes_read / size)
        refuse_unusable(ready.pipeline.ledger, ready.pipeline.rejects)
        output.sort()
    ledger = ready.pipeline.ledger
    ledger.blank_lines = progress.blank_lines
    conflicts.explain(ready.path, ready.layout, ready.pipeline.rejects, folder / output.files["records"])
    _write_rejects(folder / "rejected.parquet", ready.pipeline.rejects)
    return {"ledger": ledger.as_dict(), "files": output.files, "mapping": mapping_json.to_json(ready.plan.whole)}


def preview(job: Job) -> dict[str, Any]:
    """The first rows, raw and as they would be stored, per table."""
    ready, rows = prepare(job), int(job["rows"])
    chunk = head(ready.path, ready.layout, rows)
    tables = ready.pipeline.tables(chunk)
    line_of = dict(zip(tables["records"]["record"].to_pylist(), tables["records"]["line"].to_pylist(), strict=True))
    facts = {name: [_shown(row, line_of) for row in table.to_pylist()] for name, table in tables.items() if name != "records"}
    raw = [
        {"line": line, **dict(zip(ready.layout.headers, row, strict=True))}
        for line, row in zip(chunk.lines, chunk.rows, strict=True)
    ]
    refused = [
        {"line": r.line, "outcome": r.outcome, "column": r.column, "reason": r.reason} for r in ready.pipeline.rejects.rows
    ]
    return {"raw": raw, "facts": facts, "rejected": refused, "ledger": ready.pipeline.ledger.as_dict()}


def _shown(row: dict[str, Any], line_of: dict[int, int]) -> dict[str, Any]:
    """A stored row for people: with its line, without machinery."""
    line = line_of.get(row["record"])
    plain = {
        k: v.isoformat(" ") if isinstance(v, datetime) else v.isoformat() if isinstance(v, date) else v for k, v in row.items()
    }
    return {"line": line, **{k: v for k, v in plain.items() if k not in ("source", "seq", "record", *BEHIND)}}


def _write_rejects(path: Path, rejects: Rejects) -> None:
    rows = rejects.rows
    pq.write_table(
        pa.table(
            {
                "line": pa.array([r.line for r in rows], pa.int64()),
                "outcome": pa.array([r.outcome for r in rows], pa.string()),
                "column": pa.array([r.column for r in rows], pa.string()),
                "reason": pa.array([r.reason for r in rows], pa.string()),
                "cells": pa.array([json.dumps(r.cells, ensure_ascii=False) for r in rows], pa.string()),
                "record": pa.array([r.record for r in rows], pa.int64()),
            }
        ),
        path,
    )


def _note(folder: Path, rows: int, share: float) -> None:
    (folder / "progress.part").write_text(json.dumps({"rows": rows, "share": min(1.0, share)}))
    (folder / "progress.part").replace(folder / "progress.json")


TASKS = {name: unwrapping(task) for name, task in (("inspect", inspect), ("preview", preview), ("parse", parse))}
