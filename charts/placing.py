"""Where the names of points go, so that none covers another, a point or a reserved corner, on a phone and on a wide screen.

Points move apart with the width of the screen while names keep their size, so a place must be free at every width.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from charts import labels

WIDTHS = (262.0, 330.0, 430.0, 560.0, 760.0, 960.0, 1180.0)  # pixels of a plot, from a phone to a whole page
_NEAR, _LINE, _MARK, _HAIR = 9.0, 15.0, 7.0, 2.0  # from a point to its name; a text's height; half a mark; half a line
_LEVEL = ((1, 0), (-1, 0), (0, -1), (0, 1))  # right, left, above, below
_SLANTED = ((1, -1), (-1, -1), (1, 1), (-1, 1))
_FAR = (24.0, 38.0, 54.0, 72.0, 95.0)  # a name that far away is tied to its point by a line
_AROUND = tuple((cos(pi * k / 8), sin(pi * k / 8)) for k in range(16))
_BESIDE = 0.3  # from that slant on a far name begins, or ends, at its line
_SHORTER = (170.0, 116.0, 84.0, 60.0)  # pixels a name may take, tried in this order

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels, y downwards


@dataclass(frozen=True, slots=True)
class Placed:
    """A name and where its middle is, in pixels from its point (dy downwards) · tied: it needs a line to its point."""

    text: str
    dx: float
    dy: float
    tied: bool


@dataclass(frozen=True, slots=True)
class Room:
    """The plot: its height in pixels, and boxes nothing may cover, from a corner: (right?, bottom?, width, height) · crosses:
    lines run level and upright through the points, so that names had better stand aslant."""

    height: float
    corners: Sequence[tuple[bool, bool, float, float]] = ()
    crosses: bool = False


def place(points: Sequence[tuple[float, float]], names: Sequence[str], room: Room, size: float) -> list[Placed | None]:
    """points: (x, y) as shares of the plot from its upper left. None for a name that finds no place anywhere.

    The most crowded points choose first.
    """
    spots = [[(x * width, y * room.height) for x, y in points] for width in WIDTHS]
    taken: list[list[Box]] = [[_corner(one, width, room.height) for one in room.corners] for width in WIDTHS]
    marks = [[_around(x, y) for x, y in at] for at in spots]
    found: list[Placed | None] = [None] * len(points)
    sides = (*_SLANTED, *_LEVEL) if room.crosses else (*_LEVEL, *_SLANTED)
    for i in sorted(range(len(points)), key=lambda i: (_freedom(spots[0], i), i)):
        for one in _candidates(names[i], size, sides):
            boxes = [[_box(at[i], one, size), *_tie(at[i], one)] for at in spots]
            if all(
                _free(box, i, taken[k], marks[k], width, room.height)
                for k, width in enumerate(WIDTHS) for box in boxes[k]
            ):  # fmt: skip
                found[i] = one
                for k, own in enumerate(boxes):
                    taken[k].extend(own)
                break
    return found


def _candidates(name: str, size: float, sides: Sequence[tuple[int, int]]) -> Iterator[Placed]:
    """Near before far, whole before shortened."""
    seen: set[str] = set()
    for pixels in _SHORTER:
        text = labels.fit(name, pixels, size)
        if text in seen:
            continue
        seen.add(text)
        half = labels.width(text, size) / 2
        for right, down in sides:
            slant = 0.72 if right and down else 1.0
            dy = down * (_NEAR * slant + (_LINE / 2 - 3 if down else 0))
            yield Placed(text, right * (_NEAR * slant + half), dy, False)
        for away in _FAR:
            for x, y in _AROUND:
                beside = half if x > _BESIDE else -half if x < -_BESIDE else 0.0
                yield Placed(text, x * away + beside, y * away, True)


def _box(point: tuple[float, float], one: Placed, size: float) -> Box:
    half, x, y = labels.width(one.text, size) / 2, point[0] + one.dx, point[1] + one.dy
    return x - half, y - _LINE / 2, x + half, y + _LINE / 2


def _tie(point: tuple[float, float], one: Placed) -> list[Box]:
    """The line between a far name and its point, as small boxes: it crosses no other name and no other point."""
    steps = (0.25, 0.35, 0.5, 0.65, 0.8) if one.tied else ()
    middles = [(point[0] + step * one.dx, point[1] + step * one.dy) for step in steps]
    return [(x - _HAIR, y - _HAIR, x + _HAIR, y + _HAIR) for x, y in middles]


def _around(x: float, y: float) -> Box:
    return x - _MARK, y - _MARK, x + _MARK, y + _MARK


def _corner(one: tuple[bool, bool, float, float], width: float, height: float) -> Box:
    right, bottom, wide, high = one
    left, top = (width - wide if right else 0.0), (height - high if bottom else 0.0)
    return left, top, left + wide, top + high


def _free(box: Box, i: int, taken: Sequence[Box], marks: Sequence[Box], width: float, height: float) -> bool:
    inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
    return inside and not any(_meet(box, other) for other in taken) and not any(
        _meet(box, mark) for k, mark in enumerate(marks) if k != i
    )


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _freedom(spots: Sequence[tuple[float, float]], i: int) -> float:
    """Distance to the nearest other point, sideways counting half: names are wide."""
    x, y = spots[i]
    return min((abs(x - a) / 2 + abs(y - b) for k, (a, b) in enumerate(spots) if k != i), default=1e9)
