"""`python -m benchmarks [--scale 5.3]`: every page's cards on the sample company at a multiple of its size.

For each page: cold (nothing cached; median of rounds), the statements it asked, and the engine's own time for just those
statements; then warm (everything cached). Ratios travel between machines, seconds do not.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import event

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from pages.cards import channel_mix, complaints, journeys, overview, satisfaction
from pages.cards.ask import Ask
from sample_data.load import load_sample

ROUNDS = 5
JOURNEY = {
    "steps": ("Browse", "Basket", "Checkout", "Payment"), "mode": "ordered", "window_seconds": 7 * 86_400, "counted": "case",
}
PAGES: dict[str, tuple[Callable[[Ask], object], ...]] = {
    "Overview": (
        *(partial(lambda ask, key: ask.readout(key, over_time=True), key=key) for key, _ in overview.TILES),
        channel_mix.mix_over_time, satisfaction.nps_trend, complaints.resolution, complaints.backlog_age,
    ),
    "Channel mix": (
        channel_mix.mix_over_time, channel_mix.channel_change, channel_mix.volume, channel_mix.volume_by_channel,
    ),
    "Journeys": (journeys.steps, journeys.over_time),
    "Satisfaction": (
        satisfaction.csat_trend, satisfaction.nps_trend, satisfaction.ces_trend, satisfaction.items,
    ),
    "Complaint recovery": (
        complaints.recovery, complaints.confirmed, complaints.resolution, complaints.first_response,
        complaints.attainment, complaints.backlog_age, complaints.volume, complaints.rate,
    ),
}


def main(argv: list[str]) -> int:
    """Build the store, measure, print one Markdown table."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--scale", type=float, default=5.3, help="multiple of the sample company (1 = 188,828 contacts)")
    scale = parser.parse_args(argv).scale
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"duckdb:///{Path(folder) / 'touchstone.duckdb'}")
        started = time.perf_counter()
        batches = load_sample(store, scale=scale)
        rows = sum(sum(batch.loaded.values()) for batch in batches)
        print(f"{rows:,} facts generated and loaded in {time.perf_counter() - started:.1f} s\n")
        print("| page | cold ms | statements | engine alone ms | cold / engine | frames cached ms |\n|---|---|---|---|---|---|")
        for name, cards in PAGES.items():
            print(_line(store, name, cards), flush=True)
        store.close()
    return 0


def _line(store: Store, name: str, cards: tuple[Callable[[Ask], object], ...]) -> str:
    cold, alone, warm, asked = [], [], [], 0
    for _ in range(ROUNDS):
        store.cache.clear()
        with _statements(store) as seen:
            cold.append(_timed(lambda: _all(cards, _ask(store))))
        warm.append(_timed(lambda: _all(cards, _ask(store))))
        asked = len(seen)
        alone.append(_timed(lambda: _run(store, seen)))
    c, e, w = (statistics.median(times) * 1000 for times in (cold, alone, warm))
    return f"| {name} | {c:.0f} | {asked} | {e:.0f} | {c / e:.1f} | {w:.1f} |"


def _ask(store: Store) -> Ask:
    as_of = store.as_of(LOCAL_ADMIN)
    assert as_of is not None
    year = Filters(as_of.date() - timedelta(days=364), as_of.date())
    return Ask(Fetch(store, as_of, store.data_version()), year, LOCAL_ADMIN, "previous", "month", JOURNEY)


def _all(cards: tuple[Callable[[Ask], object], ...], ask: Ask) -> None:
    for card in cards:
        card(ask)


@contextmanager
def _statements(store: Store) -> Iterator[list[tuple[str, object]]]:
    """Every statement the engine is sent, as text with its parameters."""
    seen: list[tuple[str, object]] = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        seen.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def _run(store: Store, seen: list[tuple[str, object]]) -> None:
    with store.engine.connect() as connection:
        for statement, parameters in seen:
            connection.exec_driver_sql(statement, parameters).fetchall()  # type: ignore[arg-type]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
