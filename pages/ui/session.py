"""What one browser session remembers between runs: looks at files, and words left for the next run."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st

T = TypeVar("T")
_MOST = 40  # looks at files and previews kept per session; older ones are made again


def kept(key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """The value made under `key` in this session, made once."""
    shelf: dict[tuple[Hashable, ...], T] = st.session_state.setdefault("_kept", {})
    if key not in shelf:
        shelf[key] = make()
        while len(shelf) > _MOST:
            del shelf[next(iter(shelf))]
    return shelf[key]


def say_next(text: str) -> None:
    """Words to show at the top of the next run (after a rerun wiped this one)."""
    st.session_state.setdefault("_said", []).append(text)


def said() -> list[str]:
    """Words left by the run before, once."""
    words: list[str] = st.session_state.pop("_said", [])
    return words
