"""Headline numbers before and after, as a list: 82.0 % (between 80 % and 84 %, n 2,746) → 81.4 % (…)."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from pages.cards.headline import Moved
from pages.ui.text import esc


def moved_list(moved: Iterable[Moved]) -> None:
    """One line a number."""
    st.html('<dl class="ts-receipt">' + "".join(_line(one) for one in moved) + "</dl>")


def _line(one: Moved) -> str:
    name, (before, sure_before), (after, sure_after) = one.words()
    return (
        f"<dt>{esc(name)}</dt><dd>{esc(before)} <small>({esc(sure_before)})</small> → <b>{esc(after)}</b>"
        f" <small>({esc(sure_after)})</small></dd>"
    )
