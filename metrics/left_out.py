"""What a number leaves out, counted: said beside it, never dropped silently."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from metrics.definitions.cells import column, total
from metrics.formats import noun
from metrics.frames import DURATION_FAULTS, TOPICS
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
    "first_response_working": "from sources that record no first response, or without working hours set",
    "resolution_working": "from sources that record no resolution, or without working hours set",
    "responses": "from sources that record no first response",
    "recovery": "from sources that record no score after a resolution",
    "confirmed": "from sources that do not record the customer's word",
    "invitations": "in files that do not say how many were answered",
}  # by clock, else by frame
_FAULT = {"first_response": "answered before they were opened", "resolution": "resolved before they were opened"}
_OTHERS = (
    _ENDED := "ended before they were opened", _SILENT := "resolved, no score given", _NO_WORD := "without the customer's word",
    _NO_RESOLUTION := "from sources that record no resolution", _NO_SCORE := "comments without a satisfaction score",
    _WITHOUT["customer"], _TOO_YOUNG := "whose 30 days are not over", _SKIPPED := "without an answer to the question",
)  # fmt: skip
_WINDOW, _OUTSIDE = "{noun} whose window is still open (left out)", "{noun} outside the days with contacts"
_NOUNS = {
    "journeys": (_WINDOW,), "customers": (_WINDOW,), "cases": (_WINDOW,), "complaints": (_OUTSIDE,),
    "contacts": tuple("{noun} " + words for words in _WITHOUT.values()),
}  # fmt: skip
REASONS = (  # every reason there is, each following its count: the catalogue reads them here
    *_DEADLINE.values(), *_NOT_RECORDED.values(), *_FAULT.values(), *_OTHERS,
    *(words.format(noun=noun(n, name)) for name, told in _NOUNS.items() for words in told for n in (1, 2)),
)  # fmt: skip


def left_out(asked: Asked, whole: Cell, windows_open: int) -> tuple[tuple[str, int], ...]:
    """(reason, count) of everything this metric's number does not count, over the whole selection; no zeros."""
    key = asked.metric.frame.key
    found: Mapping[str, int] = {}
    if key == "funnel":
        found = {_WINDOW.format(noun=noun(windows_open, "journeys")): windows_open}
    elif key == "durations":
        faults = columns(asked.counts(asked.filters, DURATION_FAULTS))
        clock = str(asked.options.get("clock", ""))
        found = {_FAULT.get(clock, _ENDED): total(faults, "n")}
    elif key == "deadlines":
        found = {words: total(whole, name) for name, words in _DEADLINE.items()}
    elif key == "recovery":
        silent = np.isnan(column(whole, "score"))
        found = {_SILENT: int(column(whole, "n")[silent].sum())}
    elif key == "confirmed":
        unknown = np.asarray(whole["confirmed"]) == "unknown"
        found = {_NO_WORD: int(column(whole, "n")[unknown].sum())}
    elif key == "cases":
        n = total(whole, "missing")
        found = {f"{noun(n, 'contacts')} {_WITHOUT[str(asked.options['counted'])]}": n}
    elif key == "comment_scores":
        found = {_NO_SCORE: max(total(columns(asked.counts(asked.filters, TOPICS)), "of") - total(whole, "n"), 0)}
    elif key == "unhappy":
        unknown = np.asarray(whole["complained"]) == "unknown"
        waiting = np.asarray(whole["complained"]) == "open"
        each = column(whole, "n")
        found = {_WITHOUT["customer"]: int(each[unknown].sum()), _TOO_YOUNG: int(each[waiting].sum())}
    elif key == "given_answers":
        found = {_SKIPPED: total(whole, "silent")}
    elif key == "exposure":
        n = total(whole, "outside")
        found = {_OUTSIDE.format(noun=noun(n, "complaints")): n}
    return tuple((words, n) for words, n in (*found.items(), *_unrecorded(asked, whole)) if n)


def _unrecorded(asked: Asked, whole: Cell) -> tuple[tuple[str, int], ...]:
    """Complaints of sources that never record what the metric counts."""
    if "not_recorded" not in asked.metric.frame.counts:
        return ()
    what = str(asked.options.get("clock", asked.metric.frame.key))
    what += "_working" if asked.options.get("hours") == "working" else ""
    return ((_NOT_RECORDED.get(what, _NO_RESOLUTION), total(whole, "not_recorded")),)
