"""How a comment is shown: what was said first, its day, channel and score below."""

from __future__ import annotations

import pandas as pd

from metrics import formats
from pages.ui.text import esc, t


def as_html(found: pd.DataFrame) -> str:
    """Each comment with its day, channel and score. Nothing of it can be markup."""
    lines = []
    for row in found.to_dict("records"):
        parts = formats.day(row["day"]), row["channel"], _score(row["score"], row["scale_max"])
        where = "\u00a0\u00a0·\u00a0 ".join(esc(part) for part in parts if part)
        lines.append(f"<li><p>{esc(row['text'])}</p><small>{where}</small></li>")
    return f'<ul class="ts-comments">{"".join(lines)}</ul>'


def _score(score: float | None, most: float | None) -> str:
    if score is None or most is None or pd.isna(score) or pd.isna(most):
        return t("no score")
    return t("{score} of {most}", score=f"{score:g}", most=f"{most:g}")
