"""Times that can be compared: rivals take turns within one run, the median of each is told."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import event

from data_access.store import Store

ROUNDS = 5
Sent = list[tuple[str, object]]


def interleaved(rivals: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median milliseconds of each rival. Every round runs all of them, so a busy moment hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(rounds):
        for name, work in rivals.items():
            started = time.perf_counter()
            work()
            taken[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


@contextmanager
def statements(store: Store) -> Iterator[Sent]:
    """Every statement the engine is sent meanwhile, as text with its parameters."""
    sent: Sent = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        sent.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def counting(sent: Sent) -> Sent:
    """Without the small question for the data version: what counts facts."""
    return [pair for pair in sent if "FROM versions" not in pair[0]]


def replay(store: Store, sent: Sent) -> None:
    """The engine alone: the same texts, every answer fetched, nothing done with it."""
    with store.engine.connect() as connection:
        for statement, parameters in sent:
            connection.exec_driver_sql(statement, parameters).fetchall()  # type: ignore[arg-type]
