"""Chunks of rows into typed tables: column by column, each row and each scored cell accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from data_access.batches import CONFLICT, REJECTED
from data_access.importing import identity, roles
from data_access.importing.errors import DataError
from data_access.importing.facts import Assembler
from data_access.importing.ledger import MOST_EXAMPLES, Ledger
from data_access.importing.plan import Plan, Reading
from data_access.importing.reader import Chunk
from data_access.importing.rejects import Rejects
from data_access.importing.values import Invalid, Moment

Values = list[Any]
Tables = dict[str, pa.Table]


@dataclass
class Pipeline:
    """Holds what must be remembered between chunks: the ledger, the refused rows, the rows already met."""

    plan: Plan
    hasher: identity.RowHasher
    rejects: Rejects
    ledger: Ledger = field(default_factory=Ledger)

    def __post_init__(self) -> None:
        self._by_id = identity.ById() if roles.ID in self.plan.single else None
        self._by_content = identity.ByContent(self.hasher)
        self._assembler = Assembler(self.plan)
        self.ledger.ignored = list(self.plan.ignored)
        self.ledger.notes = list(self.plan.notes)
        for reading in self.plan.scores:
            self.ledger.count(reading.column.label, "valid", 0)

    def tables(self, chunk: Chunk) -> Tables:
        """The chunk's facts and records; what could not be used goes to the ledger and the rejects."""
        self.ledger.read += len(chunk)
        for line, reason, cells in chunk.faults:
            self._reject(line, None, reason, cells)
        columns: Sequence[Sequence[str]] = list(zip(*chunk.rows, strict=True)) if chunk.rows else [()] * len(self.plan.headers)
        kept = self._usable(chunk, columns)
        rows, lines = [chunk.rows[i] for i in kept], [chunk.lines[i] for i in kept]
        records, fingerprints, new = self._identify(rows, lines)
        places = [kept[i] for i in new]
        values = self._values(columns, places)
        self.ledger.loaded += len(places)
        base = {"record": records[new], "seq": np.array([chunk.lines[i] for i in places], dtype=np.int64)}
        tables = self._assembler.tables(base, values)
        tables["records"] = self._records(base, fingerprints[new])
        self._count(values, tables)
        return tables

    def _reject(self, line: int, column: str | None, reason: str, cells: Sequence[str]) -> None:
        self.ledger.rejected += 1
        kind = f"{column}: cannot be used" if column else "does not fit the header"
        self.ledger.reasons[kind] = self.ledger.reasons.get(kind, 0) + 1
        self.rejects.add(line, REJECTED, reason, cells, column, self._record_of(cells))

    def _record_of(self, cells: Sequence[str]) -> int | None:
        """A refused row's identity, where its id can be read: under it the mended row comes back."""
        reading = self.plan.single.get(roles.ID)
        if reading is None or len(cells) != len(self.plan.headers):
            return None
        text = reading.memo[cells[reading.place]]
        return None if text is None or isinstance(text, Invalid) else self.hasher.identifier(text)

    def _usable(self, chunk: Chunk, columns: Sequence[Sequence[str]]) -> list[int]:
        """Places of the rows with identity, time and the other required values."""
        faults: dict[int, tuple[Reading, str]] = {}
        for reading in self.plan.required:
            for place, value in enumerate(map(reading.memo.__getitem__, columns[reading.place])):
                if value is None or value.__class__ is Invalid:
                    why = value.reason if isinstance(value, Invalid) else f"{reading.column.role} is empty"
                    faults.setdefault(place, (reading, why))
        kept = []
        for place, row in enumerate(chunk.rows):
            if place in faults:
                reading, why = faults[place]
                self._reject(chunk.lines[place], reading.column.column, why, row)
            elif not any(cell and not cell.isspace() for cell in row):
                self._reject(chunk.lines[place], None, "all cells are empty", row)
            else:
                kept.append(place)
        return kept

    def _identify(self, rows: list[list[str]], lines: list[int]) -> tuple[identity.Hashes, identity.Hashes, list[int]]:
        """(record, fingerprint) per row and the places of the rows that are new in this file."""
        fingerprints = np.fromiter(map(self.hasher.row, rows), dtype=np.int64, count=len(rows))
        if self._by_id is None:
            records, repeats = self._by_content.records(fingerprints)
            self.ledger.flagged += repeats
            return records, fingerprints, list(range(len(rows)))
        memo, place = self.plan.single[roles.ID].memo, self.plan.single[roles.ID].place
        records = np.fromiter((self.hasher.identifier(memo[row[place]]) for row in rows), dtype=np.int64, count=len(rows))
        outcome = self._by_id.judge(records, fingerprints)
        self.ledger.duplicate += int((outcome == identity.DUPLICATE).sum())
        for i in np.flatnonzero(outcome == identity.CONFLICT):
            self.ledger.conflict += 1
            self.rejects.add(
                lines[i],
                CONFLICT,
                "an earlier row of the file has the same id and other content",
                rows[i],
                self.plan.single[roles.ID].column.column,
                int(records[i]),
            )
        return records, fingerprints, np.flatnonzero(outcome == identity.NEW).tolist()

    def _values(self, columns: Sequence[Sequence[str]], places: list[int]) -> dict[Reading, Values]:
        everything = len(columns) > 0 and len(places) == len(columns[0])
        found = {}
        for reading in (*self.plan.single.values(), *self.plan.scores, *self.plan.comments, *self.plan.attributes):
            cells = columns[reading.place]
            chosen = cells if everything else [cells[i] for i in places]
            found[reading] = list(map(reading.memo.__getitem__, chosen))
        return found

    def _count(self, values: dict[Reading, Values], tables: Tables) -> None:
        for reading, column in values.items():
            invalid = [v for v in column if v.__class__ is Invalid] if reading.memo.faulty else []
            if reading.column.rated or invalid:
                empty = column.count(None)
                for outcome, times in (
                    ("valid", len(column) - empty - len(invalid)),
                    ("no_answer", empty),
                    ("invalid", len(invalid)),
                ):
                    self.ledger.count(reading.column.label, outcome, times)
            examples = self.ledger.examples.setdefault(reading.column.label, []) if invalid else []
            for fault in dict.fromkeys(v.reason for v in invalid):
                if len(examples) < MOST_EXAMPLES and fault not in examples:
                    examples.append(fault)
        for name, table in tables.items():
            if name != "records":
                self.ledger.facts[name] = self.ledger.facts.get(name, 0) + table.num_rows
        moments = (
            values.get(self.plan.single[roles.TS], []) if roles.TS in self.plan.single else [self.plan.constants.get(roles.TS)]
        )
        days = {m.day for m in moments if isinstance(m, Moment)}
        if days and tables["records"].num_rows:
            self.ledger.saw_days(min(days), max(days))

    def _records(self, base: dict[str, Any], fingerprints: identity.Hashes) -> pa.Table:
        mapping, count = self.plan.mapping, len(fingerprints)
        columns = {
            "source": pa.array([mapping.source] * count, pa.string()),
            "kind": pa.array([mapping.kind] * count, pa.string()),
            "record": pa.array(base["record"], pa.int64()),
            "fingerprint": pa.array(fingerprints, pa.int64()),
            "seq": pa.array(base["seq"], pa.int64()),
            "line": pa.array(base["seq"], pa.int64()),
        }
        return pa.table(columns)


def refuse_unusable(ledger: Ledger, rejects: Rejects) -> None:
    """A file of which no row can be used is refused, with the first reasons."""
    if ledger.read and ledger.rejected == ledger.read:
        first = "; ".join(f"line {r.line}: {r.reason}" for r in rejects.rows[:3])
        raise DataError(
            f"None of the {ledger.read:,} rows can be used ({first}).",
            "Rows that fit the mapping are expected.",
            "Check the mapping on the preview and try again.",
        )
