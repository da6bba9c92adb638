"""How many of those who were asked answered (catalogue A7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from metrics import comparing
from metrics.definitions.cells import CONF, column, nothing, share, total
from metrics.frames import INVITATIONS
from metrics.metric import Better, Counts, Example, Metric, Unit
from metrics.results import Reason, Result, Withheld


def compute_response_rate(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Answered of delivered, both of the same invitations. More answers than deliveries contradict themselves: UNDEFINED."""
    delivered = total(cell, "delivered")
    if delivered <= 0:
        return nothing(cell, "delivered")
    answered = int(np.nansum(column(cell, "answered")))
    if answered > delivered:
        return Withheld(Reason.UNDEFINED, delivered)
    return share(answered, delivered, {"invited": int(np.nansum(column(cell, "sent")))}, conf)


_MARCH = {"sent": 2000, "bounced": 120.0, "answered": 423.0, "partial": 31.0, "delivered": 1880, "not_recorded": 0}

RESPONSE_RATE = Metric(
    key="response_rate", title="Response rate", topic="satisfaction",
    question="How many of those we ask answer?",
    frame=INVITATIONS, compute=compute_response_rate, compare=comparing.shares,
    unit=Unit.SHARE, decimals=1, better=Better.HIGHER, counted="invitations",
    formula_words=(
        "Invitations sent in the period that were answered, whenever, as a share of those that were delivered (sent and not "
        "bounced); Wilson interval"
    ),
    formula="r = answered / (sent - bounced)",
    exclusions="Bounced invitations reached nobody. An answer broken off half-way does not count as one.",
    maturity="on the day it was sent; one of the last days may still be answered",
    above="answered", below="delivered",
    source="AAPOR Standard Definitions (RR1); Wilson 1927",
    example=Example((_MARCH,), 0.225, 0.20669563199230284, 0.24442590737157993, 1880),
)  # fmt: skip

METRICS = (RESPONSE_RATE,)
