"""The first rows of a file beside what they would become, under the names of columns in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from data_access.importing import roles
from data_access.importing.service import Preview
from metrics.phrases import spoken
from pages.ui.text import t

_LINE = "line"
_CODED = ("kind", "facts")
_HEIGHT = 220


def show(found: Preview) -> None:
    """Raw, as stored, and what is refused with the reason."""
    st.caption(t("In the file"))
    raw = [{_named(k) if k == _LINE else k: v for k, v in row.items()} for row in found.raw]
    st.dataframe(raw, hide_index=True, height=_HEIGHT)
    for name, rows in found.facts.items():
        st.caption(t("Stored as {table}", table=_named(name)))
        st.dataframe([_stored(row) for row in rows], hide_index=True, height=_HEIGHT)
    if found.rejected:
        st.caption(t("Not loaded"))
        st.dataframe([_refused(row) for row in found.rejected], hide_index=True)


def _stored(row: Mapping[str, Any]) -> dict[str, Any]:
    """A stored row under the names of its columns; of answers and attributes, the names of kinds."""
    return {_named(name): _named(value) if name in _CODED else value for name, value in row.items()}


def _refused(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {**row, "outcome": _named(row["outcome"]), "reason": spoken(row["reason"])}
    return {_named(name): value for name, value in told.items()}


def _named(code: str) -> str:
    return spoken(roles.named(code))
