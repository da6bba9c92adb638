"""The iceberg: dissatisfaction nobody voices, and how many people hear of it (catalogue E2)."""

from __future__ import annotations

from typing import Any

from scipy import special

from metrics.priors import COMPLAIN_SHARE, DISSATISFIED_SHARE, TOLD_OTHERS
from metrics.stats.checks import require_conf, require_count, require_part

Part = dict[str, float | None]


def iceberg(
    customers: float, dissatisfied_share: float = DISSATISFIED_SHARE.value, complain_share: float = COMPLAIN_SHARE.value,
    wom_low: float = TOLD_OTHERS.low, wom_high: float = TOLD_OTHERS.high, voiced: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Silent dissatisfaction and word of mouth, from purchases down and from complaints up (catalogue E2).

    customers: N, purchases (or customers with one purchase each) · dissatisfied_share d and complain_share c: 0..1 ·
    wom_low, wom_high: people each dissatisfied customer tells · voiced: complaints counted (V), None: not known.
    Top-down: N·d dissatisfied, N·d·c voiced, N·d·(1-c) silent, N·d·w exposures (not unique people). Bottom-up: V/c
    dissatisfied, V/c - V silent; None where c = 0. implied_complain_share: V/(N·d), None where nobody is dissatisfied.
    status: ok | contradiction (more complaints than dissatisfied customers: the assumptions cannot be right).
    Defaults are priors (metrics.priors). Source: TARP 1979/1986; Goodman 1999/2009. ValueError for impossible inputs.
    """
    _require_share("dissatisfied_share", dissatisfied_share)
    _require_share("complain_share", complain_share)
    require_count("customers", customers)
    require_count("voiced", 0 if voiced is None else voiced)
    if not 0 <= wom_low <= wom_high:
        raise ValueError(f"each tells {wom_low} to {wom_high} people; expected no negative number and the lower one first.")
    unhappy = customers * dissatisfied_share
    topdown = _part(unhappy, unhappy * (1 - complain_share), wom_low, wom_high)
    topdown["voiced"] = unhappy * complain_share
    bottomup = _part(None, None, wom_low, wom_high)
    if voiced is not None and complain_share > 0:
        bottomup = _part(voiced / complain_share, voiced / complain_share - voiced, wom_low, wom_high)
    return {
        "topdown": topdown, "bottomup": bottomup,
        "implied_complain_share": voiced / unhappy if voiced is not None and unhappy else None,
        "status": "contradiction" if voiced is not None and voiced > unhappy else "ok",
    }  # fmt: skip


def iceberg_bottomup_interval(
    voiced: float, survey_dissatisfied: int, survey_who_complained: int, prior: tuple[float, float] = (1.0, 1.0),
    conf: float = 0.95,
) -> dict[str, Any]:  # fmt: skip
    """Dissatisfied customers behind V complaints, when c comes from the house's own survey (catalogue E2).

    survey_who_complained s of survey_dissatisfied m complained: c ~ Beta(a + s, b + m - s), prior (a, b). V/c falls as c
    rises, so its quantiles are V divided by the opposite quantiles of c. Keys: median, lo, hi.
    """
    require_part("survey_who_complained", survey_who_complained, "survey_dissatisfied", survey_dissatisfied)
    require_count("voiced", voiced)
    require_conf(conf)
    if min(prior) <= 0:
        raise ValueError(f"prior is Beta{prior}; expected two numbers above 0, such as (1, 1).")
    a, b = prior[0] + survey_who_complained, prior[1] + survey_dissatisfied - survey_who_complained
    tail = (1 - conf) / 2
    median, low, high = (voiced / float(special.betaincinv(a, b, p)) for p in (0.5, 1 - tail, tail))
    return {"median": median, "lo": low, "hi": high}


def _part(unhappy: float | None, silent: float | None, wom_low: float, wom_high: float) -> Part:
    told = (None, None) if unhappy is None else (unhappy * wom_low, unhappy * wom_high)
    return {"dissatisfied": unhappy, "silent": silent, "wom_low": told[0], "wom_high": told[1]}


def _require_share(name: str, share: float) -> None:
    if not 0 <= share <= 1:
        raise ValueError(f"{name} is {share}; expected a share from 0 to 1.")
