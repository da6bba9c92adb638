"""Mended rows get the identity they would have had in the file they were refused from.

A row with an id: that of the id, which its token carries. A row without: that of its content, counted on from the rows of
the same content its file brought; where cells are hidden the content is not what it was, and the identity is that of the
refused row, so that mending it again changes it instead of doubling it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping as Lookup
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import func, select, union_all

from data_access.batches import LOADED, Batch, Rejected, batch_of, batches, rejected
from data_access.errors import LoadError, StoreError
from data_access.importing import identity, mapping_json, roles
from data_access.importing.errors import DataError
from data_access.importing.mapping import Mapping
from data_access.importing.rejects import as_csv
from data_access.importing.returned import token
from data_access.pseudonym import Pseudonymiser
from data_access.schema import ASIDE, records
from metrics.phrases import phrase

if TYPE_CHECKING:
    from data_access.store import Store


def complete(
    store: Store, parsed: Lookup[str, Any], mapping: Mapping, folder: Path, tables: Lookup[str, Path]
) -> Batch | None:
    """The batch whose refused rows these are, None for any other file; identities in the parsed tables become what they
    would have been in it. Raises StoreError for a batch that is not there, LoadError for one of another source or kind."""
    if "completes" not in parsed:
        return None
    found = batch_of(store, int(parsed["completes"]))
    if (found.source, found.kind) != (mapping.source, mapping.kind):
        raise LoadError(
            phrase(
                "These rows were refused in batch {n} ({kind}, source {source}), but are read as {other_kind} of source"
                " {other}. Use the mapping of that batch.",
                n=found.id, kind=roles.named(found.kind), source=found.source,
                other_kind=roles.named(mapping.kind), other=mapping.source,
            )
        )
    _rename(store, found, mapping, folder, tables)
    return found


def first_mapping(store: Store, batch_id: int, source: str | None = None) -> dict[str, Any]:
    """Of an inspection's answer: refused rows are read as the file they were part of; nothing is left to ask.

    source: the one somebody gave. Raises DataError where it is not the batch's, or where the batch is not there."""
    try:
        found = batch_of(store, batch_id)
    except StoreError as error:
        raise DataError(
            error.args[0],
            phrase("Refused rows of a file loaded here are expected."),
            phrase("Choose another file."),
        ) from error
    if source not in (None, found.source):
        raise DataError(
            phrase("These rows were refused in batch {n} of the source {source}.", n=found.id, source=found.source),
            phrase("A file that comes back belongs to the source of its batch, not to {other}.", other=source),
            phrase("Give it without a source, or with that one."),
        )
    return {"mapping": found.mapping, "remembered": True, "questions": []}


def still_refused(store: Store, batch_id: int) -> bytes:
    """The refused rows that have not come back, as the file to be mended. Raises StoreError."""
    batch = batch_of(store, batch_id)
    loaded = {one.id for one in batches(store) if one.state == LOADED}
    rows = [row for row in rejected(store, batch_id) if row.returned_by not in loaded]

    def told(row: Rejected) -> str:
        if batch.completes is not None and row.origin is not None:
            return token(batch.completes, row.origin, row.record)
        return token(batch_id, row.line, row.record)

    return as_csv(rows, mapping_json.from_json(batch.mapping).headers, told)


def refused(folder: Path) -> tuple[Rejected, ...]:
    """The rows a parsed file refuses; of mended ones also where they were refused before."""
    marks: dict[int, dict[str, Any]] = {}
    if (folder / "returned.parquet").exists():
        marks = {row["line"]: row for row in pq.read_table(folder / "returned.parquet").to_pylist()}
    found = []
    for row in pq.read_table(folder / "rejected.parquet").to_pylist():
        mark = marks.get(row["line"], {})
        record = mark.get("record") if mark.get("record") is not None else row["record"]
        cells = tuple(json.loads(row["cells"]))
        found.append(Rejected(row["line"], row["outcome"], row["column"], row["reason"], cells, record, mark.get("origin")))
    return tuple(found)


def _rename(store: Store, batch: Batch, mapping: Mapping, folder: Path, tables: Lookup[str, Path]) -> None:
    """Identities as in `batch`, and each record's line there as `returned`."""
    marks = {row["line"]: row for row in pq.read_table(folder / "returned.parquet").to_pylist()}
    parsed = pq.read_table(tables["records"])
    own = bool(mapping.having(roles.ID))
    hasher = identity.RowHasher(Pseudonymiser.beside(store).derived("rows"), (), mapping.kind)
    counted: Counter[int] = Counter() if own else Counter(_brought(store, batch.id, parsed["fingerprint"].to_pylist()))
    renamed: dict[int, int] = {}
    returned: list[int | None] = []
    for row in parsed.to_pylist():
        mark = marks.get(row["line"])
        returned.append(mark["origin"] if mark else None)
        if own:
            renamed[row["record"]] = mark["record"] if mark and mark["record"] is not None else row["record"]
        elif mark and mark["masked"]:
            renamed[row["record"]] = hasher.once_more(_file(batch), mark["origin"])
        else:
            counted[row["fingerprint"]] += 1
            times = counted[row["fingerprint"]]
            renamed[row["record"]] = row["fingerprint"] if times == 1 else hasher.once_more(row["fingerprint"], times)
    for name, path in tables.items():
        table = _renamed(pq.read_table(path), renamed)
        pq.write_table(table.append_column("returned", pa.array(returned, pa.int64())) if name == "records" else table, path)


def _renamed(table: pa.Table, renamed: dict[int, int]) -> pa.Table:
    place = table.column_names.index("record")
    found = [renamed[record] for record in table.column("record").to_pylist()]
    return table.set_column(place, "record", pa.array(found, pa.int64()))


def _brought(store: Store, batch: int, fingerprints: list[int]) -> dict[int, int]:
    """How often a batch brought rows of these contents."""
    both = [select(t.c.fingerprint).where(t.c.batch_id == batch) for t in (records, ASIDE["records"])]
    every = union_all(*both).subquery()
    wanted = every.c.fingerprint.in_(sorted(set(fingerprints)))
    with store.engine.connect() as connection:
        found = connection.execute(select(every.c.fingerprint, func.count()).where(wanted).group_by(every.c.fingerprint))
        return {int(fingerprint): int(n) for fingerprint, n in found}


def _file(batch: Batch) -> int:
    """A file by its content: the same file loaded again refuses the same rows."""
    return int.from_bytes(bytes.fromhex(batch.sha256)[:8], "big", signed=True)
