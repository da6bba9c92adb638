"""Rows that were not loaded: collected without personal data, and given back as a CSV a person can open and mend."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from data_access.batches import Rejected
from data_access.importing import roles
from data_access.importing.errors import DataError
from data_access.importing.mapping import Mapping
from data_access.importing.redact import redact
from data_access.pseudonym import Pseudonymiser
from metrics.phrases import phrase

MOST_REJECTED = 100_000  # rows kept with their reasons; a file with more is the wrong file or the wrong mapping
MOST_HASHES = 200_000  # identifiers whose hash is remembered at a time
WITHHELD = "[withheld]"
OWN_COLUMNS = ("line", "outcome", "column", "reason", "row")  # stand before the file's own
_STARTERS = "=+-@\t\r\n\0＝＋－＠"
_INVISIBLE = " \u00a0\u200b\u200c\u200d\u2060\ufeff"


@dataclass
class Masker:
    """Makes raw cells fit to be kept: identifiers hashed, personal columns withheld, free text redacted."""

    mapping: Mapping
    headers: Sequence[str]
    pseudonyms: Pseudonymiser
    _how: list[str] = field(init=False)
    _hashes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        meanings: dict[str, str] = {}
        for column in self.mapping.columns:
            how = "withhold" if column.personal else _HOW.get(column.role, "keep")
            meanings[column.column] = max(meanings.get(column.column, "keep"), how, key=_STRICTER.index)
        self._how = [meanings.get(h, "redact") for h in self.headers]

    def masked(self, cells: Sequence[str]) -> tuple[str, ...]:
        """A row's cells; where a row does not fit the header, personal cells cannot be told apart: all are withheld."""
        if len(cells) != len(self.headers):
            private = any(how in ("hash", "withhold") for how in self._how)
            return tuple(WITHHELD if private and cell.strip() else redact(cell) for cell in cells)
        return tuple(self._one(cell, how) for cell, how in zip(cells, self._how, strict=True))

    def _one(self, cell: str, how: str) -> str:
        if how == "keep" or not cell.strip():
            return cell
        if how == "hash":
            if cell not in self._hashes:
                if len(self._hashes) >= MOST_HASHES:
                    self._hashes.clear()
                self._hashes[cell] = f"[{self.pseudonyms.customer(cell)}]"  # understood when it comes back
            return self._hashes[cell]
        return redact(cell) if how == "redact" else WITHHELD


_HOW = {roles.ID: "hash", roles.CUSTOMER: "hash", roles.COMMENT: "redact", roles.IGNORE: "redact"}
_STRICTER = ("keep", "redact", "hash", "withhold")


@dataclass
class Rejects:
    """The rows refused while a file is read, within bounds."""

    masker: Masker
    rows: list[Rejected] = field(default_factory=list)

    def add(
        self, line: int, outcome: str, reason: str, cells: Sequence[str], column: str | None = None, record: int | None = None
    ) -> None:
        """One more; record: its identity, where it has an id. Raises DataError beyond the bound."""
        if len(self.rows) >= MOST_REJECTED:
            raise DataError(
                phrase(
                    "More than {n:,} rows cannot be used; the last: line {line}, {reason}.",
                    n=MOST_REJECTED, line=line, reason=reason,
                ),
                phrase("Most rows are expected to fit the mapping."),
                phrase("Check the mapping on the preview and try again."),
            )
        self.rows.append(Rejected(line, outcome, column, reason, self.masker.masked(cells), record))


def formula_safe(cell: str) -> str:
    """A text no spreadsheet takes for a formula (OWASP ASVS 5, 1.2.10)."""
    return "'" + cell if _dangerous(cell) else cell


def guarded(cell: str) -> str:
    """As `formula_safe`, and so that `unguarded` gives back exactly the cell."""
    return "'" + cell if _dangerous(cell) or _guarded(cell) else cell


def unguarded(cell: str) -> str:
    """The cell before it was guarded."""
    return cell[1:] if _guarded(cell) else cell


def _guarded(cell: str) -> bool:
    return cell[:1] == "'" and _dangerous(cell.lstrip("'"))


def _dangerous(cell: str) -> bool:
    return cell.lstrip(_INVISIBLE)[:1] in _STARTERS and bool(cell.strip(_INVISIBLE))


def as_csv(rows: Iterable[Rejected], headers: Sequence[str], token: Callable[[Rejected], str]) -> bytes:
    """UTF-8 with BOM: OWN_COLUMNS (line, outcome, column, reason, the row's token), then the file's own columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*OWN_COLUMNS, *map(guarded, headers)])
    for row in rows:
        told = (formula_safe(row.column or ""), formula_safe(row.reason), token(row))
        writer.writerow([row.line, row.outcome, *told, *map(guarded, row.cells)])
    return out.getvalue().encode("utf-8-sig")
