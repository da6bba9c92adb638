"""Data-borne text made inert for Plotly, which reads some HTML (`<b>`, `<a>`, `<br>`) in every label."""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")


def plain(text: object) -> str:
    """Text without control characters, direction overrides and line breaks: one space for each run of them."""
    return _CONTROLS.sub(" ", str(text)).strip()


def esc(text: object) -> str:
    """`plain`, with `&`, `<` and `>` written so that no label can become markup or a link."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
