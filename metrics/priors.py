"""Assumptions from the literature that a metric may lean on where the house has not asked its own customers.

They are published guesses, not measurements: always shown as such, with their range, and replaced in the settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol


class Believed(Protocol):
    """What a house believes of one assumption."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Assumption:
    """name · title: in words · value, low, high: as published, shares 0..1 · least, most: what is possible at all ·
    source: who says so."""

    name: str
    title: str
    value: float
    low: float
    high: float
    least: float
    most: float
    source: str


DISSATISFIED_SHARE = Assumption(
    "dissatisfied_share", "Purchases customers are dissatisfied with", 0.25, 0.25, 0.25, 0.0, 1.0,
    "Customer-experience course text; one figure, no range published",
)
COMPLAIN_SHARE = Assumption(
    "complain_share", "Dissatisfied customers who complain to the company", 0.05, 0.01, 0.05, 0.0, 1.0,
    "TARP 1986 (1 in 26 to 27); Goodman 1999 (1 to 5 % reach management)",
)
TOLD_OTHERS = Assumption(
    "told_others", "People a dissatisfied customer tells", 9.0, 8.0, 10.0, 0.0, 1_000.0,
    "TARP 1979 (9 to 10); customer-experience course text (8 to 10)",
)

PRIORS: Mapping[str, Assumption] = MappingProxyType(
    {prior.name: prior for prior in (DISSATISFIED_SHARE, COMPLAIN_SHARE, TOLD_OTHERS)}
)


def overlaid(believed: Iterable[Believed]) -> Mapping[str, Assumption]:
    """Every assumption by name, with the house's own values where it has any. Unknown names raise KeyError."""
    own = {b.name: replace(PRIORS[b.name], value=b.value, low=b.low, high=b.high) for b in believed}
    return {**PRIORS, **own}
