"""The one result cache: shared by all sessions, least recently used out first, identical work never done twice at once.

A key holds everything an answer depends on: data version, scope, as-of and all else that was asked. Nothing is ever
invalidated; keys of older versions age out.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

MAX_ENTRIES = 2_000  # a page asks some 10-40 frames; this holds the last ~100 distinct selections
MAX_ROWS = 2_000_000  # frames have 1-10,000 rows of ~100 bytes: at most about 200 MB, whatever people select


@dataclass(slots=True)
class _Flight:
    """One computation under way. `value` is set only when it succeeded."""

    landed: threading.Event = field(default_factory=threading.Event)
    succeeded: bool = False
    value: Any = None


class ResultCache:
    """Results by key, bounded by entries and by rows."""

    def __init__(self, max_entries: int = MAX_ENTRIES, max_rows: int = MAX_ROWS) -> None:
        self._max_entries, self._max_rows = max_entries, max_rows
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._flights: dict[Hashable, _Flight] = {}
        self._rows = 0

    def get(self, key: Hashable, produce: Callable[[], tuple[T, bool]]) -> T:
        """The value under `key`; `produce` gives (value, keep) on a miss.

        Whoever asks while the same key is being produced waits for it. A failure is not kept: its error reaches the one
        that ran it, and each waiter then tries for itself, one after the other.
        """
        while True:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key][0]
                flight = self._flights.get(key)
                mine = flight is None
                if flight is None:
                    flight = self._flights[key] = _Flight()
            if mine:
                return self._fly(key, flight, produce)
            flight.landed.wait()
            if flight.succeeded:
                return flight.value

    def _fly(self, key: Hashable, flight: _Flight, produce: Callable[[], tuple[T, bool]]) -> T:
        try:
            value, keep = produce()
            flight.value, flight.succeeded = value, True
        finally:
            with self._lock:
                del self._flights[key]
                if flight.succeeded and keep:
                    self._keep(key, value)
            flight.landed.set()
        return value

    def _keep(self, key: Hashable, value: Any) -> None:
        rows = len(value) if hasattr(value, "__len__") else 1
        if rows > self._max_rows:
            return
        self._kept[key] = (value, rows)
        self._rows += rows
        while len(self._kept) > self._max_entries or self._rows > self._max_rows:
            _, (_, gone) = self._kept.popitem(last=False)
            self._rows -= gone

    def clear(self) -> None:
        """Forget everything (a store that is closed keeps nothing)."""
        with self._lock:
            self._kept.clear()
            self._rows = 0

    def __len__(self) -> int:
        return len(self._kept)
