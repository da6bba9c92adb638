"""Bringing answers of different scales to 0-100 for display, never for tests (catalogue A6)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from metrics.stats.scores import read_number

_RANGE = re.compile(r"(-?\d+)-(-?\d+)")
_REVERSED = "-reversed"


def pomp(score: float, low: float, high: float, reverse: bool = False) -> float | None:
    """Percent of the maximum possible, 0..100; None outside the scale.

    Means and standard deviations carry over; top-box shares and NPS do not, nor does equality across scales.

    Source: Cohen, Cohen, Aiken & West 1999, Multivariate Behavioral Research 34:315.
    """
    if not low < high:
        raise ValueError(f"the scale is {low} to {high}; its lowest answer must be below its highest.")
    if not low <= score <= high:
        return None
    share = 100 * (score - low) / (high - low)
    return 100 - share if reverse else share


def normalise_scale(
    items: Sequence[Sequence[object]], ranked: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Any]:
    """Bring (answer, scale) pairs to 0-100 (catalogue A6). Key: pomp, one number or None per pair.

    Scales: "a-b" (also "0-10"), "stars" (1-5), "percent" (0-100), or a name from `ranked`, whose answers are listed
    from worst to best ("emoji5": ":((" … ":))"). Any of them with "-reversed" counts downwards. A missing, unreadable
    or out-of-range answer is None; an unknown scale raises ValueError.
    """
    values = [_normalise(raw, str(scale), ranked or {}) for raw, scale in items]
    return {"pomp": values, "n": sum(value is not None for value in values), "status": "ok" if values else "empty"}


def _normalise(raw: object, scale: str, ranked: Mapping[str, Sequence[str]]) -> float | None:
    reverse = scale.endswith(_REVERSED)
    name = scale.removesuffix(_REVERSED)
    if name in ranked:
        faces = list(ranked[name])
        return pomp(faces.index(raw) + 1, 1, len(faces), reverse) if raw in faces and isinstance(raw, str) else None
    low, high = _bounds(name, ranked)
    score = read_number(raw)
    return None if score is None else pomp(score, low, high, reverse)


def _bounds(name: str, ranked: Mapping[str, Sequence[str]]) -> tuple[float, float]:
    if name == "stars":  # one star is the least that can be given; where zero can, the scale is "0-5"
        return 1, 5
    if name == "percent":
        return 0, 100
    match = _RANGE.fullmatch(name)
    if not match:
        known = ", ".join(["a-b", "stars", "percent", *ranked])
        raise ValueError(f"scale {name!r} is not known; expected one of: {known}. Add {_REVERSED!r} if low is good.")
    return int(match[1]), int(match[2])
