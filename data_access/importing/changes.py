"""What a file would change, for whoever is about to load it: counts against the store, and changed cells in its own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Column, Connection, Table, func, select

from data_access.batches import ChangedCell
from data_access.differing import MOST_CELLS, differences
from data_access.importing import roles
from data_access.importing.mapping import Mapping
from data_access.loading import RECORD_COLUMNS
from data_access.matching import Outcome, changed_rows, shown_without
from data_access.schema import batches, records
from data_access.showing import IDENTITY, same
from data_access.staging import staged
from metrics.phrases import phrase

if TYPE_CHECKING:
    from data_access.store import Store

MOST_CHANNELS = 200  # told apart; a column with more is no column of channels
_HEX = 16  # of a customer's hash: 64 bits tell more people apart than there are


@dataclass(frozen=True, slots=True)
class Foreseen:
    """outcome: new, changed and same rows · cells: the first of the changed cells · gone: rows that a replaced batch shows
    and this file does not hold · elsewise: rows that are the same but were read by another mapping."""

    outcome: Outcome
    cells: tuple[ChangedCell, ...]
    gone: int = 0
    elsewise: int = 0


def names_of(mapping: Mapping) -> dict[str, str]:
    """What a cell becomes → the column as the file calls it (see `differing.differences`)."""
    found: dict[str, str] = {}
    for column in mapping.columns:
        if column.rated:
            found[f"answers:{column.label}"] = column.column
        if column.role in (roles.COMMENT, roles.ATTRIBUTE):
            found[f"{column.role}s:{column.label}"] = column.column
        elif column.role not in (roles.SCORE, roles.IGNORE):
            found.setdefault(column.role, column.column)
    return found


def foreseen(store: Store, tables: Lookup[str, Path], mapping: Mapping, text: str, replaces: int | None) -> Foreseen:
    """What loading these parsed tables would do; nothing of it stays. text: the mapping as it would be kept."""
    columns: list[Column[Any]] = [Column(c.name, c.type, nullable=c.nullable) for c in RECORD_COLUMNS]
    with store.engine.connect() as connection, staged(connection, "records", tables["records"], columns) as stage:
        rows = changed_rows(connection, stage, MOST_CELLS)
        cells = tuple(differences(connection, rows, tables, names_of(mapping)))
        if replaces is not None:
            outcome = Outcome.of(connection, stage, shown_without(replaces))
            return Foreseen(outcome, cells, _gone(connection, stage, replaces))
        return Foreseen(Outcome.of(connection, stage), cells, elsewise=_elsewise(connection, stage, text))


def read_elsewise(rows: int) -> str:
    """What to say of rows that would stay as another mapping read them."""
    return phrase(
        "{n:,} rows are there already, as another mapping read them, and stay so: to have them read by this one, load the file"
        " in place of the batch that brought them",
        n=rows,
    )


def channels(path: Path) -> dict[str, int]:
    """Channels of a parsed table as the file writes them → rows of the file."""
    reader = pq.ParquetFile(path)
    found: Counter[str] = Counter()
    if "channel" in reader.schema_arrow.names:
        for batch in reader.iter_batches(columns=["channel", "record"]):
            rows = pa.Table.from_batches([batch]).group_by("channel").aggregate([("record", "count_distinct")])
            for name, n in zip(rows["channel"].to_pylist(), rows["record_count_distinct"].to_pylist(), strict=True):
                found[name or ""] += n
    return {name: n for name, n in found.most_common(MOST_CHANNELS) if name}


def people(path: Path) -> int:
    """Different customers of a parsed table: by the first half of their hashes, a batch of rows at a time."""
    seen = np.empty(0, dtype=np.uint64)
    reader = pq.ParquetFile(path)
    if "customer" not in reader.schema_arrow.names:
        return 0
    for batch in reader.iter_batches(columns=["customer"]):
        known = batch.column(0).drop_null()
        if len(known):
            seen = np.union1d(seen, np.array([int(h[:_HEX], 16) for h in known.unique().to_pylist()], dtype=np.uint64))
    return len(seen)


def _gone(connection: Connection, stage: Table, replaces: int) -> int:
    mine = select(batches.c.id).where((batches.c.id == replaces) | (batches.c.completes == replaces))
    still = select(stage.c.record).where(same(stage, records, *IDENTITY)).exists()
    counted = select(func.count()).select_from(records).where(records.c.batch_id.in_(mine), ~still)
    return int(connection.execute(counted).scalar_one())


def _elsewise(connection: Connection, stage: Table, text: str) -> int:
    """Same rows that stand there as another mapping read them: loading this file would not read them anew."""
    joined = stage.join(records, same(stage, records, *IDENTITY, "fingerprint")).join(
        batches, batches.c.id == records.c.batch_id
    )
    counted = select(func.count()).select_from(joined).where(batches.c.mapping != text)
    return int(connection.execute(counted).scalar_one())
