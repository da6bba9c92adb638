"""The request: who asks, of which data, with which filters. Built by the shell once per run."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal, TypeVar

import streamlit as st

from data_access.fetching import Fetch
from data_access.scope import Scope
from data_access.store import Store
from pages.cards.ask import Ask, fitting_grain
from pages.ui.filter_bar import AUTO, Chosen

Ground = Literal["light", "dark"]
T = TypeVar("T")
_KEY = "_request"


@dataclass(frozen=True)
class Request:
    """`ask` is None when the store holds nothing this person may see."""

    store: Store
    scope: Scope
    ground: Ground
    data_version: str
    as_of: datetime | None
    chosen: Chosen | None
    ask: Ask | None

    def kept(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """From the shared result cache. A result is kept only while the data version it was asked for still holds."""
        return self.store.cache.get(key, lambda: (make(), self.store.version_at_hand() == self.data_version))

    def narrowed(self) -> bool:
        """Whether a filter or the period leaves data out that this person may see."""
        span = self.store.span(self.scope)
        if self.ask is None or self.as_of is None or span is None:
            return False
        asked = self.ask.filters
        return bool(asked.values) or asked.start != span[0] or asked.end != min(span[1], self.as_of.date())


def ground() -> Ground:
    """Light or dark, as the reader's browser shows it now."""
    return "dark" if st.context.theme.type == "dark" else "light"


def build(store: Store, scope: Scope, as_of: datetime | None, chosen: Chosen | None) -> Request:
    """Bind the bar's choice to the store at one data version."""
    version = store.version_at_hand()
    ask = None
    if as_of is not None and chosen is not None:
        if chosen.as_of is not None:
            as_of = min(as_of, datetime.combine(chosen.as_of, time.max).replace(microsecond=0))
        grain = fitting_grain(chosen.filters) if chosen.grain == AUTO else chosen.grain
        fetch = Fetch(store, as_of, version, store.rules(version), store.restated(scope))
        ask = Ask(fetch, chosen.filters, scope, chosen.compare, grain, fixed_grain=chosen.grain != AUTO, weights=chosen.weights)
    return Request(store, scope, ground(), version, as_of, chosen, ask)


def remember(request: Request) -> None:
    """Hand the request to the page that runs next in this same run."""
    st.session_state[_KEY] = request


def current() -> Request:
    """The request of this run."""
    request: Request = st.session_state[_KEY]
    return request
