"""A file of refused rows that comes back mended: recognised, unwrapped into the file it was part of, its rows told apart.

The file given away (`rejects.as_csv`) has columns of its own before the file's: line, outcome, column, reason and row, a
token that names the batch, the line and, where the row has an id, its identity. Whoever mends it may save it from any
spreadsheet program. Here it becomes a plain file again, so that the rest of the import reads it like any other.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data_access.importing import encoding as encodings
from data_access.importing import mapping_json
from data_access.importing.errors import DataError
from data_access.importing.mapping import AS_FOUND, Mapping
from data_access.importing.reader import LONGEST_CELL, opened
from data_access.importing.rejects import OWN_COLUMNS, WITHHELD, unguarded
from metrics.phrases import phrase

_HEAD = re.compile(rb'"?line"?([,;\t|])"?outcome"?\1"?column"?\1"?reason"?\1"?row"?(?:\1|[\r\n])', re.I)
_TOKEN = re.compile(r"B(\d+)L(\d+)(?:R([0-9a-f]{16}))?", re.I)
_HASHED = re.compile(r"\[[0-9a-f]{32}\]")
_BREAKS = re.compile(r"\r\n|\r|\n")
_LOOKED_AT = 4_096  # bytes that hold the names of the first columns in any encoding

Job = dict[str, Any]
Task = Callable[[Job], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Token:
    """Where a mended row was refused: its batch, its line there, its identity where it has an id (unsigned, in hex)."""

    batch: int
    line: int
    record: int | None

    @classmethod
    def read(cls, text: str) -> Token | None:
        """None for what is no token."""
        found = _TOKEN.fullmatch(text.strip())
        if found is None:
            return None
        record = None if found[3] is None else int.from_bytes(bytes.fromhex(found[3]), "big", signed=True)
        return cls(int(found[1]), int(found[2]), record)


def token(batch: int, line: int, record: int | None) -> str:
    """As it stands in the file that is given away; no spreadsheet program takes it for a number or a date."""
    tail = "" if record is None else f"R{record.to_bytes(8, 'big', signed=True).hex()}"
    return f"B{batch}L{line}{tail}"


def unwrapping(task: Task) -> Task:
    """The task, for files of refused rows as for any other: their answer has "completes" (the batch) and "returned"."""

    def unwrapped(job: Job) -> dict[str, Any]:
        delimiter = _delimiter(Path(job["path"]))
        if delimiter is None:
            return task(job)
        folder = Path(job["folder"])
        batch = _unwrap(Path(job["path"]), delimiter, folder)
        plain: Job = {**job, "path": str(folder / "returned.csv"), "how": {}}
        if "mapping" in job:
            plain["mapping"] = mapping_json.to_json(as_written(mapping_json.from_json(job["mapping"])))
        return {**task(plain), "completes": batch, "returned": "returned.parquet"}

    return unwrapped


def as_written(mapping: Mapping) -> Mapping:
    """The mapping for the plain file: its bytes are ours, whatever the first file's were."""
    how = replace(AS_FOUND, encoding="utf-8", delimiter=",", header_line=1, header_rows=1)
    return replace(
        mapping, encoding=how.encoding, delimiter=how.delimiter, header_line=how.header_line, header_rows=how.header_rows,
        sheet=how.sheet,
    )


def _delimiter(path: Path) -> str | None:
    """What stands between its first columns; None for any other file."""
    with path.open("rb") as handle:
        head = handle.read(_LOOKED_AT).replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    found = _HEAD.match(head)
    return found[1].decode() if found else None


def _unwrap(path: Path, delimiter: str, folder: Path) -> int:
    """Writes the plain file and what is known of its rows; answers with the batch they were refused in."""
    batches: set[int] = set()
    known: dict[str, list[Any]] = {"line": [], "origin": [], "record": [], "masked": []}
    line = 1
    with (folder / "returned.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for i, row in enumerate(_lines(path, delimiter)):
            cells = [unguarded(cell) for cell in row[len(OWN_COLUMNS) :]]
            mark = Token.read(row[len(OWN_COLUMNS) - 1]) if i and len(row) >= len(OWN_COLUMNS) else None
            if mark is not None:
                batches.add(mark.batch)
                masked = any(_HASHED.fullmatch(cell.strip()) or cell.strip() == WITHHELD for cell in cells)
                for name, value in zip(known, (line, mark.line, mark.record, masked), strict=True):
                    known[name].append(value)
            writer.writerow(cells)
            line += 1 + sum(len(_BREAKS.findall(cell)) for cell in cells)
    if len(batches) != 1:
        raise DataError(
            phrase("The file looks like refused rows to be mended, but its rows are of several batches.")
            if batches
            else phrase("The file looks like refused rows to be mended, but no row says in which batch it was refused."),
            phrase("The column row is expected as it was given away, with rows of one batch."),
            phrase("Take the file of refused rows again and mend it there."),
        )
    types = {"line": pa.int64(), "origin": pa.int64(), "record": pa.int64(), "masked": pa.bool_()}
    pq.write_table(pa.table({n: pa.array(v, types[n]) for n, v in known.items()}), folder / "returned.parquet")
    return batches.pop()


def _lines(path: Path, delimiter: str) -> Iterator[list[str]]:
    name = _encoding(path)
    csv.field_size_limit(LONGEST_CELL)
    with opened(path, name) as handle:
        try:
            yield from (row for row in csv.reader(handle, delimiter=delimiter) if row)
        except (csv.Error, UnicodeError) as error:
            raise DataError(
                phrase("The file of mended rows cannot be read: {error}.", error=str(error)),
                phrase("CSV text is expected."),
                phrase("Save it as CSV in UTF-8."),
            ) from error


def _encoding(path: Path) -> str:
    with suppress(UnicodeError), opened(path, "utf-8") as handle:
        while handle.read(1 << 20):
            pass
        return "utf-8"
    return encodings.detect(path).encoding
