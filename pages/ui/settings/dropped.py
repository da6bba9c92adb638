"""A small text file dropped on the page, read once."""

from __future__ import annotations

import streamlit as st

from pages.ui.text import md, t
from pages.ui.upload import forget, upload

_MOST_BYTES = 2_000_000  # a document of settings has thousands of labels at most


def dropped(area: str) -> str | None:
    """The text of a file that has just arrived; None without one. One that is no text is said and put aside."""
    for file in upload(area):
        size, path = file.bytes, file.path
        raw = path.read_bytes() if size <= _MOST_BYTES else b""
        forget(area, file)
        if size > _MOST_BYTES:
            st.warning(t("{name} has {n} bytes. At most {most} are expected. Bring a smaller file.",
                         name=md(file.name), n=f"{size:,}", most=f"{_MOST_BYTES:,}"))
            continue
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            st.warning(t("{name} is no text in UTF-8. Save it as UTF-8 and bring it again.", name=md(file.name)))
    return None
