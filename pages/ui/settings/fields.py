"""Fields bound to a draft: what is typed lands in the draft before the page is drawn, and stays there over page changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from pages.ui.settings.desk import Desk, Item, Listed
from pages.ui.text import t

_NONE = "\x00none"  # stands for None inside a list to choose from
_FIRST_DAY, _LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)


def text(desk: Desk, item: Item, name: str, label: str, **how: Any) -> None:
    """A line of words."""
    st.text_input(label, key=_bound(desk, item, name), **_kept(desk, item, name), **how)
    desk.complain(item, name)


def area(desk: Desk, item: Item, name: str, label: str, **how: Any) -> None:
    """Many lines of words."""
    st.text_area(label, key=_bound(desk, item, name), **_kept(desk, item, name), **how)
    desk.complain(item, name)


def number(desk: Desk, item: Item, name: str, label: str, **how: Any) -> None:
    """A number, or None when the field is empty."""
    st.number_input(label, value=None, key=_bound(desk, item, name), **_kept(desk, item, name), **how)
    desk.complain(item, name)


def day(desk: Desk, item: Item, name: str, label: str, **how: Any) -> None:
    """A day, or None when the field is empty."""
    st.date_input(
        label, value=None, min_value=_FIRST_DAY, max_value=_LAST_DAY, format="YYYY-MM-DD",
        key=_bound(desk, item, name), **_kept(desk, item, name), **how,
    )
    desk.complain(item, name)


def clock(desk: Desk, item: Item, name: str, label: str, **how: Any) -> None:
    """A time of day."""
    st.time_input(label, value=None, key=_bound(desk, item, name), **_kept(desk, item, name), **how)
    desk.complain(item, name)


def choice(
    desk: Desk, item: Item, name: str, label: str, options: Sequence[Any], *, words: Callable[[Any], str], **how: Any
) -> None:
    """One of many, searchable. None may be among the options (the widget's own None means "nothing chosen yet")."""
    none = None in options
    key = _bound(desk, item, name)
    if none and st.session_state[key] is None:
        st.session_state[key] = _NONE
    st.selectbox(
        label, [_NONE if option is None else option for option in options], key=key, **_kept(desk, item, name), **how,
        format_func=lambda option: words(None if option == _NONE else option),
    )
    desk.complain(item, name)


def several(desk: Desk, item: Item, name: str, label: str, options: Sequence[str], **how: Any) -> None:
    """Names, of which new ones can be typed."""
    known = list(dict.fromkeys([*getattr(item, name), *options]))
    st.multiselect(
        label, known, accept_new_options=True, key=_bound(desk, item, name), **_kept(desk, item, name), **how
    )
    desk.complain(item, name)


def switch(desk: Desk, item: Item, name: str, label: str) -> None:
    """On or off."""
    st.toggle(label, key=_bound(desk, item, name), **_kept(desk, item, name))


def few(
    desk: Desk, item: Item, name: str, label: str, options: Sequence[Any], *, words: Callable[[Any], str],
    many: bool = False
) -> None:
    """One (or, with `many`, any number) of a few, all of them in sight."""
    bound: dict[str, Any] = {"key": _bound(desk, item, name), **_kept(desk, item, name), "format_func": words}
    if many:
        st.pills(label, options, selection_mode="multi", **bound)
    else:
        st.segmented_control(label, options, required=True, **bound)
    desk.complain(item, name)


def line(desk: Desk, form: Listed[Any], item: Item, body: str) -> None:
    """One item of a list as it reads, with the button that opens it."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"line_{_key(desk, item, '')}"):
        st.html(body, width="stretch")
        if desk.may_change:
            st.button(
                t("Edit"), key=f"edit_{_key(desk, item, '')}", type="tertiary", on_click=_open, args=(form, item.id)
            )


def closing(desk: Desk, form: Listed[Any], item: Item) -> None:
    """Below an open item: be done with it, or take it out."""
    with st.container(horizontal=True):
        st.button(t("Done"), key=f"done_{_key(desk, item, '')}", on_click=_open, args=(form, None))
        st.button(
            t("Remove"), key=f"remove_{_key(desk, item, '')}", type="tertiary", on_click=_remove, args=(form, item.id)
        )


def put(desk: Desk, item: Item, name: str, value: Any) -> None:
    """Write a field from a callback: the draft and what its widget shows."""
    setattr(item, name, value)
    st.session_state[_key(desk, item, name)] = value


def _open(form: Listed[Any], item_id: int | None) -> None:
    form.open = item_id


def _remove(form: Listed[Any], item_id: int) -> None:
    form.items = [item for item in form.items if item.id != item_id]
    form.open = None


def _bound(desk: Desk, item: Item, name: str) -> str:
    """The widget's key; a widget seen for the first time (again) starts with what the draft holds."""
    key = _key(desk, item, name)
    if key not in st.session_state:
        st.session_state[key] = getattr(item, name)
    return key


def _kept(desk: Desk, item: Item, name: str) -> dict[str, Any]:
    return {"on_change": _take, "args": (item, name, _key(desk, item, name)), "disabled": not desk.may_change}


def _take(item: Item, name: str, key: str) -> None:
    value = st.session_state[key]
    setattr(item, name, None if value == _NONE else value)


def _key(desk: Desk, item: Item, name: str) -> str:
    return f"{type(item).__name__}_{desk.draft.generation}_{item.id}_{name}"
