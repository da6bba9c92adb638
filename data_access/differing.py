"""What changed rows change, cell by cell: the stored facts beside the new ones, as both files said them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Connection, Table, select

from data_access.batches import ChangedCell
from data_access.matching import ChangedRow
from data_access.schema import FACTS, WRITTEN, records
from data_access.staging import ArrowSource

MOST_CELLS = 200  # told of one file
HASH_SHOWN = 8  # characters of a customer's hash: enough to tell two apart
_MANY = {"answers": ("question", "score"), "comments": ("question", "text"), "attributes": ("name", "value")}
_OURS = frozenset(
    {
        "source", "record", "seq", "batch_id", "day", "dated", "resolved_day", "resolved_dated", "facts", "kind", "scale_min",
        "scale_max", "satisfaction_min", "satisfaction_max",
    }
)  # fmt: skip
Cells = dict[str, Any]  # what a cell became → its value


def differences(
    connection: Connection, rows: Sequence[ChangedRow], tables: Mapping[str, ArrowSource], names: Mapping[str, str]
) -> list[ChangedCell]:
    """The first MOST_CELLS cells in which these rows differ from what is shown of them, in the file's order.

    names: what a cell became ("channel", "answers:QUESTION", "comments:QUESTION", "attributes:NAME") → the column as the
    file calls it; what has none is told by itself. A row that differs only in columns that are left out differs in none.
    """
    if not rows:
        return []
    stored: dict[int, Cells] = {}
    new: dict[int, Cells] = {}
    wanted = [row.record for row in rows]
    for table in FACTS:
        if table is not records:
            _collect(stored, table, _stored(connection, table, rows[0].source, wanted))
            if table.name in tables:
                _collect(new, table, _staged(tables[table.name], wanted))
    found: list[ChangedCell] = []
    for row in rows:
        found += _of_row(row.line, stored.get(row.record, {}), new.get(row.record, {}), names)
        if len(found) >= MOST_CELLS:
            break
    return found[:MOST_CELLS]


def _of_row(line: int, stored: Cells, new: Cells, names: Mapping[str, str]) -> list[ChangedCell]:
    told: dict[str, ChangedCell] = {}
    for key in dict.fromkeys([*stored, *new]):
        before, after = stored.get(key), new.get(key)
        if before != after:
            column = names.get(key, key)
            told.setdefault(column, ChangedCell(line, column, _told(key, before), _told(key, after)))
    return list(told.values())


def _stored(connection: Connection, table: Table, source: str, wanted: Sequence[int]) -> list[Cells]:
    mine = select(table).where(table.c.source == source, table.c.record.in_(wanted))
    return [dict(row) for row in connection.execute(mine).mappings()]


def _staged(source: ArrowSource, wanted: Sequence[int]) -> list[Cells]:
    chosen = pa.array(wanted, pa.int64())
    if isinstance(source, pa.Table):
        return list(source.filter(pc.field("record").isin(chosen)).to_pylist())
    found: list[Cells] = list(pq.read_table(source, filters=pc.field("record").isin(chosen)).to_pylist())
    return found


def _collect(into: dict[int, Cells], table: Table, rows: Sequence[Cells]) -> None:
    """Adds the cells of a table's rows to their records; what several tables say alike stands once."""
    many = _MANY.get(table.name)
    for row in rows:
        cells = into.setdefault(row["record"], {})
        if many is not None:
            cells[f"{table.name}:{row[many[0]]}"] = _said(row, many[1])
        for name in table.c.keys():  # noqa: SIM118 (a collection)
            if name not in _OURS and not name.endswith(WRITTEN) and name not in (many or ()):
                cells.setdefault(name, _moment(row) if name == "ts" else _said(row, name))


def _said(row: Cells, name: str) -> Any:
    """What the file said: stored rows keep it beside what they show."""
    written = name + WRITTEN
    return row[written] if written in row else row.get(name)


def _moment(row: Cells) -> Any:
    """A day where only a day is known."""
    found = row.get("ts")
    return found.date() if row.get("dated") and isinstance(found, datetime) else found


def _told(key: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value[:HASH_SHOWN] + "…" if key == "customer" and value else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes" if value.time() == time(value.hour, value.minute) else "auto")
    return value.isoformat() if isinstance(value, date) else str(value)
