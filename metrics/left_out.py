"""What a number leaves out, counted: said beside it, never dropped silently."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from metrics.definitions.cells import column, total
from metrics.frames import DURATION_FAULTS
from metrics.question import Asked
from metrics.slicing import Cell, columns

_WITHOUT = {"customer": "contacts without a known customer", "case": "contacts without a case"}
_DEADLINE = {
    "open_within": "open, not yet due",
    "no_due": "without a due date",
    "negative": "resolved before they were opened",
}
_FAULT = {"first_response": "answered before they were opened", "resolution": "resolved before they were opened"}


def left_out(asked: Asked, whole: Cell, windows_open: int) -> tuple[tuple[str, int], ...]:
    """(reason, count) of everything this metric's number does not count, over the whole selection; no zeros."""
    key = asked.metric.frame.key
    found: Mapping[str, int] = {}
    if key == "funnel":
        found = {"journeys whose window is still open": windows_open}
    elif key == "durations":
        faults = columns(asked.counts(asked.filters, DURATION_FAULTS))
        clock = str(asked.options.get("clock", ""))
        found = {_FAULT.get(clock, "ended before they were opened"): total(faults, "n")}
    elif key == "deadlines":
        found = {words: total(whole, name) for name, words in _DEADLINE.items()}
    elif key == "recovery":
        silent = np.isnan(column(whole, "score"))
        found = {"resolved, no score given": int(column(whole, "n")[silent].sum())}
    elif key == "confirmed":
        unknown = np.asarray(whole["confirmed"]) == "unknown"
        found = {"without the customer's word": int(column(whole, "n")[unknown].sum())}
    elif key == "cases":
        found = {_WITHOUT.get(str(asked.options.get("counted")), "contacts that name none"): total(whole, "missing")}
    return tuple((words, n) for words, n in found.items() if n)
