"""Every frame as a page may ask it: our whole way, the engine's statement alone, and pandas over the table in memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from benchmarks import in_memory
from benchmarks.pages import JOURNEY, last_year
from benchmarks.rounds import ROUNDS, Sent, counting, interleaved, replay, statements
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.frames import COMMENTERS, DURATION_FAULTS, FRAMES, FUNNEL_OPEN, RESPONDENTS, Frame
from metrics.registry import METRICS

MOST = 1.5  # ours against the engine alone; what lies above is marked
LONG_SECONDS = 2.0  # a frame that takes longer is asked once: a moment's noise weighs little in it
_ASIDE = (DURATION_FAULTS, FUNNEL_OPEN, RESPONDENTS, COMMENTERS)  # asked beside the metrics' own
# What every option of a frame is asked with; what is not named here is left out, as a page leaves it out.
EXAMPLES: Mapping[str, Any] = {
    **JOURNEY, "kind": "nps", "counted": "case", "clock": "resolution", "measure": "net", "step": "channel",
    "names": ("Phone", "Chat", "E-mail", "Web"), "collapsed": "yes", "top": 20, "outcome": "purchase", "window_days": 90,
    "active_days": 365, "tenure_days": (90, 365), "purchases": (1, 3), "event": "lapse", "silent_months": 3,
    "exposed_months": 3, "unit": "week", "facts": "contacts", "questions": ("Overall", "Waiting time", "Staff"), "sample": 1000,
}  # fmt: skip
# where a name means something else
OF_FRAME: Mapping[str, Mapping[str, Any]] = {
    name: {"top": None} for name in ("respondents", "comment_scores", "commenters", "unhappy")
}


def measure(store: Store, *, small: bool) -> list[dict[str, object]]:
    """One row per frame. small: every frame there is, with pandas beside it (the facts must fit into memory); otherwise
    those that today's pages ask."""
    filters, as_of = last_year(store), store.as_of(LOCAL_ADMIN)
    assert as_of is not None
    fetch = Fetch(store, as_of, store.version_at_hand())
    rivals = in_memory.rivals(store, filters) if small else {}
    shown = {metric.frame.key for metric in METRICS} | {frame.key for frame in _ASIDE}
    return [_frame(fetch, frame, filters, rivals.get(frame.key)) for frame in FRAMES if small or frame.key in shown]


def _frame(fetch: Fetch, frame: Frame, filters: Filters, rival: in_memory.Rival | None) -> dict[str, object]:
    started = time.perf_counter()
    with statements(fetch.store) as sent:
        answer = _asked(fetch, frame, filters)
    rounds = ROUNDS if time.perf_counter() - started < LONG_SECONDS else 1
    if rival is not None and int(answer[frame.counts[0]].sum()) != rival():
        raise AssertionError(f"{frame.key}: pandas counts otherwise; expected the same {frame.counts[0]} in all")
    asked: Sent = counting(sent)
    work: dict[str, Callable[[], object]] = {
        "ours": lambda: _asked(fetch, frame, filters), "engine": lambda: replay(fetch.store, asked),
    }  # fmt: skip
    taken = interleaved(work if rival is None else work | {"pandas": rival}, rounds)
    ratio = taken["ours"] / taken["engine"]
    return {
        "frame": frame.key, "rows": len(answer), "ours ms": round(taken["ours"], 1),
        "engine alone ms": round(taken["engine"], 1), "ours / engine": f"{ratio:.2f}" + (" ▲" if ratio > MOST else ""),
        "pandas ms": round(taken["pandas"], 1) if rival else None,
    }  # fmt: skip


def _asked(fetch: Fetch, frame: Frame, filters: Filters) -> pd.DataFrame:
    """By channel and month where the frame has them, with nothing kept."""
    fetch.store.cache.clear()
    options = {**EXAMPLES, **OF_FRAME.get(frame.key, {})}
    given = {name: options[name] for name in frame.options if options.get(name) is not None}
    by = ("channel",) if "channel" in frame.dims else ()
    return fetch(frame, filters, LOCAL_ADMIN, by=by, grain=None if frame.snapshot else "month", options=given)
