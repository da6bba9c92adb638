"""How many answers a comparison needs (catalogue A23)."""

from __future__ import annotations

import math
from typing import Any

from scipy import special

from metrics.stats.checks import z_value


def answers_per_group(p1: float, p2: float, alpha: float = 0.05, power: float = 0.8) -> float | None:
    """Answers per group that tell the shares p1 and p2 apart; None where they are equal, which no number can do.

    Source: Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions.
    """
    for name, share in (("p1", p1), ("p2", p2)):
        if not 0 <= share <= 1:
            raise ValueError(f"{name} is {share}, must lie between 0 and 1; write 80 % as 0.8.")
    if p1 == p2:
        return None
    return z_sum(alpha, power) ** 2 * (p1 * (1 - p1) + p2 * (1 - p2)) / (p1 - p2) ** 2


def detectable_change(p: float, n: float, alpha: float = 0.05, power: float = 0.8) -> float | None:
    """Smallest change of a share p that n answers per group show; None at 0, 1 and n = 0, where it has no value."""
    spread = p * (1 - p)
    return z_sum(alpha, power) * math.sqrt(2 * spread / n) if spread > 0 and n > 0 else None


def sample_size_two_prop(
    p1: float, p2: float, alpha: float = 0.05, power: float = 0.8, deff: float = 1.0
) -> dict[str, Any]:
    """Answers per group for comparing two shares, two-sided (catalogue A23).

    Keys: n_per_group, n_per_group_ceil, mde_at_that_n (smallest change from p1 that the rounded-up number shows),
    status. `deff` multiplies the number where answers are weighted or come several per customer. Equal shares would
    need infinitely many: None and "degenerate".
    """
    if not (deff >= 1 and math.isfinite(deff)):
        raise ValueError(f"deff is {deff}, must be at least 1; a plain sample has 1.")
    plain = answers_per_group(p1, p2, alpha, power)
    if plain is None:
        return {"n_per_group": None, "n_per_group_ceil": None, "mde_at_that_n": None, "status": "degenerate"}
    needed = plain * deff
    whole = math.ceil(needed)
    change = detectable_change(p1, whole / deff, alpha, power)
    return {
        "n_per_group": needed, "n_per_group_ceil": whole, "mde_at_that_n": change,
        "status": "ok" if change is not None else "degenerate",
    }  # fmt: skip


def z_sum(alpha: float = 0.05, power: float = 0.8) -> float:
    """Φ⁻¹(1 - α/2) + Φ⁻¹(power): how far apart two sides must lie, in standard errors."""
    if not 0 < power < 1:
        raise ValueError(f"power is {power}, must lie between 0 and 1; write 80 % as 0.8.")
    return z_value(1 - alpha) + float(special.ndtri(power))
