"""What one person works on: the draft of the settings, who they are, and what is still wrong with what they typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

import streamlit as st

from data_access.settings.model import Settings
from pages.ui.request import Request
from pages.ui.text import esc

T = TypeVar("T")
Problems = dict[str, str]  # place of a field → what is wrong with it: seen, expected, next


class Item(Protocol):
    """Fields that are edited together; `id` tells it from others of its kind in one draft."""

    id: int


@dataclass
class Draft:
    """base: the settings the draft started from · under: the settings its fields were filled from, for what has no field
    (colours of names that are no channel) · forms: each section's fields as typed, also wrong ones · generation: part
    of every widget's key, so that a draft put in another's place shows its own words."""

    base: Settings
    under: Settings
    forms: dict[str, Any]
    generation: int = 0


@dataclass
class Listed(Generic[T]):
    """A section that is a list: its items, the next id, and the one being edited."""

    items: list[T]
    next: int = 0
    open: int | None = None

    def __post_init__(self) -> None:
        self.next = self.next or len(self.items)

    def add(self, item: T) -> None:
        """At the end, open for editing; `item.id` is `next`."""
        self.items.append(item)
        self.open, self.next = self.next, self.next + 1


@dataclass(frozen=True)
class Desk:
    """One run's view: who asks (`now`), whether they may change anything, the draft and its problems."""

    now: Request
    may_change: bool
    draft: Draft
    problems: Mapping[str, str] = field(default_factory=dict)

    def complain(self, item: Item, name: str) -> None:
        """Beside a field: what is wrong with it."""
        text = self.problems.get(place(item, name))
        if text:
            self.say(text)

    def say(self, text: str) -> None:
        """A refusal in its place."""
        st.html(f'<div class="ts-problem" role="alert">{esc(text)}</div>')


def points(lines: Iterable[str]) -> None:
    """A plain list of sentences."""
    st.html('<ul class="ts-points">' + "".join(f"<li>{esc(line)}</li>" for line in lines) + "</ul>")


def place(item: Item, name: str) -> str:
    """Where a problem is shown."""
    return f"{type(item).__name__}.{item.id}.{name}"
