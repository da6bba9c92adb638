"""A fetch over literal tables: the frames' contract kept by pandas, so metrics are tested without a store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from metrics.frames import RESPONDENTS, SCORES, UNKNOWN, Frame
from metrics.restated import Restated
from metrics.rules import STANDARD, Rules


def period_of(day: date, grain: str) -> date:
    """First day of the period a day lies in (weeks start on Monday)."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    months = {"month": 1, "quarter": 3, "year": 12}.get(grain)
    return day if months is None else date(day.year, (day.month - 1) // months * months + 1, 1)


@dataclass
class TableFetch:
    """tables: by frame key, rows with `day`, dimensions, keys, additive counts; `unit`: what distinct counts count."""

    tables: Mapping[str, pd.DataFrame]
    as_of: datetime = datetime(2026, 1, 1)
    data_version: str = "1.1"
    rules: Rules = STANDARD
    restated: tuple[Restated, ...] = ()
    asked: list[tuple[str, tuple[str, ...], str | None]] = field(default_factory=list)

    def __call__(
        self,
        frame: Frame,
        filters: Any,
        scope: Any,
        *,
        by: tuple[str, ...],
        grain: str | None,
        options: Mapping[str, Any],
    ) -> pd.DataFrame:
        self.asked.append((frame.key, by, grain))
        names = (["period"] if grain else []) + list(by) + list(frame.keys)
        key = SCORES.key if frame is RESPONDENTS else frame.key
        empty = pd.DataFrame(columns=["day", *by, *frame.keys, *frame.additive, "unit"])
        rows = self.tables.get(key, empty).copy()
        if not frame.snapshot:
            rows = rows[self._inside(rows, filters)]
        for name, chosen in filters.applicable(frame):
            rows = rows[rows[name].fillna(UNKNOWN).isin(chosen)]
        for name in by:
            rows[name] = rows[name].fillna(UNKNOWN) if name in rows else UNKNOWN
        if grain:
            rows["period"] = [period_of(day, grain) for day in rows["day"]]
        rows = per_respondent(rows, names, options) if frame is RESPONDENTS else rows
        return self._counted(rows, names, frame)[[*names, *frame.counts]]

    def _inside(self, rows: pd.DataFrame, filters: Any) -> pd.Series:
        keep = rows["day"] <= self.as_of.date()
        if filters.start:
            keep &= rows["day"] >= filters.start
        if filters.end:
            keep &= rows["day"] <= filters.end
        return keep.astype(bool)

    @staticmethod
    def _counted(rows: pd.DataFrame, names: list[str], frame: Frame) -> pd.DataFrame:
        rows = rows.assign(**{name: 0 for name in frame.additive if name not in rows})
        sums = {name: (name, "sum") for name in frame.additive} | dict.fromkeys(frame.distinct, ("unit", "nunique"))
        if names:
            return rows.groupby(names, dropna=False, sort=False).agg(**sums).reset_index()
        return pd.DataFrame({name: [getattr(rows[source], how)()] for name, (source, how) in sums.items()})


def per_respondent(rows: pd.DataFrame, names: list[str], options: Mapping[str, Any]) -> pd.DataFrame:
    """Sums over respondents: those of a cell whose rows name the same `customer` are one, every other answer is its own."""
    named: dict[Any, dict[str, Any]] = {}
    alone: list[dict[str, Any]] = []
    for row in rows.to_dict("records"):
        cell = {name: row[name] for name in names}
        weight = row["sw"] / row["n"] if options.get("weights") and row["n"] else 1.0
        value = weight * _worth(row, options)
        if isinstance(row.get("customer"), str):
            one = named.setdefault((*cell.values(), row["customer"]), {**cell, "clusters": 1, "n": 0.0, "x": 0.0})
            one["n"] += row["n"] * weight
            one["x"] += row["n"] * value
        else:
            sums = {"clusters": 1, "n": weight, "x": value, "nn": weight**2, "xx": value**2, "nx": weight * value}
            alone.append(cell | {name: row["n"] * amount for name, amount in sums.items()})
    several = [one | {"nn": one["n"] ** 2, "xx": one["x"] ** 2, "nx": one["n"] * one["x"]} for one in named.values()]
    return pd.DataFrame([*several, *alone], columns=[*names, *RESPONDENTS.additive])


def _worth(row: Mapping[str, Any], options: Mapping[str, Any]) -> float:
    """What one answer counts under a measure of the respondents."""
    score, scale = row["score"], (row["scale_min"], row["scale_max"])
    if options["measure"] == "score":
        return float(score)
    if options["measure"] == "net":
        return float((score >= 9) - (score <= 6)) if scale == (0, 10) else float("nan")
    known = {(low, high): top for low, high, top in options.get("top", ())}
    return float(score >= known.get(scale, scale[1] - 1))


def contacts(day: date, channel: str | None, n: int, **more: Any) -> dict[str, Any]:
    """One row of the contacts table."""
    return {"day": day, "channel": channel, "n": n, "handling_seconds": 0.0, "cost": 0.0, **more}


def answers(
    day: date, counts: Mapping[int, int], *, scale: tuple[int, int] = (1, 5), **more: Any
) -> list[dict[str, Any]]:
    """Rows of the scores table."""
    return [
        {
            "day": day, "scale_min": float(scale[0]), "scale_max": float(scale[1]), "score": float(score),
            "n": n, "sw": float(n), "sww": float(n), **more,
        }
        for score, n in counts.items()
    ]  # fmt: skip
