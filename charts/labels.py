"""Room for words: how wide a text is, how to shorten and wrap it, and how to keep labels from covering one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from unicodedata import east_asian_width

_SIGN = re.compile(r"(?<=[_/,;-])")  # behind it a long code may go on in the next line
_NARROW, _BROAD = set("iljtfrI.,:;'|!()[] ·"), set("mwMWQO@%—")


def width(text: str, size: float = 12) -> float:
    """Estimated width in pixels, on the wide side (no font is measured)."""
    total = 0.0
    for char in text:
        if east_asian_width(char) in "WF":
            total += 1.0
        elif char in _NARROW:
            total += 0.33
        elif char in _BROAD:
            total += 0.9
        else:
            total += 0.64 if char.isupper() else 0.57
    return total * size


def fit(text: str, pixels: float, size: float = 12) -> str:
    """The text, or its beginning and "…" where it is wider than `pixels`."""
    if width(text, size) <= pixels:
        return text
    used = width("…", size)
    for end, char in enumerate(text):  # from the front: a name of 10,000 letters costs no more than a short one
        used += width(char, size)
        if used > pixels:
            return text[:end].rstrip() + "…"
    return text


def lines(text: str, pixels: float, most: int = 2, size: float = 12) -> list[str]:
    """At most `most` lines; the last one is shortened where the text is longer."""
    found = wrap(text, pixels, size)
    return found if len(found) <= most else [*found[: most - 1], fit(" ".join(found[most - 1 :]), pixels, size)]


def crowded(names: Sequence[Sequence[str]]) -> bool:
    """Whether two neighbours take two lines each: rows of one line's height have no room for both."""
    return any(len(name) > 1 < len(below) for name, below in pairwise(names))


def wrap(text: str, pixels: float, size: float = 12) -> list[str]:
    """Lines no wider than `pixels`: broken at spaces, in long codes behind a sign, else anywhere (Chinese)."""
    lines, line = [], ""
    for piece in _pieces(text, pixels, size):
        if line and width(line + piece.rstrip(" "), size) > pixels:
            lines.append(line.rstrip(" "))
            line = ""
        line += piece if line or piece.strip(" ") else ""
    return [*lines, line.rstrip(" ")] if line.strip(" ") else lines


def _pieces(text: str, pixels: float, size: float) -> list[str]:
    pieces: list[str] = []
    for word in text.replace(" ", " \0").split("\0"):
        for part in _SIGN.split(word) if width(word, size) > pixels else [word]:
            if any(east_asian_width(c) in "WF" for c in part) or width(part, size) > pixels:
                pieces.extend(part)
            else:
                pieces.append(part)
    return pieces


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as close as possible to the wanted ones, at least `gap` apart, inside low..high; order kept.

    Neighbours that touch form a block around their common mean (pool adjacent violators: the least-squares answer).
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[list[float]] = []  # [sum of (wanted - offset), count]
    for rank, i in enumerate(order):
        blocks.append([wanted[i] - rank * gap, 1.0])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1] = [blocks[-1][0] + total, blocks[-1][1] + count]
    flat = [total / count for total, count in blocks for _ in range(int(count))]
    top = max(low, high - (len(wanted) - 1) * gap)
    placed = [0.0] * len(wanted)
    for rank, i in enumerate(order):
        placed[i] = min(max(flat[rank], low), top) + rank * gap
    return placed
