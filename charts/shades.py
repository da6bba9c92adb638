"""Shades between the steps of a scale, and which of a ground's two text colours is readable on a fill."""

from __future__ import annotations

from collections.abc import Sequence

from charts.theme import Ground, theme

_READABLE = 4.5  # contrast ratio of text (WCAG 2.2, AA)
_DARKEST, _LIGHTEST = "#000000", "#FDFDFD"


def between(scale: Sequence[str], place: float) -> str:
    """The colour at a place 0..1 of a scale of "#RRGGBB" steps; places outside are its ends."""
    at = min(max(place, 0.0), 1.0) * (len(scale) - 1)
    step = min(int(at), len(scale) - 2)
    pairs = zip(_parts(scale[step]), _parts(scale[step + 1]), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * (at - step)):02X}" for low, high in pairs)


def readable_on(fill: str, ground: Ground) -> str:
    """The ground's ink, or the ground itself, whichever is told apart; where neither is, the darkest or the lightest there is.

    Of these two one always reaches 4.5:1, since their own contrast is above 4.5 squared.
    """
    colours = theme(ground)
    best = max((colours.ink, colours.ground), key=lambda text: contrast(text, fill))
    return best if contrast(best, fill) >= _READABLE else max((_DARKEST, _LIGHTEST), key=lambda text: contrast(text, fill))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1..21. Source: WCAG 2.2, relative luminance."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _parts(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue
