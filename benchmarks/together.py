"""Identical work is done once: many threads ask for the same page at the same moment, nothing kept."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from benchmarks.pages import all_cards, cold
from benchmarks.rounds import counting, interleaved, statements
from data_access.store import Store
from pages.cards import pages
from pages.cards.pages import Page


def measure(store: Store, readers: int) -> list[dict[str, object]]:
    """One row per page: statements about facts and milliseconds, asked by one and by `readers` at once."""
    return [_page(store, page, readers) for page in pages.PAGES]


def _page(store: Store, page: Page, readers: int) -> dict[str, object]:
    counts = {}
    for name, many in (("one", 1), ("all", readers)):
        with statements(store) as sent:
            _at_once(store, page, many)
        counts[name] = len(counting(sent))
    taken = interleaved({"one": lambda: cold(store, page), "all": lambda: _at_once(store, page, readers)}, rounds=3)
    return {
        "page": page.title, "statements, one reader": counts["one"], f"statements, {readers} at once": counts["all"],
        "ms, one reader": round(taken["one"]), f"ms, {readers} at once": round(taken["all"]),
    }  # fmt: skip


def _at_once(store: Store, page: Page, readers: int) -> None:
    store.cache.clear()
    begin = threading.Barrier(readers)

    def one() -> None:
        begin.wait()
        all_cards(store, page)

    with ThreadPoolExecutor(readers) as pool:
        for reader in [pool.submit(one) for _ in range(readers)]:
            reader.result()
