"""Parsed columns into the store's tables. One file row may become a complaint, its scores, comment and attributes."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from sqlalchemy import Table

from data_access.importing import roles
from data_access.importing.plan import Plan, Reading
from data_access.importing.values import Invalid
from data_access.schema import answers, attributes, comments
from data_access.staging import arrow_schema

Values = list[Any]
_CLOSING = ("resolved_at", "closed_at")  # a score in a complaint file is given when the case ends


class Assembler:
    """Builds the tables of one file, chunk by chunk."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.main = roles.FACTS[plan.mapping.kind]
        self._kinds = roles.types(plan.mapping.kind)
        self._types = {
            table.name: {f.name: f.type for f in arrow_schema(list(table.columns))}
            for table in (self.main, answers, comments, attributes)
        }

    def tables(self, base: dict[str, Any], values: dict[Reading, Values]) -> dict[str, pa.Table]:
        """Facts of the rows whose record and place are in `base`; `values`: parsed cells per mapped column."""
        count = len(base["record"])
        known = {role: _cleaned(reading, values[reading]) for role, reading in self.plan.single.items()}
        for role, value in self.plan.constants.items():
            known[role] = [value] * count
        common = {"source": [self.plan.mapping.source] * count, **base}
        found: dict[str, pa.Table] = {}
        if self.main is not answers:
            found[self.main.name] = self._table(self.main, {**common, **self._main(known, count)})
        if self.plan.scores:
            found["answers"] = self._answers(common, known, values)
        if self.plan.comments:
            found["comments"] = self._comments(common, known, values)
        if self.plan.attributes:
            found["attributes"] = self._attributes(common, values)
        return found

    def _main(self, known: dict[str, Values], count: int) -> dict[str, Values]:
        columns = {role: column for role, column in known.items() if role not in (roles.ID, roles.SATISFACTION, roles.TS)}
        for role, column in columns.items():
            if self._kinds.get(role) == roles.MOMENT:
                columns[role] = [m.ts if m else None for m in column]
        if roles.TS in known:
            columns |= _times(known[roles.TS])
        if "resolved_at" in known:
            columns["resolved_day"] = [m.day if m else None for m in known["resolved_at"]]
            columns["resolved_dated"] = [m.dated if m else None for m in known["resolved_at"]]
        rated = self.plan.single.get(roles.SATISFACTION)
        if rated is not None and rated.column.scale:
            columns["satisfaction_after"] = known[roles.SATISFACTION]
            columns["satisfaction_min"] = [rated.column.scale[0]] * count
            columns["satisfaction_max"] = [rated.column.scale[1]] * count
        return columns

    def _side(self, table: Table, common: dict[str, Any], known: dict[str, Values]) -> dict[str, Any]:
        """What a row's answers and comments share: identity, time, dimensions and the like."""
        columns = dict(common)
        columns |= {role: column for role, column in known.items() if role in table.c and role != roles.TS}
        moments = known[roles.TS]
        for role in _CLOSING[::-1]:
            if role in known:
                moments = [late or early for late, early in zip(known[role], moments, strict=True)]
        return columns | _times(moments)

    def _answers(self, common: dict[str, Any], known: dict[str, Values], values: dict[Reading, Values]) -> pa.Table:
        rows = self._table(answers, self._side(answers, common, known))
        parts = []
        for reading in self.plan.scores:
            scores = pa.array(_cleaned(reading, values[reading]), pa.float64())
            low, high = reading.column.scale or (0.0, 0.0)
            more = {"question": reading.column.label, "kind": reading.column.kind, "scale_min": low, "scale_max": high}
            part = rows
            for name, value in more.items():
                part = part.append_column(name, pa.repeat(pa.scalar(value, self._types["answers"][name]), rows.num_rows))
            parts.append(part.append_column("score", scores).filter(scores.is_valid()))
        return pa.concat_tables(parts)

    def _comments(self, common: dict[str, Any], known: dict[str, Values], values: dict[Reading, Values]) -> pa.Table:
        rows = self._table(comments, self._side(comments, common, known))
        parts = []
        for reading in self.plan.comments:
            texts = pa.array(_cleaned(reading, values[reading]), pa.string())
            part = rows.append_column("question", pa.repeat(pa.scalar(reading.column.label, pa.string()), rows.num_rows))
            parts.append(part.append_column("text", texts).filter(texts.is_valid()))
        return pa.concat_tables(parts)

    def _attributes(self, common: dict[str, Any], values: dict[Reading, Values]) -> pa.Table:
        rows = self._table(attributes, {name: common[name] for name in ("source", "record")})
        parts = []
        for reading in self.plan.attributes:
            texts = pa.array(_cleaned(reading, values[reading]), pa.string())
            part = rows
            for name, value in (("facts", self.main.name), ("name", reading.column.label)):
                part = part.append_column(name, pa.repeat(pa.scalar(value, pa.string()), rows.num_rows))
            parts.append(part.append_column("value", texts).filter(texts.is_valid()))
        return pa.concat_tables(parts)

    def _table(self, table: Table, columns: dict[str, Any]) -> pa.Table:
        types = self._types[table.name]
        return pa.table({name: pa.array(column, types[name]) for name, column in columns.items() if name in types})


def _cleaned(reading: Reading, column: Values) -> Values:
    """Cells that were not understood are stored as empty; the ledger has counted them."""
    if not reading.memo.faulty:
        return column
    return [None if value.__class__ is Invalid else value for value in column]


def _times(moments: Values) -> dict[str, Values]:
    return {"ts": [m.ts for m in moments], "day": [m.day for m in moments], "dated": [m.dated for m in moments]}
