"""Reference cases for the metric catalogue: `python -m tests.vectors FILE.json`.

A file holds cases of inputs and expected results (numbers within a tolerance, all else exactly; only the keys in
`expected` are compared). Each case runs through ADAPTERS, one entry per catalogue function. Functions not built are
counted as skipped; a case that raises has failed.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from numbers import Real
from pathlib import Path
from typing import Any

from metrics.stats.catalogue import CATALOGUE

DEFAULT_TOLERANCE = {"abs": 1e-9, "rel": 1e-9}

Adapter = Callable[..., Any]


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _hist(hist: Mapping[str, int]) -> dict[int | float, int]:
    """JSON has only text keys; a histogram is keyed by score."""
    return {_number(score): count for score, count in hist.items()}


def _of_hist(name: str) -> Adapter:
    function = CATALOGUE[name]
    return lambda hist, **inputs: function(_hist(hist), **inputs)


def _mean_diff(hist_a: Mapping[str, int], hist_b: Mapping[str, int], **inputs: Any) -> Any:
    return CATALOGUE["mean_diff"](_hist(hist_a), _hist(hist_b), **inputs)


def _normalise_scale(items: list[list[Any]], **ranked: list[str]) -> Any:
    return CATALOGUE["normalise_scale"](items, ranked)


def _nps_diff_paired(table_before_by_after_PND: list[list[int]], **inputs: Any) -> Any:  # noqa: N803 - the file's name
    return CATALOGUE["nps_diff_paired"](table_before_by_after_PND, **inputs)


def _funnel(
    events_by_customer_time_type: Mapping[str, Any], exclusion_event: str | None = None, **inputs: Any
) -> Any:
    return CATALOGUE["funnel"](events_by_customer_time_type, exclusion=exclusion_event, **inputs)


def _cumulative_incidence(durations: list[float], event_1conv_2abandon_0open: list[int], times: list[float]) -> Any:
    return CATALOGUE["cumulative_incidence"](durations, event_1conv_2abandon_0open, times)


def _cohort_conversion(rows_cohort_entryday_daysto: list[Any], as_of_day: float, window_days: float) -> Any:
    return CATALOGUE["cohort_conversion"](rows_cohort_entryday_daysto, as_of_day, window_days)


def _km_from_counts(day_events_censored: list[list[float]], **inputs: Any) -> Any:
    return CATALOGUE["km_from_counts"](day_events_censored, **inputs)


def _u_chart(complaints: list[int], exposure_thousands: list[float], **inputs: Any) -> Any:
    return CATALOGUE["u_chart"](complaints, exposure_thousands, **inputs)


def _business_minutes(**inputs: Any) -> Any:
    inputs["opens"], inputs["closes"] = inputs.pop("open"), inputs.pop("close")
    return CATALOGUE["business_minutes"](**inputs)


def _iceberg_bottomup_interval(prior: str = "Beta(1,1)", **inputs: Any) -> Any:
    a, b = prior.removeprefix("Beta(").removesuffix(")").split(",")
    return CATALOGUE["iceberg_bottomup_interval"](prior=(float(a), float(b)), **inputs)


def _littles_law(cases_opened_closed: list[Any], window: list[float]) -> Any:
    return CATALOGUE["littles_law"](cases_opened_closed, (window[0], window[1]))


def _data_gap_analysis(items_name_level_weight_populated: list[Any], **inputs: Any) -> Any:
    return CATALOGUE["data_gap_analysis"](items_name_level_weight_populated, **inputs)


# Functions whose inputs in the files are their own arguments need no entry here beyond the catalogue's.
ADAPTERS: dict[str, Adapter] = {
    **CATALOGUE,
    "csat_mean": _of_hist("csat_mean"),
    "nps": _of_hist("nps"),
    "ces": _of_hist("ces"),
    "mean_diff": _mean_diff,
    "normalise_scale": _normalise_scale,
    "nps_diff_paired": _nps_diff_paired,
    "funnel": _funnel,
    "cumulative_incidence": _cumulative_incidence,
    "cohort_conversion": _cohort_conversion,
    "km_from_counts": _km_from_counts,
    "u_chart": _u_chart,
    "business_minutes": _business_minutes,
    "iceberg_bottomup_interval": _iceberg_bottomup_interval,
    "littles_law": _littles_law,
    "data_gap_analysis": _data_gap_analysis,
}


@dataclass
class Outcome:
    """What became of a file of cases."""

    passed: int = 0
    failures: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def last_line(self) -> str:
        return f"{self.passed} passed, {len(self.failures)} failed, {self.skipped.total()} skipped"


def differences(got: Any, expected: Any, tolerance: Mapping[str, float], path: str = "") -> list[str]:
    """Where `got` departs from `expected`, one line each; empty when it agrees."""
    if isinstance(expected, Mapping):
        return _mapping_differences(got, expected, tolerance, path)
    if isinstance(expected, list):
        if not isinstance(got, list | tuple) or len(got) != len(expected):
            return [f"{path}: got {got!r}, expected {expected!r}"]
        pairs = enumerate(zip(got, expected, strict=True))
        return [line for i, (g, e) in pairs for line in differences(g, e, tolerance, f"{path}[{i}]")]
    return [] if _agrees(got, expected, tolerance) else [f"{path}: got {got!r}, expected {expected!r}"]


def _mapping_differences(got: Any, expected: Mapping[str, Any], tolerance: Mapping[str, float], path: str) -> list[str]:
    if not isinstance(got, Mapping):
        return [f"{path or 'result'}: got {got!r}, expected {dict(expected)!r}"]
    by_text = {str(key): value for key, value in got.items()}
    lines = []
    for key, value in expected.items():
        place = f"{path}.{key}" if path else key
        if key in by_text:
            lines += differences(by_text[key], value, tolerance, place)
        else:
            lines.append(f"{place}: missing from the result, expected {value!r}")
    return lines


def _agrees(got: Any, expected: Any, tolerance: Mapping[str, float]) -> bool:
    got = None if isinstance(got, float) and math.isnan(got) else got
    if expected is None or isinstance(expected, bool | str):
        return type(got) is type(expected) and got == expected
    if got is None or isinstance(got, bool | str) or not isinstance(got, Real):
        return False
    if isinstance(expected, int):
        return bool(got == expected)
    return abs(float(got) - expected) <= tolerance["abs"] + tolerance["rel"] * abs(expected)


def run_case(case: Mapping[str, Any]) -> list[str]:
    """Differences of one case; an exception is a difference too."""
    tolerance = {**DEFAULT_TOLERANCE, **case.get("tolerance", {})}
    try:
        got = ADAPTERS[case["function"]](**case["inputs"])
    except Exception as error:  # noqa: BLE001 - any error of a metric is a failed case, told by name
        return [f"raised {type(error).__name__}: {error}"]
    return differences(got, case["expected"], tolerance)


def run_file(path: Path) -> Outcome:
    """Run every case of a file."""
    outcome = Outcome()
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
        if case["function"] not in ADAPTERS:
            outcome.skipped[case["function"]] += 1
            continue
        lines = run_case(case)
        if lines:
            outcome.failures.append(f"{case['function']} / {case['name']}\n    " + "\n    ".join(lines))
        else:
            outcome.passed += 1
    return outcome


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m tests.vectors FILE.json", file=sys.stderr)
        return 2
    outcome = run_file(Path(arguments[0]))
    for failure in outcome.failures:
        print(f"FAILED {failure}")
    for function, count in sorted(outcome.skipped.items()):
        print(f"skipped {count} of {function}: not built")
    print(outcome.last_line)
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
