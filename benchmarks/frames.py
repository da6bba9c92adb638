"""Every frame as a page may ask it: our whole way, the engine's statement alone, and pandas over the table in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from benchmarks import in_memory
from benchmarks.pages import JOURNEY, last_year
from benchmarks.rounds import Sent, counting, interleaved, replay, statements
from data_access import fetching
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.frames import FRAMES, Frame

MOST = 1.5  # ours against the engine alone; what lies above is marked
# What every option of a frame is asked with; what is not named here is left out, as a page leaves it out.
EXAMPLES: Mapping[str, Any] = {
    **JOURNEY, "kind": "nps", "counted": "case", "clock": "resolution", "measure": "net", "step": "channel",
    "names": ("Phone", "Chat", "E-mail", "Web"), "collapsed": "yes", "top": 20, "outcome": "purchase", "window_days": 90,
    "active_days": 365, "tenure_days": (90, 365), "purchases": (1, 3), "event": "lapse", "silent_months": 3,
    "exposed_months": 3, "unit": "week", "facts": "contacts", "questions": ("Overall", "Waiting time", "Staff"), "sample": 1000,
}  # fmt: skip
OF_FRAME: Mapping[str, Mapping[str, Any]] = {"respondents": {"top": None}}  # where a name means something else


def measure(store: Store, *, compare: bool) -> list[dict[str, object]]:
    """One row per frame. compare: also with pandas (the facts must fit into memory)."""
    filters, as_of = last_year(store), store.as_of(LOCAL_ADMIN)
    assert as_of is not None
    fetch = Fetch(store, as_of, store.version_at_hand())
    rivals = in_memory.rivals(store, filters) if compare else {}
    return [_frame(fetch, frame, filters, rivals.get(frame.key)) for frame in FRAMES]


def _frame(fetch: Fetch, frame: Frame, filters: Filters, rival: in_memory.Rival | None) -> dict[str, object]:
    with statements(fetch.store) as sent:
        answer = _asked(fetch, frame, filters)
    if rival is not None and int(answer[frame.counts[0]].sum()) != rival():
        raise AssertionError(f"{frame.key}: pandas counts otherwise; expected the same {frame.counts[0]} in all")
    asked: Sent = counting(sent)
    work: dict[str, Callable[[], object]] = {
        "ours": lambda: _asked(fetch, frame, filters), "engine": lambda: replay(fetch.store, asked),
    }  # fmt: skip
    taken = interleaved(work if rival is None else work | {"pandas": rival})
    ratio = taken["ours"] / taken["engine"]
    return {
        "frame": frame.key, "rows": len(answer), "ours ms": round(taken["ours"], 1),
        "engine alone ms": round(taken["engine"], 1), "ours / engine": f"{ratio:.2f}" + (" ▲" if ratio > MOST else ""),
        "pandas ms": round(taken["pandas"], 1) if rival else None,
    }  # fmt: skip


def _asked(fetch: Fetch, frame: Frame, filters: Filters) -> pd.DataFrame:
    """By channel and month where the frame has them, with nothing kept and no statement compiled."""
    fetch.store.cache.clear()
    fetching._statement.cache_clear()
    options = {**EXAMPLES, **OF_FRAME.get(frame.key, {})}
    given = {name: options[name] for name in frame.options if options.get(name) is not None}
    by = ("channel",) if "channel" in frame.dims else ()
    return fetch(frame, filters, LOCAL_ADMIN, by=by, grain=None if frame.snapshot else "month", options=given)
