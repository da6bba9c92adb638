"""Guards for counts, shares and confidence levels: what was seen, the rule, what to do next."""

from __future__ import annotations

import math
from collections.abc import Sized
from functools import lru_cache
from typing import Literal

from scipy import special

Status = Literal["ok", "empty", "insufficient", "degenerate"]


@lru_cache(maxsize=64)
def z_value(conf: float) -> float:
    """Two-sided standard normal quantile for a confidence level (0.95 gives 1.959963984540054)."""
    require_conf(conf)
    return float(special.ndtri((1 + conf) / 2))


def t_value(conf: float, df: float) -> float:
    """Two-sided Student t quantile for a confidence level and degrees of freedom."""
    require_conf(conf)
    return float(special.stdtrit(df, (1 + conf) / 2))


def alpha_of(conf: float) -> float:
    """The level of the tests that go with an interval level: 0.05 with 0.95 (without the last digit's rounding)."""
    require_conf(conf)
    return round(1 - conf, 12)


def p_from_z(z: float) -> float:
    """Two-sided p of a standard normal statistic."""
    return float(2 * special.ndtr(-abs(z)))


def p_from_t(t: float, df: float) -> float:
    """Two-sided p of a Student t statistic."""
    return float(2 * special.stdtr(df, -abs(t)))


def require_conf(conf: float) -> None:
    if not 0 < conf < 1:
        raise ValueError(f"conf is {conf}, must lie between 0 and 1; write 95 % as 0.95.")


def require_count(name: str, value: float) -> None:
    """Counts are finite and not negative. Fractions are allowed: an effective sample size is a count too."""
    if not (value >= 0 and math.isfinite(value)):
        raise ValueError(f"{name} is {value}, must be a finite count >= 0; check how it was counted.")


def require_part(part_name: str, part: float, whole_name: str, whole: float) -> None:
    """A part of a whole: both are counts, and the part is not larger."""
    require_count(part_name, part)
    require_count(whole_name, whole)
    if part > whole:
        raise ValueError(
            f"{part_name} is {part} but {whole_name} is {whole}; a part cannot exceed its whole. "
            "Count both over the same rows."
        )


def require_some(name: str, value: float) -> None:
    """A denominator: a count above 0. Callers answer "empty" before they ask for an interval."""
    require_count(name, value)
    if value == 0:
        raise ValueError(f"{name} is 0, so the figure is undefined; report it as empty instead.")


def require_aligned(**columns: Sized) -> None:
    """Columns that belong together have one entry per point, channel or row each."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        seen = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise ValueError(f"the columns differ in length: {seen} entries; give one entry of each per point.")
