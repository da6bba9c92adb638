"""The data part of every page: all its tiles and cards, computed and not drawn."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.rounds import Sent, counting, interleaved, replay, statements
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from pages.cards import pages
from pages.cards.ask import Ask
from pages.cards.pages import Page

JOURNEY = {
    "steps": ("Browse", "Basket", "Checkout", "Payment"), "mode": "ordered", "window_seconds": 7 * 86_400, "counted": "case",
}  # fmt: skip


def measure(store: Store) -> list[dict[str, object]]:
    """One row per page. Cold: nothing kept. Frames kept: counts at hand, cards computed anew."""
    return [_page(store, page) for page in pages.PAGES]


def last_year(store: Store) -> Filters:
    """The last twelve months of the store: what a page shows at first."""
    as_of = store.as_of(LOCAL_ADMIN)
    if as_of is None:
        raise RuntimeError("the store is empty; expected the sample company")
    return Filters(as_of.date() - timedelta(days=364), as_of.date())


def _page(store: Store, page: Page) -> dict[str, object]:
    with statements(store) as sent:
        cold(store, page)
    asked: Sent = [*sent]
    taken = interleaved({
        "cold": lambda: cold(store, page), "kept": lambda: all_cards(store, page),
        "engine": lambda: replay(store, counting(asked)),
    })  # fmt: skip
    return {
        "page": page.title, "cold ms": round(taken["cold"]), "statements": len(asked),
        "engine alone ms": round(taken["engine"]),
        "cold / engine": round(taken["cold"] / taken["engine"], 1), "frames kept ms": round(taken["kept"], 1),
    }  # fmt: skip


def cold(store: Store, page: Page) -> None:
    """As the first reader meets it: nothing kept."""
    store.cache.clear()
    all_cards(store, page)


def all_cards(store: Store, page: Page) -> None:
    """Every tile and card of a page, with the breakdown it shows at first."""
    version = store.data_version()
    as_of = store.as_of(LOCAL_ADMIN)
    assert as_of is not None
    fetch = Fetch(store, as_of, version, store.rules(version))
    ask = Ask(fetch, last_year(store), LOCAL_ADMIN, "previous", "month", JOURNEY)
    for metric, _ in page.tiles:
        pages.tile(ask, metric)
    for card in page.builders():
        card(ask)
