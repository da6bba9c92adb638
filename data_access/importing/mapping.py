"""What each column of a file means: a frozen value that can say whether it suffices (as JSON: mapping_json.py)."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from data_access.importing import roles
from data_access.importing.errors import DataError, one_of
from metrics.phrases import listed, phrase

VERSION = 1
_NEXT = phrase("Correct the mapping and try again.")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """One column's meaning. A column may stand in several of them (a closing date is `closed_at` and `resolved_at`).

    values: the file's word → the word stored (None: empty) · empty: the cells that mean empty, instead of the usual
    placeholders · name: of an attribute, when not the column's own · question, kind, scale, no_answer, reversed: of a
    score · date_order: when this column differs from the file · reason, personal: why a column is ignored · option: of a
    cell that lists several choices, the one this attribute tells apart (chosen: "yes"); of a score, the step of a question
    that is spread over a column per step · separator: between the choices of a cell; empty: any usual one.
    """

    column: str
    role: str
    values: tuple[tuple[str, str | None], ...] = ()
    empty: tuple[str, ...] | None = None
    name: str = ""
    question: str = ""
    kind: str = ""
    scale: tuple[float, float] | None = None
    no_answer: tuple[str, ...] = ()
    reversed: bool = False
    date_order: str | None = None
    reason: str = ""
    personal: bool = False
    option: str = ""
    separator: str = ""

    @property
    def rated(self) -> bool:
        """Whether the column holds a score."""
        return self.role in (roles.SCORE, roles.SATISFACTION)

    @property
    def label(self) -> str:
        """The question asked, or the attribute's name."""
        return self.question or self.name or self.column


@dataclass(frozen=True, slots=True)
class HowRead:
    """How a file's bytes become rows, as far as somebody has said so; None: found in the file."""

    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    header_rows: int | None = None
    sheet: str | None = None  # of a workbook: its name


AS_FOUND = HowRead()


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole file's meaning. What is None of encoding, delimiter, header, sheet, decimal, date order is found in it.

    zones: letters that times end in, such as EST → the zone they stand for · leave_out: column → cells that mark a row as
    no real one (a preview of the survey, a test).
    """

    kind: str
    source: str
    columns: tuple[ColumnMap, ...]
    constants: tuple[tuple[str, str], ...] = ()
    timezone: str = "UTC"
    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None  # 1-based; 0: the file has no header
    header_rows: int | None = None  # rows the names are made of; 1 when only the line is given
    sheet: str | None = None
    decimal: str | None = None
    date_order: str | None = None
    zones: tuple[tuple[str, str], ...] = ()
    leave_out: tuple[tuple[str, tuple[str, ...]], ...] = ()
    version: int = field(default=VERSION)

    @property
    def how(self) -> HowRead:
        """How the file's bytes become rows."""
        return HowRead(self.encoding, self.delimiter, self.header_line, self.header_rows, self.sheet)

    @property
    def headers(self) -> tuple[str, ...]:
        """The columns spoken of, once each, in order."""
        return tuple(dict.fromkeys(c.column for c in self.columns))

    def having(self, role: str) -> tuple[ColumnMap, ...]:
        """The columns with this role."""
        return tuple(c for c in self.columns if c.role == role)

    def constant(self, role: str) -> str | None:
        """The constant given for a role."""
        return dict(self.constants).get(role)

    def with_constants(self, **given: str) -> Mapping:
        """The same mapping with some constants set."""
        return replace(self, constants=tuple(sorted({**dict(self.constants), **given}.items())))

    def check(self) -> Mapping:
        """Itself, when it says enough to import a file of its kind; raises DataError otherwise."""
        self.check_roles()
        for name in roles.required(self.kind):
            if not self.having(name) and self.constant(name) is None:
                raise _missing(self.kind, name)
        if self.kind == "answers" and not any(c.rated or c.role in (roles.COMMENT, roles.ATTRIBUTE) for c in self.columns):
            raise DataError(
                phrase("No column is mapped as a score, a comment or a breakdown."),
                phrase("A file of answers has at least one."),
                phrase("Map the columns that hold scores (role score, with kind and scale), or what was answered (attribute)."),
            )
        return self

    def check_roles(self) -> None:
        """Every role exists for the kind and is given once; raises DataError."""
        known = roles.types(self.kind)
        seen: set[str] = set()
        for role in [c.role for c in self.columns] + [name for name, _ in self.constants]:
            if role not in known:
                near = get_close_matches(role, known, 1)
                raise DataError(
                    phrase("Role {role!r} does not exist for {kind}.", role=role, kind=roles.named(self.kind)),
                    phrase("Did you mean {name!r}?", name=roles.named(near[0]))
                    if near
                    else one_of(map(roles.named, sorted(known))),
                    _NEXT,
                )
            if role in seen and not roles.repeatable(role):
                raise DataError(
                    phrase("Role {role!r} is given twice.", role=roles.named(role)),
                    phrase("One column or constant can have it."),
                    _NEXT,
                )
            seen.add(role)
        self._check_clocks(known)
        for c in self.columns:
            if c.rated and (c.kind not in roles.SCORE_KINDS or c.scale is None or c.scale[0] >= c.scale[1]):
                raise DataError(
                    phrase("The score {column!r} lacks its kind or scale.", column=c.column),
                    phrase(
                        "A kind ({kinds}) and a scale from low to high are expected.",
                        kinds=listed(map(roles.named, roles.SCORE_KINDS)),
                    ),
                    _NEXT,
                )

    def _check_clocks(self, known: Lookup[str, str]) -> None:
        """A time of day completes a column of days."""
        columns = {c.role for c in self.columns}
        for day in [role for role, sort in known.items() if sort == roles.MOMENT]:
            clock = roles.clock_of(day)
            if self.constant(clock) is not None or (clock in columns and day not in columns):
                raise DataError(
                    phrase("Role {role!r} has no column of days to complete.", role=roles.named(clock)),
                    phrase("A column with role {role!r} is expected beside it.", role=roles.named(day)),
                    _NEXT,
                )


def _missing(kind: str, name: str) -> DataError:
    if name == roles.TS:
        return DataError(
            phrase("No column says when the {kind} happened.", kind=roles.named(kind)),
            phrase("A column or a constant with role ts is needed."),
            phrase("Map the date column, or give one date for the whole file (constant ts)."),
        )
    return DataError(
        phrase("No column is mapped as {role}.", role=roles.named(name)),
        phrase("A file of {kind} needs it.", kind=roles.named(kind)),
        phrase("Map a column, or give a constant, as {role}.", role=roles.named(name)),
    )
