"""The drill-down's side: as many rows as the number counts, and the number counted again from the rows themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from commands.agreement.numbers import alike
from data_access.drill import FILE_CAP, NUMERATOR, counts_what
from metrics.frames import RECOVERY, SCORES
from metrics.metric import Metric
from metrics.readout import Readout
from metrics.results import Estimate
from pages.cards.ask import Ask
from pages.cards.behind import Behind

_SCORE, _ROWS = ["scale_min", "scale_max", "score"], 5  # rows of a table, each with a statement of its own
_AFTERWARDS = {"satisfaction_min": "scale_min", "satisfaction_max": "scale_max", "satisfaction_after": "score"}


def differences(ask: Ask, readout: Readout, *, overall: bool = True) -> Iterator[str]:
    """Where the rows do not carry the overall number (unless it was looked at before), or the first rows of its table."""
    for row in (*((None,) if overall else ()), *readout.rows[:_ROWS]):
        behind = Behind(ask, readout, row)
        result = readout.overall if row is None else row.result
        if not isinstance(result, Estimate) and counts_what(behind.metric.frame) == NUMERATOR:
            continue  # a rate that is not given has no numerator to hold the rows against
        count, expected = behind.count(), behind.expected()
        where = "overall" if row is None else " ".join((str(row.period or ""), *row.group)).strip()
        if count != expected:
            yield f"{where}: the number counts {expected}, the rows are {count}"
        elif row is None and (again := recounted(behind, count)) is not None and not alike(*again):
            yield f"{where}: the number is {again[0]!r}, counted from its rows it is {again[1]!r}"


def recounted(behind: Behind, count: int) -> tuple[float, float] | None:
    """(the number, the same from its rows); None where rows do not make it up alone, or are more than a file holds."""
    result, metric = behind.readout.overall, behind.metric
    by_hand = _BY_HAND.get(metric.key)
    if not isinstance(result, Estimate) or count > FILE_CAP or (by_hand is None and metric.frame not in (SCORES, RECOVERY)):
        return None
    rows = behind.newest(FILE_CAP)
    if by_hand is not None:
        return result.value, by_hand(rows, behind.readout.as_of)
    return result.value, _from_scores(metric, rows, behind.readout.options)


def _from_scores(metric: Metric, rows: pd.DataFrame, options: Mapping[str, Any]) -> float:
    """Answers grouped by hand as the frame groups them, and put into the metric's own formula."""
    cell = rows.rename(columns=_AFTERWARDS).groupby(_SCORE, dropna=False).size().rename("n").reset_index()
    for name in metric.frame.counts:
        if name not in cell:
            cell[name] = 0.0
    cell["sw"] = cell["sww"] = cell["n"].astype(float)
    found = metric.compute(cell, cell, options)
    return found.value if isinstance(found, Estimate) else float("nan")


def _share(part: pd.Series) -> float:
    return float(part.sum()) / len(part)


def _on_time(rows: pd.DataFrame, as_of: datetime) -> float:
    return _share(rows["resolved_at"].notna() & (rows["resolved_at"] <= rows["due_at"]) & (rows["resolved_at"] <= as_of))


_BY_HAND: Mapping[str, Callable[[pd.DataFrame, datetime], float]] = {
    **dict.fromkeys(
        ("answers", "responses", "contacts", "cases", "customers_in_contact", "complaints", "backlog"),
        lambda rows, _: float(len(rows))
    ),
    "funnel_conversion": lambda rows, _: _share(rows["done"]),
    "response_rate": lambda rows, _: float(rows["answered"].sum()) / float(rows["delivered"].sum()),
    "confirmed_resolution": lambda rows, _: _share(rows["confirmed"] == "yes"),
    "complaint_satisfaction": lambda rows, _: float(rows["satisfaction_after"].mean()),
    "deadline_attainment": _on_time,
    "answered_share": lambda rows, as_of: _share(rows["first_response_at"].notna() & (rows["first_response_at"] <= as_of)),
}
