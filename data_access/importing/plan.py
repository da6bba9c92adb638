"""A mapping compiled against one file: which cell of a row is read how. Parsers remember the cells they have met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from typing import Any

from data_access.importing import cells, recalled, roles, vectors
from data_access.importing.errors import DataError
from data_access.importing.mapping import ColumnMap, Mapping
from data_access.importing.moments import COUNTED, YDM
from data_access.importing.redact import redact
from data_access.importing.values import ID_PLACEHOLDERS, PLACEHOLDERS, Invalid, fold, folded, parse_flag, shown
from data_access.pseudonym import Pseudonymiser
from metrics.phrases import listed, phrase

CLOCK_SKEW = timedelta(days=1)  # a clock or a zone may be off by that; later events are mistakes
UNMAPPED = phrase("not in the mapping")
IDENTITIES = frozenset({roles.ID, roles.CUSTOMER, "case_id"})


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One mapped column: where it stands, of which type its values are, and how its cells become values.

    vector: reads the commonest spellings, many cells at once; what it does not understand, and all else, `memo` does.
    """

    column: ColumnMap
    place: int
    kind: str
    memo: cells.Memo
    vector: vectors.Reader | None = None

    @property
    def spread(self) -> bool:
        """Whether it is one of several columns a question is spread over: a column per step of its scale."""
        return self.column.rated and bool(self.column.option)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a row needs to become facts. `single`: role → reading; `constants`: role → parsed value."""

    mapping: Mapping
    headers: tuple[str, ...]
    single: dict[str, Reading]
    scores: tuple[Reading, ...]
    comments: tuple[Reading, ...]
    attributes: tuple[Reading, ...]
    constants: dict[str, Any]
    clocks: dict[Reading, int]  # of a column of days: the place of its times of day
    ignored: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int, frozenset[str]], ...] = ()  # (column, place, folded cells that mark no real row)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Every column that is read."""
        return (*self.single.values(), *self.scores, *self.comments, *self.attributes)

    @property
    def required(self) -> tuple[Reading, ...]:
        """Columns whose cell a row cannot do without."""
        names = [*roles.required(self.mapping.kind), *([roles.ID] if roles.ID in self.single else [])]
        return tuple(self.single[name] for name in names if name in self.single)

    def no_real_row(self, row: Sequence[str]) -> tuple[str, str]:
        """(column, reason) of the first cell that marks the row as a preview, a test or the like; such a row is given."""
        column, cell = next((name, row[place]) for name, place, marks in self.left_out if fold(row[place]) in marks)
        return column, phrase("marked {cell}: no real row", cell=shown(cell.strip()))

    @property
    def whole(self) -> Mapping:
        """The mapping with every column of the file in it, in the file's order: what is kept with the batch."""
        mapped = set(self.mapping.headers)
        unmapped = [ColumnMap(h, roles.IGNORE, reason=UNMAPPED) for h in self.headers if h not in mapped]
        columns = sorted((*self.mapping.columns, *unmapped), key=lambda c: self.headers.index(c.column))
        return replace(self.mapping, columns=tuple(columns))


@dataclass
class Compiler:
    """Builds the plan. `sample`: first rows of the file, to tell identifiers called "NA" from missing ones."""

    mapping: Mapping
    headers: tuple[str, ...]
    pseudonyms: Pseudonymiser
    sample: Sequence[Sequence[str]] = ()
    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(tzinfo=None))
    notes: list[str] = field(default_factory=list)

    def plan(self) -> Plan:
        """Raises DataError when the mapping does not fit the file."""
        self.mapping.check()
        self._check_headers()
        types = roles.types(self.mapping.kind)
        readings = [
            Reading(
                c, self.headers.index(c.column), kind := types[c.role], cells.Memo(self._parser(c, kind)), self._vector(c, kind)
            )
            for c in self.mapping.columns
            if c.role != roles.IGNORE and types[c.role] != roles.CLOCK
        ]
        clocks = {c.role: self.headers.index(c.column) for c in self.mapping.columns if types[c.role] == roles.CLOCK}
        left_out = [(column, self.headers.index(column), folded(marks)) for column, marks in self.mapping.leave_out]
        many = (roles.SCORE, roles.COMMENT, roles.ATTRIBUTE)
        return Plan(
            self.mapping,
            self.headers,
            single={r.column.role: r for r in readings if r.column.role not in many},
            scores=tuple(r for r in readings if r.column.rated),
            comments=tuple(r for r in readings if r.column.role == roles.COMMENT),
            attributes=tuple(r for r in readings if r.column.role == roles.ATTRIBUTE),
            constants={role: self._constant(role, text, types[role]) for role, text in self.mapping.constants},
            clocks={r: clocks[clock] for r in readings if (clock := roles.clock_of(r.column.role)) in clocks},
            ignored=self._ignored(),
            notes=tuple(self.notes),
            left_out=tuple(left_out),
        )

    def _check_headers(self) -> None:
        spoken = (*self.mapping.headers, *(column for column, _ in self.mapping.leave_out))
        missing = [h for h in spoken if h not in self.headers]
        if missing:
            near = get_close_matches(missing[0], self.headers, 1)
            held = phrase("The file has: {names}.", names=listed(self.headers[:12]))
            raise DataError(
                phrase("Mapped columns are not in the file: {names}.", names=listed(map(repr, missing[:5]))),
                phrase("Did you mean {name!r}?", name=near[0]) if near else held,
                phrase("Correct the mapping, or choose the file it was made for."),
            )
        for what, chosen in (
            (phrase("attribute"), self.mapping.having(roles.ATTRIBUTE)),
            (phrase("question"), tuple(c for c in self.mapping.columns if c.rated)),
        ):
            labels = [(c.label, c.option if c.rated else "") for c in chosen]
            again = next((label for label, option in labels if labels.count((label, option)) > 1), None)
            if again is not None:
                raise DataError(
                    phrase("Two columns are mapped as {what} {name!r}.", what=what, name=again),
                    phrase("Different names are expected."),
                    phrase("Rename one of them."),
                )

    def _ignored(self) -> tuple[tuple[str, str], ...]:
        mapped = set(self.mapping.headers)
        said = [(c.column, c.reason or phrase("the mapping says so")) for c in self.mapping.having(roles.IGNORE)]
        return (*said, *((h, UNMAPPED) for h in self.headers if h not in mapped))

    def _constant(self, role: str, text: str, kind: str) -> Any:
        value = self._parser(ColumnMap("", role), kind)(text)
        if value is None or isinstance(value, Invalid):
            why = value.reason if isinstance(value, Invalid) else phrase("it is empty")
            raise DataError(
                phrase("The constant for {role} cannot be used: {why}.", role=roles.named(role), why=why),
                "",
                phrase("Correct the mapping and try again."),
            )
        return value

    def _parser(self, column: ColumnMap, kind: str) -> cells.Parser:
        if column.option and not column.rated:
            return cells.option(column, self._empty(column))
        return cells.translated(column, self._empty(column), self._typed(column, kind))

    def _vector(self, column: ColumnMap, kind: str) -> vectors.Reader | None:
        """None where cells mean something of the mapping's own; customers are recalled: their hashes cost most."""
        if column.role == roles.CUSTOMER:
            return recalled.reader(self._parser(column, kind))
        if column.values or column.empty is not None or column.option:
            return None
        if kind == roles.MOMENT and self._order(column) in (*COUNTED, YDM):
            return None
        if kind == roles.MOMENT:
            return vectors.moments(cells.zone(self.mapping.timezone), self._latest(column))
        if kind in (roles.NUMBER, roles.SECONDS, roles.WHOLE):
            return vectors.numbers(self.mapping.decimal or ".", kind == roles.WHOLE)
        return vectors.names(cells.LONGEST_TEXT) if self._typed(column, kind) is cells.name else None

    def _order(self, column: ColumnMap) -> str | None:
        return column.date_order or self.mapping.date_order

    def _latest(self, column: ColumnMap) -> datetime | None:
        return self.now + CLOCK_SKEW if column.role == roles.TS else None

    def _empty(self, column: ColumnMap) -> frozenset[str]:
        if column.empty is not None:
            return frozenset(e.strip().casefold() for e in column.empty) | {""}
        if column.role not in IDENTITIES:
            return PLACEHOLDERS
        if column.column in self.headers and self._like_names(self.headers.index(column.column)):
            return ID_PLACEHOLDERS
        return PLACEHOLDERS

    def _like_names(self, place: int) -> bool:
        """Whether "NA" looks like the column's other identifiers: short words of letters."""
        found = {row[place].strip() for row in self.sample} - {""}
        others = [c for c in found if c.casefold() not in PLACEHOLDERS]
        alike = bool(others) and sum(c.isalpha() and len(c) <= 4 for c in others) >= 0.9 * len(others)
        if alike and found & {"NA", "None", "NONE"}:
            why = phrase(
                '{column}: "NA" is read as an identifier, because the others look like it', column=self.headers[place]
            )
            self.notes.append(why)
        return alike

    def _typed(self, column: ColumnMap, kind: str) -> cells.Parser:
        if kind in (roles.NUMBER, roles.SECONDS, roles.WHOLE):
            return cells.number(column, kind, self.mapping.decimal or ".")
        if kind in (roles.MOMENT, roles.DAY):
            zones = {letters: cells.zone(name) for letters, name in self.mapping.zones}
            parse = cells.moment(self._order(column), cells.zone(self.mapping.timezone), self._latest(column), zones)
            return parse if kind == roles.MOMENT else cells.day(parse)
        if kind == roles.RATED:
            return cells.score(column)
        if column.role in roles.CHOICES:
            return cells.choice(column.role)
        own: dict[str, cells.Parser] = {roles.CUSTOMER: self.pseudonyms.customer, roles.COMMENT: redact}
        return parse_flag if kind == roles.FLAG else own.get(column.role, cells.name)
