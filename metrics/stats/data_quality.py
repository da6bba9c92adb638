"""How good is the data itself: complete, valid, on time, unique, consistent (catalogue G1-G4)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from metrics.stats.checks import require_count, require_part
from metrics.stats.proportions import share_interval
from metrics.stats.scores import is_missing

# What systems write where they know nothing, in lower case.
PLACEHOLDERS = frozenset({"n/a", "#n/a", "null", "none", "nan", "-", "?", "1900-01-01", "1900-01-01 00:00:00"})


class ColumnProfile(NamedTuple):
    """Counts of one column: all rows, those that hold something, and those of them that hold something valid."""

    rows: int
    present: int
    valid: int


def is_absent(cell: object, placeholders: frozenset[str] = PLACEHOLDERS) -> bool:
    """True for missing or blank cells, and for placeholders such as "N/A" or 1900-01-01."""
    return is_missing(cell) or str(cell).strip().casefold() in placeholders


def column_profile(
    cells: Iterable[object], is_valid: Callable[[object], bool], placeholders: frozenset[str] = PLACEHOLDERS
) -> ColumnProfile:
    """Count a column; `is_valid` is asked about present cells only."""
    column = list(cells)
    present = [cell for cell in column if not is_absent(cell, placeholders)]
    return ColumnProfile(len(column), len(present), sum(bool(is_valid(cell)) for cell in present))


def completeness_validity(
    rows: int, records_all_mandatory: int, fields: Mapping[str, Mapping[str, float]], conf: float = 0.95
) -> dict[str, Any]:
    """Share of cells that hold something, and of those the share that is valid (catalogue G1).

    Each field holds present, valid and a weight (1 by default). Keys: fields (completeness, validity, ci_completeness,
    ci_validity each), record_completeness, ci_record (rows with all mandatory fields), weighted_completeness, n,
    status. Without rows all is None; without a present cell validity is.

    Source: DAMA UK 2013, The Six Primary Dimensions for Data Quality Assessment; ISO/IEC 25024:2015.
    """
    record, record_ci = share_interval(records_all_mandatory, rows, conf)
    found: dict[str, dict[str, Any]] = {}
    total = weights = 0.0
    for name, field in fields.items():
        weight = field.get("weight", 1)
        require_count(f"the weight of {name!r}", weight)
        require_part(f"present in {name!r}", field["present"], "rows", rows)
        complete, complete_ci = share_interval(field["present"], rows, conf)
        valid, valid_ci = share_interval(field["valid"], field["present"], conf)
        found[name] = {
            "completeness": complete, "validity": valid, "ci_completeness": complete_ci, "ci_validity": valid_ci,
        }  # fmt: skip
        total, weights = total + weight * field["present"], weights + weight
    return {
        "fields": found, "record_completeness": record, "ci_record": record_ci,
        "weighted_completeness": total / (weights * rows) if weights and rows else None,
        "n": rows, "status": "ok" if rows else "empty",
    }  # fmt: skip


def timeliness(
    lag_hours: Sequence[float | None], sla_hours: float, volatility_hours: float, sensitivity: float = 1.0,
    conf: float = 0.95,
) -> dict[str, Any]:  # fmt: skip
    """How late records arrive, in hours from the event to the load (catalogue G2).

    volatility: hours after which a record is worth nothing · sensitivity: 1 lets its worth fall in a straight line.
    Keys: within_sla, ci (Wilson), median_lag, p95_lag, ballou_mean (mean worth, 0..1), n_clock_errors (negative lags,
    left out), n_missing, n, status.

    Source: Ballou, Wang, Pazer & Tayi 1998, Management Science 44:462.
    """
    require_count("sla_hours", sla_hours)
    if not (volatility_hours > 0 and sensitivity > 0):
        raise ValueError(f"volatility is {volatility_hours} and sensitivity {sensitivity}; both must be above 0.")
    known = [lag for lag in lag_hours if lag is not None and not math.isnan(lag)]
    lags = np.array([lag for lag in known if lag >= 0], dtype=float)
    n = len(lags)
    within, ci = share_interval(int((lags <= sla_hours).sum()), n, conf)
    middle, late = (float(lag) for lag in np.quantile(lags, [0.5, 0.95])) if n else (None, None)
    return {
        "within_sla": within, "ci": ci, "median_lag": middle, "p95_lag": late,
        "ballou_mean": float((np.maximum(0.0, 1 - lags / volatility_hours) ** sensitivity).mean()) if n else None,
        "n_clock_errors": len(known) - n, "n_missing": len(lag_hours) - len(known),
        "n": n, "status": "ok" if n else "empty",
    }  # fmt: skip


def uniqueness(keys: Iterable[Hashable | Sequence[Hashable]]) -> dict[str, Any]:
    """Distinct keys over keys present (catalogue G3). A key of several parts is a list of them.

    Keys: rows, distinct, uniqueness, duplicate_rows (rows beyond the first of each key), duplicate_rate, null_keys
    (missing or blank, counted apart), n (keys present), status. All rows are counted, so there is no interval.

    Source: DAMA UK 2013.
    """
    column = [tuple(key) if isinstance(key, list) else key for key in keys]
    seen = Counter(key for key in column if not is_missing(key))
    n, distinct = seen.total(), len(seen)
    return {
        "rows": len(column), "distinct": distinct, "uniqueness": distinct / n if n else None,
        "duplicate_rows": n - distinct, "duplicate_rate": (n - distinct) / n if n else None,
        "null_keys": len(column) - n, "n": n, "status": "ok" if n else "empty",
    }  # fmt: skip


def consistency(
    pairs_compared: int, agree: int, orphan_rows: int, fk_rows: int, rule_checks: int, rule_pass: int,
    conf: float = 0.95,
) -> dict[str, Any]:  # fmt: skip
    """Do sources agree, do references resolve, do rules such as "closed after opened" hold? (catalogue G4)

    Keys: cross_source_agreement, ci, referential_integrity (rows that are no orphans), ci_integrity, rule_pass_rate,
    ci_rules (all Wilson), n (pairs, rows and checks), status. A share of nothing compared is None.

    Source: DAMA UK 2013; ISO/IEC 25012:2008.
    """
    require_part("orphan_rows", orphan_rows, "fk_rows", fk_rows)
    agreement, agreement_ci = share_interval(agree, pairs_compared, conf)
    integrity, integrity_ci = share_interval(fk_rows - orphan_rows, fk_rows, conf)
    passed, passed_ci = share_interval(rule_pass, rule_checks, conf)
    n = pairs_compared + fk_rows + rule_checks
    return {
        "cross_source_agreement": agreement, "ci": agreement_ci,
        "referential_integrity": integrity, "ci_integrity": integrity_ci,
        "rule_pass_rate": passed, "ci_rules": passed_ci, "n": n, "status": "ok" if n else "empty",
    }  # fmt: skip
