"""What a card asks with, made without a page."""

from __future__ import annotations

from datetime import date

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from pages.cards.ask import Ask


def asking(store: Store, start: date, end: date, *, compare: str = "previous", grain: str = "month") -> Ask:
    """Everybody's answers of a period, as the local administrator sees them."""
    return Ask(Fetch.now(store, LOCAL_ADMIN), Filters(start, end), LOCAL_ADMIN, compare, grain)
