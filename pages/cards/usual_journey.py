"""The journey the data suggest, until somebody chooses one: who is counted, the most usual way, a window long enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pages.cards.ask import Ask
from pages.cards.journeys import WINDOWS

USUAL_WINDOW = "30d"  # where nobody has finished yet, so that the data say nothing


def usual_journey(ask: Ask) -> dict[str, Any] | None:
    """Ask.journey where nobody chose one; None where no contact names a case or customer, or fewer than two stages."""
    units = ask.fetch.store.units(ask.scope)
    steps = likely_path(ask, units[0]) if units else []
    if len(steps) < 2:
        return None
    window = WINDOWS[likely_window(ask, units[0], steps)]
    return {"steps": tuple(steps), "mode": "ordered", "window_seconds": window, "counted": units[0]}


def likely_path(ask: Ask, counted: str) -> list[str]:
    """The most usual way; the two most frequent stages where there is none of two steps."""
    store = ask.fetch.store
    path = store.likely_path(ask.scope, ask.filters, counted)
    return path if len(path) > 1 else [name for name, _ in store.stages(ask.scope, ask.filters)][:2]


def likely_window(ask: Ask, counted: str, steps: Sequence[str]) -> str:
    """The shortest offered in which nine of ten who finish do."""
    if len(steps) < 2:
        return USUAL_WINDOW
    ends = (steps[0], steps[-1])
    seconds = ask.fetch.store.likely_window(ask.scope, ask.filters, counted, ends, tuple(WINDOWS.values()))
    return next((name for name, value in WINDOWS.items() if value == seconds), USUAL_WINDOW)
