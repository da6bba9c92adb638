"""Typed columns into the store's tables. One file row may become a complaint, its scores, comment and attributes."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from sqlalchemy import Table

from data_access.importing import roles
from data_access.importing.plan import Plan, Reading
from data_access.importing.texts import compute
from data_access.importing.typed import Rows, Typed
from data_access.importing.values import Moment
from data_access.schema import answers, attributes, comments, responses
from data_access.sources import arrow_schema

Values = dict[Reading, Typed]
Columns = dict[str, pa.Array]
Parts = list[tuple[Reading, dict[str, Any]]]
_CLOSING = ("resolved_at", "closed_at")  # a score in a complaint file is given when the case ends
_TIMES = ("ts", "day", "dated")


class Assembler:
    """Builds the tables of one file, chunk by chunk."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.main = roles.FACTS[plan.mapping.kind]
        self._types = {
            table.name: {f.name: f.type for f in arrow_schema(list(table.columns))}
            for table in (self.main, responses, answers, comments, attributes)
        }

    def tables(self, base: Columns, values: Values, rows: Rows | None) -> dict[str, pa.Table]:
        """Facts of the rows `rows` (None: all), whose record and place are in `base`."""
        count = len(base["record"])
        known = {role: values[reading].taken(rows) for role, reading in self.plan.single.items()}
        known |= {role: _constant(value, count) for role, value in self.plan.constants.items()}
        common = {"source": repeated(self.plan.mapping.source, pa.string(), count), **base}
        found: dict[str, pa.Table] = {}
        if self.main is not answers:
            found[self.main.name] = self._table(self.main, common | self._main(known, count))
        else:
            found["responses"] = self._table(responses, self._side(responses, common, known))
        if self.plan.scores:
            more = [(r, self._scored(r)) for r in self.plan.scores]
            found["answers"] = self._long(answers, self._side(answers, common, known), more, "score", values, rows)
        if self.plan.comments:
            asked = [(r, {"question": r.column.label}) for r in self.plan.comments]
            found["comments"] = self._long(comments, self._side(comments, common, known), asked, "text", values, rows)
        if self.plan.attributes:
            named = [(r, {"facts": self.main.name, "name": r.column.label}) for r in self.plan.attributes]
            own = {name: common[name] for name in ("source", "record")}
            found["attributes"] = self._long(attributes, own, named, "value", values, rows)
        return found

    def _main(self, known: dict[str, Columns], count: int) -> Columns:
        columns = {
            role: column.get("value", column.get("ts"))
            for role, column in known.items()
            if role not in (roles.ID, roles.SATISFACTION, roles.TS)
        }
        if roles.TS in known:
            columns |= {name: known[roles.TS][name] for name in _TIMES}
        if "resolved_at" in known:
            columns["resolved_day"], columns["resolved_dated"] = known["resolved_at"]["day"], known["resolved_at"]["dated"]
        rated = self.plan.single.get(roles.SATISFACTION)
        if rated is not None and rated.column.scale:
            columns["satisfaction_after"] = known[roles.SATISFACTION]["value"]
            for name, end in zip(("satisfaction_min", "satisfaction_max"), rated.column.scale, strict=True):
                columns[name] = repeated(end, pa.float64(), count)
        return columns

    def _side(self, table: Table, common: Columns, known: dict[str, Columns]) -> Columns:
        """What a row's response, answers and comments share: identity, time, dimensions and the like."""
        columns = dict(common)
        columns |= {role: column["value"] for role, column in known.items() if role in table.c and role != roles.TS}
        times = [known[role] for role in (*_CLOSING, roles.TS) if role in known]
        return columns | {name: compute.coalesce(*(time[name] for time in times)) for name in _TIMES}

    def _scored(self, reading: Reading) -> dict[str, Any]:
        low, high = reading.column.scale or (0.0, 0.0)
        return {"question": reading.column.label, "kind": reading.column.kind, "scale_min": low, "scale_max": high}

    def _long(
        self, table: Table, shared: Columns, parts: Parts, name: str, values: Values, rows: Rows | None
    ) -> pa.Table:  # fmt: skip
        """A row per filled cell: `shared` columns, what is said of the cell's column, and its value as `name`."""
        fixed, types = self._table(table, shared), self._types[table.name]
        made = []
        for reading, said in parts:
            column = values[reading].taken(rows)["value"]
            part = fixed
            for key, value in said.items():
                part = part.append_column(key, repeated(value, types[key], fixed.num_rows))
            part = part.append_column(name, column)
            made.append(part.filter(column.is_valid()) if column.null_count else part)
        return pa.concat_tables(made)

    def _table(self, table: Table, columns: Columns) -> pa.Table:
        types = self._types[table.name]
        return pa.table({n: c if c.type == types[n] else c.cast(types[n]) for n, c in columns.items() if n in types})


def repeated(value: Any, form: pa.DataType, count: int) -> pa.Array:
    """The same value in every row."""
    return pa.repeat(pa.scalar(value, form), count)


def _constant(value: Any, count: int) -> Columns:
    if isinstance(value, Moment):
        forms = zip(_TIMES, (pa.timestamp("us"), pa.date32(), pa.bool_()), strict=True)
        return {name: repeated(getattr(value, name), form, count) for name, form in forms}
    return {"value": pa.repeat(pa.scalar(value), count)}
