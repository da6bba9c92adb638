"""The figure as it leaves the house: light on white, with question, verdict, n, filters and as-of drawn into it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from charts import labels
from charts.errors import FigureError
from charts.escape import esc, plain
from charts.figures.base import Figure, said
from charts.theme import FONT, theme
from charts.voice import READER, Voice
from metrics import formats

WIDTH, HEIGHT = 1200, 675
_SIDE, _GROW = 48, 1.3
_SIZES = frozenset({"size", "ticklen", "xshift", "yshift", "borderpad"})
_STYLES = {"question": (26, 33), "verdict": (18, 25), "line": (14, 20)}  # type size, line height in pixels


class Texts(Protocol):
    """What a card says around its chart; `reports.content.CardContent` is one."""

    @property
    def question(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def caption(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def definition(self) -> str: ...
    @property
    def as_of(self) -> datetime: ...
    @property
    def data_version(self) -> str: ...


def footer(drawn: Figure, texts: Texts, *, voice: Voice = READER) -> Figure:
    """A copy of 1200 pixels' width and at least 675 in height, its words wrapped so that nothing overlaps.

    The figure must have been drawn for the light ground; FigureError otherwise.
    """
    if drawn["layout"]["meta"]["ground"] != "light":
        raise FigureError("this figure was drawn for the dark ground; exports are light on white: draw it with ground 'light'.")
    copy: Figure = _grown(drawn)  # a slide shows what the card shows, not a small chart in a large frame
    layout = copy["layout"]
    margin = layout["margin"] = {side: _grow(pixels) for side, pixels in layout["margin"].items()}
    above = [("question", texts.question), ("verdict", texts.verdict)]
    below = [" · ".join([texts.caption, *said(drawn)]), texts.definition, _circumstances(texts, voice)]
    head, top = _block(above, start=26)
    foot, bottom = _block([("line", line) for line in below], start=22)
    margin.update(l=max(margin["l"], 0) + _SIDE, r=margin["r"] + _SIDE, t=margin["t"] + top, b=margin["b"] + bottom)
    height = max(HEIGHT, round(top + bottom + drawn["layout"]["height"] * _GROW))
    layout.update(width=WIDTH, height=height, autosize=False, paper_bgcolor="#FFFFFF", plot_bgcolor="#FFFFFF")
    inner = {"l": margin["l"] - _SIDE, "t": margin["t"], "b": margin["b"] - bottom}
    layout["annotations"] = [
        *layout.get("annotations", []),
        *(_line(words, style, 1, margin["t"] - offset, inner, voice_muted=False) for words, style, offset in head),
        *(_line(words, style, 0, -(inner["b"] + offset), inner, voice_muted=True) for words, style, offset in foot),
    ]
    return copy


def _circumstances(texts: Texts, voice: Voice) -> str:
    as_of = voice.words("as of {when}", when=formats.moment(texts.as_of))
    return " · ".join([texts.sentence, as_of, voice.words("data version {version}", version=texts.data_version)])


def _block(lines: list[tuple[str, str]], start: float) -> tuple[list[tuple[str, str, float]], float]:
    """(words, style, distance of the line's top from the block's edge), and the block's height."""
    found, at = [], start
    for style, words in lines:
        size, leading = _STYLES[style]
        for line in labels.wrap(plain(words), WIDTH - 2 * _SIDE, size):
            found.append((line, style, at))
            at += leading
        at += 4 if words else 0
    return found, at + 12


def _line(words: str, style: str, y: int, shift: float, inner: dict[str, float], *, voice_muted: bool) -> dict[str, Any]:
    """One line of text, left-aligned with the page and not with the plot; y counts from the plot's edge."""
    colours = theme("light")
    return {
        "text": f"<b>{esc(words)}</b>" if style == "question" else esc(words),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": y,
        "xshift": -inner["l"],
        "yshift": shift,
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "align": "left",
        "font": {"family": FONT, "size": _STYLES[style][0], "color": colours.muted if voice_muted else colours.ink},
    }


def _grown(node: Any, keys: frozenset[str] = _SIZES) -> Any:
    """The same structure with every size in pixels multiplied by _GROW; values, hover words and shares stay."""
    if isinstance(node, dict):
        return {key: _grow(value) if key in keys else _grown(value) for key, value in node.items()}
    return [_grown(item) for item in node] if isinstance(node, list) else node


def _grow(size: Any) -> Any:
    if isinstance(size, list):
        return [_grow(one) for one in size]
    return size * _GROW if isinstance(size, int | float) and not isinstance(size, bool) else size
