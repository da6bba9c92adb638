"""Chunks of rows into typed tables: column by column, each row and each scored cell accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from data_access.ahead import Beside
from data_access.batches import CONFLICT, REJECTED
from data_access.importing import footers, identity, roles
from data_access.importing.clocks import is_time, together, without_day
from data_access.importing.errors import DataError
from data_access.importing.facts import Assembler, Values, repeated
from data_access.importing.identity import Hashes
from data_access.importing.ledger import MOST_EXAMPLES, Ledger
from data_access.importing.oddities import Oddities
from data_access.importing.plan import Plan, Reading
from data_access.importing.reader import Chunk
from data_access.importing.rejects import Rejects
from data_access.importing.texts import Cells, Flags, blank, compute
from data_access.importing.typed import FEW, INVALID, VALID, Rows, Typed, typed
from data_access.importing.values import Invalid, Moment, fold, shown
from metrics.phrases import clauses, phrase

Tables = dict[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Read:
    """A chunk, its columns' cells, the values of those that are read, the hash of each row."""

    chunk: Chunk
    columns: list[Cells]
    values: Values
    contents: Hashes


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
        self._many: set[int] = set()  # places of columns with few cells alike
        self._oddities, self._beside = Oddities(), Beside()
        self._alone: Counter[str] = Counter()  # column of times of day → those beside no day
        self._dayless: dict[int, Flags] = {}  # place of times → rows of the chunk that have one and no day
        self._unread: dict[str, str] = {}  # column → under which words its cells that cannot be read are counted
        self.ledger.ignored = list(self.plan.ignored)
        self.ledger.notes = list(self.plan.notes)
        for reading in self.plan.scores:
            self.ledger.count(reading.column.label, "valid", 0)

    def tables(self, chunk: Chunk) -> Tables:
        """The chunk's facts and records; what could not be used goes to the ledger and the rejects."""
        return self.facts(self.read(chunk))

    def read(self, chunk: Chunk) -> Read:
        """The first step: what its cells mean. Reads the next chunk while the last one's facts are made."""
        columns = self._columns(chunk)
        return Read(chunk, columns, *self._values(chunk, columns))

    def facts(self, read: Read) -> Tables:
        """The second step: which rows are used and new, and their facts."""
        chunk, columns, values = read.chunk, read.columns, read.values
        self.ledger.read += len(chunk)
        for line, reason, cells in chunk.faults:
            self._reject(line, None, reason, cells, kind=reason if reason in footers.OUTSIDE else "")
        kept = self._usable(chunk, columns, values)
        fingerprints = read.contents[kept]
        records, new = self._identify(chunk, values, kept, fingerprints)
        places = kept[new]
        self.ledger.loaded += len(places)
        rows = None if len(places) == len(chunk.at) else places
        self._oddities.see(lambda role: values[self.plan.single[role]].taken(rows) if role in self.plan.single else None)
        base = {"record": pa.array(records[new]), "seq": pa.array(chunk.at[places])}
        tables = self._assembler.tables(base, values, rows)
        tables["records"] = self._records(base, fingerprints[new])
        self._count(values, rows, tables)
        self.ledger.notes = [*self.plan.notes, *self._oddities.notes, *self._times_alone(rows)]
        return tables

    def _columns(self, chunk: Chunk) -> list[Cells]:
        """Each column with its different cells; where the chunk before had few alike, they are not searched for."""
        columns = chunk.columns or [pa.array([], pa.string())] * len(self.plan.headers)
        found = [Cells.of(column, place in self._many) for place, column in enumerate(columns)]
        self._many = {place for place, cells in enumerate(found) if cells.many and len(cells) >= FEW}
        return found

    def _values(self, chunk: Chunk, columns: list[Cells]) -> tuple[Values, Hashes]:
        """(the values of every column that is read, the hash of each row). Customers, the slowest, beside the rest."""

        def values(readings: Iterable[Reading]) -> Values:
            return {reading: typed(reading, self._cells(chunk, columns, reading)) for reading in readings}

        customers = [reading for reading in self.plan.readings if reading.column.role == roles.CUSTOMER]
        others = [reading for reading in self.plan.readings if reading not in customers]
        (first, contents), second = self._beside.both(
            lambda: (values(others), self.hasher.rows(columns)), lambda: values(customers)
        )
        found = first | second
        return {reading: found[reading] for reading in self.plan.readings}, contents

    def _cells(self, chunk: Chunk, columns: list[Cells], reading: Reading) -> Cells:
        """The column's cells; of a day whose time stands in a column of its own, both together."""
        clock = self.plan.clocks.get(reading)
        if clock is None or not chunk.columns:
            return columns[reading.place]
        days, times = chunk.columns[reading.place], chunk.columns[clock]
        self._dayless[clock] = without_day(days, times)
        return Cells.of(together(days, times), many=False)

    def _times_alone(self, rows: Rows | None) -> list[str]:
        """One sentence per column of times of day of which some stand beside no day; this chunk's are counted before."""
        for clock, alone in self._dayless.items():
            self._alone[self.plan.headers[clock]] += int((alone if rows is None else alone[rows]).sum())
        self._dayless.clear()
        told = "{n:,} times of {column} stand beside no day: they are left out"
        return [phrase(told, n=n, column=column) for column, n in self._alone.items() if n]

    def _reject(self, line: int, column: str | None, reason: str, cells: Sequence[str], kind: str = "") -> None:
        self.ledger.rejected += 1
        kind = kind or phrase("does not fit the header")
        self.ledger.reasons[kind] = self.ledger.reasons.get(kind, 0) + 1
        self.rejects.add(line, REJECTED, reason, cells, column, self._record_of(cells))

    def _record_of(self, cells: Sequence[str]) -> int | None:
        """A refused row's identity, where its id can be read: under it the mended row comes back."""
        reading = self.plan.single.get(roles.ID)
        if reading is None or len(cells) != len(self.plan.headers):
            return None
        text = reading.memo[cells[reading.place]]
        return None if text is None or isinstance(text, Invalid) else self.hasher.identifier(text)

    def _usable(self, chunk: Chunk, columns: list[Cells], values: Values) -> Rows:
        """Places of the rows with identity, time and the other required values."""
        faulty = np.zeros(len(chunk.at), dtype=bool)
        for reading in self.plan.required:
            if not values[reading].sound:
                faulty |= values[reading].row_states() != VALID
        hollow = np.zeros(len(chunk.at), dtype=bool)
        if not self.plan.required:
            hollow = np.logical_and.reduce([column.spread(blank(column.words)) for column in columns])
        unreal = self._unreal(columns, len(chunk.at))
        for place in np.flatnonzero(faulty | hollow | unreal).tolist():
            line, row = int(chunk.at[place]), chunk.row(place)
            if unreal[place]:
                column, reason = self.plan.no_real_row(row)
                self._reject(line, column, reason, row, kind=phrase("{column}: {reason}", column=column, reason=reason))
            elif faulty[place]:
                column, reason, kind = self._why(values, place, line, row)
                self._reject(line, column, reason, row, kind)
            else:
                self._reject(line, None, footers.BLANK, row)
        return np.flatnonzero(~(faulty | hollow | unreal))

    def _unreal(self, columns: list[Cells], rows: int) -> Flags:
        """Rows that a cell marks as a preview, a test or the like."""
        found = np.zeros(rows, dtype=bool)
        for _, place, marks in self.plan.left_out:
            column = columns[place]
            found |= column.spread(np.array([fold(word) in marks for word in column.words.to_pylist()], dtype=bool))
        return found

    def _why(self, values: Values, place: int, line: int, row: Sequence[str]) -> tuple[str, str, str]:
        """(column, reason, what such rows are counted under) of the first required cell a row lacks."""
        for reading in self.plan.required:
            found = values[reading]
            state = found.row_states()[place]
            if state != VALID:
                column = reading.column.column
                if state != INVALID:
                    role = roles.named(reading.column.role)
                    return column, phrase("{role} is empty", role=role), phrase("{column}: empty", column=column)
                column, why = self._no_time(reading, row) or (column, found.reason(place))
                first = phrase("{column}: the first, line {line:,}: {why}", column=column, line=line, why=why)
                return column, why, self._unread.setdefault(column, first)
        raise AssertionError(place)

    def _no_time(self, reading: Reading, row: Sequence[str]) -> tuple[str, str] | None:
        """(the column of times of day, what is wrong with the row's), where it is that, and not the day, that is none."""
        clock = self.plan.clocks.get(reading)
        if clock is None or is_time(row[clock]) or isinstance(reading.memo[row[reading.place]], Invalid):
            return None
        return self.plan.headers[clock], phrase("{cell} is no time of day", cell=shown(row[clock].strip()))

    def _identify(self, chunk: Chunk, values: Values, kept: Rows, fingerprints: Hashes) -> tuple[Hashes, Rows]:
        """The record of each kept row, and which of them are new in this file."""
        if self._by_id is None:
            records, repeats = self._by_content.records(fingerprints)
            self.ledger.flagged += repeats
            return records, np.arange(len(kept))
        reading = self.plan.single[roles.ID]
        records = self.hasher.identifiers(values[reading].taken(kept)["value"])
        outcome = self._by_id.judge(records, fingerprints)
        self.ledger.duplicate += int((outcome == identity.DUPLICATE).sum())
        for i in np.flatnonzero(outcome == identity.CONFLICT).tolist():
            self.ledger.conflict += 1
            why = phrase("an earlier row of the file has the same id and other content")
            row = int(kept[i])
            self.rejects.add(int(chunk.at[row]), CONFLICT, why, chunk.row(row), reading.column.column, int(records[i]))
        return records, np.flatnonzero(outcome == identity.NEW)

    def _count(self, values: Values, rows: Rows | None, tables: Tables) -> None:
        ticked: dict[str, int] = {}  # questions spread over a column per step: rows with a tick in any of them
        for reading, found in values.items():
            if reading.column.rated or not found.sound:
                valid = self._count_cells(reading, found, rows)
                if reading.spread:
                    ticked[reading.column.label] = ticked.get(reading.column.label, 0) + valid
        for label, n in ticked.items():
            self.ledger.count(label, "no_answer", max(0, tables["records"].num_rows - n))
        for name, table in tables.items():
            if name != "records":
                self.ledger.facts[name] = self.ledger.facts.get(name, 0) + table.num_rows
        if tables["records"].num_rows:
            self._count_days(values, rows)

    def _count_cells(self, reading: Reading, found: Typed, rows: Rows | None) -> int:
        """How many are valid."""
        states = found.row_states() if rows is None else found.row_states()[rows]
        times = np.bincount(states, minlength=3).tolist()
        if not reading.column.rated and not times[INVALID]:
            return 0
        for outcome, number in zip(("valid", "no_answer", "invalid"), times, strict=True):
            self.ledger.count(reading.column.label, outcome, 0 if outcome == "no_answer" and reading.spread else number)
        if not times[INVALID]:
            return int(times[VALID])
        examples = self.ledger.examples.setdefault(reading.column.label, [])
        places = np.flatnonzero(states == INVALID) if rows is None else rows[states == INVALID]
        for reason in dict.fromkeys(map(found.reason, places.tolist())):
            if len(examples) < MOST_EXAMPLES and reason not in examples:
                examples.append(reason)
        return int(times[VALID])

    def _count_days(self, values: Values, rows: Rows | None) -> None:
        if roles.TS in self.plan.single:
            days = compute.min_max(values[self.plan.single[roles.TS]].taken(rows)["day"]).as_py()
            self.ledger.saw_days(days["min"], days["max"])
        elif isinstance(moment := self.plan.constants.get(roles.TS), Moment):
            self.ledger.saw_days(moment.day, moment.day)

    def _records(self, base: dict[str, Any], fingerprints: identity.Hashes) -> pa.Table:
        mapping, count = self.plan.mapping, len(fingerprints)
        columns = {
            "source": repeated(mapping.source, pa.string(), count),
            "kind": repeated(mapping.kind, pa.string(), count),
            "record": base["record"],
            "fingerprint": pa.array(fingerprints),
            "seq": base["seq"],
            "line": base["seq"],
        }
        return pa.table(columns)


def refuse_unusable(ledger: Ledger, rejects: Rejects) -> None:
    """A file of which no row can be used is refused, with the first reasons."""
    if ledger.read and ledger.rejected == ledger.read:
        first = clauses(phrase("line {line}: {reason}", line=r.line, reason=r.reason) for r in rejects.rows[:3])
        raise DataError(
            phrase("None of the {n:,} rows can be used ({first}).", n=ledger.read, first=first),
            phrase("Rows that fit the mapping are expected."),
            phrase("Check the mapping on the preview and try again."),
        )
