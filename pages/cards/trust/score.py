"""Which score the cards about trust speak of: CSAT, or NPS where only that was asked."""

from __future__ import annotations

from typing import Any

from metrics.readout import Readout
from metrics.results import Estimate, Reason
from pages.cards.ask import Ask


def main_score(ask: Ask, **asked: Any) -> Readout:
    """CSAT; NPS where nobody answered a CSAT question."""
    csat = ask.readout("csat", **asked)
    if isinstance(csat.overall, Estimate) or csat.overall.reason is not Reason.EMPTY:
        return csat
    nps = ask.readout("nps", **asked)
    return nps if isinstance(nps.overall, Estimate) or nps.overall.reason is not Reason.EMPTY else csat
