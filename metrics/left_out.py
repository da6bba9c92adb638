"""What a number leaves out, counted: said beside it, never dropped silently."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from metrics.definitions.cells import column, total
from metrics.formats import noun
from metrics.frames import DURATION_FAULTS
from metrics.question import Asked
from metrics.slicing import Cell, columns

_WITHOUT = {"customer": "without a known customer", "case": "without a case"}
_DEADLINE = {
    "open_within": "open, not yet due",
    "no_due": "without a due date",
    "negative": "resolved before they were opened",
    "no_deadlines": "from sources without due dates",
}
_NOT_RECORDED = {
    "first_response": "from sources that record no first response",
    "responses": "from sources that record no first response",
    "recovery": "from sources that record no score after a resolution",
    "confirmed": "from sources that do not record the customer's word",
}  # by clock, else by frame
_FAULT = {"first_response": "answered before they were opened", "resolution": "resolved before they were opened"}


def left_out(asked: Asked, whole: Cell, windows_open: int) -> tuple[tuple[str, int], ...]:
    """(reason, count) of everything this metric's number does not count, over the whole selection; no zeros."""
    key = asked.metric.frame.key
    found: Mapping[str, int] = {}
    if key == "funnel":
        found = {f"{noun(windows_open, 'journeys')} whose window is still open": windows_open}
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
        n = total(whole, "missing")
        found = {f"{noun(n, 'contacts')} {_WITHOUT[str(asked.options['counted'])]}": n}
    elif key == "exposure":
        n = total(whole, "outside")
        found = {f"{noun(n, 'complaints')} outside the days with contacts": n}
    return tuple((words, n) for words, n in (*found.items(), *_unrecorded(asked, whole)) if n)


def _unrecorded(asked: Asked, whole: Cell) -> tuple[tuple[str, int], ...]:
    """Complaints of sources that never record what the metric counts."""
    if "not_recorded" not in asked.metric.frame.counts:
        return ()
    what = str(asked.options.get("clock", asked.metric.frame.key))
    return ((_NOT_RECORDED.get(what, "from sources that record no resolution"), total(whole, "not_recorded")),)
