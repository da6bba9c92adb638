"""Simple answers to what a file does not tell, given beside a mapping instead of written into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from data_access.importing import mapping_json, roles
from data_access.importing.errors import DataError
from data_access.importing.mapping import Mapping
from data_access.importing.suggest import Question


@dataclass(frozen=True, slots=True)
class Answers:
    """day: of the whole wave, for rows no column dates · unit: the business unit that owns the rows · None: not said."""

    day: date | None = None
    date_order: str | None = None
    unit: str | None = None
    timezone: str | None = None

    @property
    def settled(self) -> frozenset[str]:
        """Keys of the questions these answers settle."""
        given = {roles.TS: self.day, "date_order": self.date_order, "business_unit": self.unit}
        return frozenset(key for key, value in given.items() if value is not None)

    def applied(self, mapping: Mapping) -> Mapping:
        """The mapping with what was said; raises DataError where a column already says it or the value is impossible."""
        constants = {}
        if self.day is not None:
            constants[roles.TS] = self.day.isoformat()
        if self.unit is not None:
            constants["business_unit"] = self.unit
        for role in constants:
            if mapping.having(role):
                column = mapping.having(role)[0].column
                raise DataError(
                    f"The column {column!r} is already read as {role}, so no constant can be given for it.",
                    "One column or constant has a role.",
                    "Leave the answer out, or change the column's role in the mapping.",
                )
        said = replace(
            mapping.with_constants(**constants),
            date_order=self.date_order or mapping.date_order,
            timezone=self.timezone or mapping.timezone,
        )
        return mapping_json.from_json(mapping_json.to_json(said))

    def open(self, asked: Iterable[Question], mapping: Mapping) -> list[Question]:
        """The questions neither these answers nor the mapping's constants settle."""
        settled = self.settled | {role for role, _ in mapping.constants}
        return [q for q in asked if q.key not in settled]
