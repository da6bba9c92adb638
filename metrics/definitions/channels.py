"""Channel mix: how much, through which channel, how concentrated (catalogue C1, C2)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from metrics import comparing
from metrics.definitions.cells import CONF, EMPTY, column, count, distinct, share, total
from metrics.evidence import Spread
from metrics.frames import CASES, CONTACTS
from metrics.metric import Better, Counts, Example, Metric, Unit
from metrics.results import Estimate, Result
from metrics.stats.checks import z_value
from metrics.stats.shares import concentration

TOPIC = "channel_mix"


def compute_count(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Number of contacts."""
    return count(total(cell, "n"), conf=conf)


def compute_share(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Share of its period's whole; a group without any keeps its informative upper bound."""
    return share(total(cell, "n"), total(whole, "n"), conf=conf)


def compute_distinct(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Distinct customers or cases in contact; the contacts that name none are in the detail."""
    return count(distinct(cell, "n"), {"missing": total(cell, "missing")}, conf)


def compute_concentration(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Effective number of channels: how many equally used channels would be as varied."""
    names, n = np.asarray(cell["channel"]), column(cell, "n")
    counts = [int(n[names == name].sum()) for name in dict.fromkeys(names)]
    found = concentration(counts)
    if found["n"] == 0:
        return EMPTY
    entropy, se = found["entropy_nats"], found["se_entropy"]
    used = sum(1 for c in counts if c)
    low, high = _effective_interval(entropy, se, used, conf)
    detail = {"channels": used, "hhi": found["hhi"], "effective_simpson": found["effective_channels_simpson"]}
    value = found["effective_channels_shannon"]
    return Estimate(value, low, high, found["n"], detail=detail, evidence=Spread(entropy, se))


def _effective_interval(entropy: float, se: float, channels: int, conf: float) -> tuple[float | None, float | None]:
    """e^H by the delta method on H, kept within 1 and the channels used; open where the method fails (se = 0)."""
    if se == 0:
        return None, None
    half, value = z_value(conf) * se, math.exp(entropy)
    return max(1.0, math.exp(entropy - half)), max(value, min(float(channels), math.exp(entropy + half)))


_FOUR = tuple(
    {"channel": channel, "n": n, "handling_seconds": 0.0, "cost": 0.0}
    for channel, n in (("Phone", 520), ("Web", 310), ("Chat", 120), ("Branch", 50))
)

CONTACT_COUNT = Metric(
    key="contacts", title="Contacts", topic=TOPIC,
    question="How many contacts do we handle?",
    frame=CONTACTS, compute=compute_count, compare=comparing.events,
    unit=Unit.COUNT, better=Better.NEITHER, counted="contacts", min_n=None, least_change=comparing.VOLUME_CHANGE,
    formula_words="Contacts in the period, with an exact Poisson interval for what such a period could have brought"
    + comparing.VOLUMES_CLUSTER,
    formula="n",
    exclusions="Contacts of an unknown channel count as '(unknown)'.",
    source="Garwood 1936",
    example=Example(
        ({"n": 37, "handling_seconds": 0.0, "cost": 0.0},), 37, 26.051414567106037, 50.99962614193083, 37,
    ),
)  # fmt: skip

CONTACT_SHARE = Metric(
    key="contact_share", title="Share of contacts", topic=TOPIC,
    question="Through which channels do customers reach us?",
    frame=CONTACTS, compute=compute_share, compare=comparing.shares, needs_by=True,
    unit=Unit.SHARE, decimals=1, better=Better.NEITHER, counted="contacts", min_n=None,
    formula_words="Contacts of the group as a share of all contacts of the same period; Wilson interval",
    formula="x(c) / n",
    exclusions="Nobody: contacts of an unknown channel are a group of their own. Contacts are counted, not customers.",
    above="contacts of the group", below="contacts of all groups",
    source="Wilson 1927; Goodman 1965",
    example=Example(
        ({"n": 520, "handling_seconds": 0.0, "cost": 0.0},), 0.52, 0.4890177246575191, 0.5508292050030589, 1000,
        whole=_FOUR,
    ),
)  # fmt: skip

CONCENTRATION = Metric(
    key="channel_concentration", title="Effective number of channels", topic=TOPIC,
    question="How many channels do our contacts really spread over?",
    frame=CONTACTS, compute=compute_concentration, compare=comparing.effective_numbers, inner=("channel",),
    unit=Unit.SCORE, better=Better.NEITHER, counted="contacts", min_n=None, decimals=1,
    formula_words=(
        "How many equally used channels would be as varied as the real mix; interval by the delta method, "
        "which says nothing for one channel or equal shares"
    ),
    formula="e^H, H = -Σ p ln p; SE(H) = √((Σ p ln²p - H²) / n)",
    exclusions="Contacts of an unknown channel count as one channel.",
    source="Shannon 1948; Hill 1973",
    example=Example(_FOUR, 3.0262575537381102, 2.9085664274, 3.1487108891, 1000),
)  # fmt: skip

CUSTOMERS = Metric(
    key="customers_in_contact", title="Customers in contact", topic=TOPIC,
    question="How many customers contact us?",
    frame=CASES, options={"counted": "customer"}, compute=compute_distinct, compare=comparing.events,
    unit=Unit.COUNT, better=Better.NEITHER, counted="customers", min_n=None, least_change=comparing.VOLUME_CHANGE,
    formula_words="Different customers with at least one contact; they do not add over groups or periods; Poisson interval"
    + comparing.VOLUMES_CLUSTER,
    formula="|{customers}|",
    exclusions="Contacts without a known customer are left out and said.",
    source="Set arithmetic; catalogue C11",
    example=Example(({"missing": 4, "n": 37},), 37, 26.051414567106037, 50.99962614193083, 37),
)  # fmt: skip

CASE_COUNT = Metric(
    key="cases", title="Cases", topic=TOPIC,
    question="How many cases do our contacts belong to?",
    frame=CASES, options={"counted": "case"}, compute=compute_distinct, compare=comparing.events,
    unit=Unit.COUNT, better=Better.NEITHER, counted="cases", min_n=None, least_change=comparing.VOLUME_CHANGE,
    formula_words="Different cases with at least one contact; they do not add over groups or periods; Poisson interval"
    + comparing.VOLUMES_CLUSTER,
    formula="|{cases}|",
    exclusions="Contacts without a case are left out and said.",
    source="Set arithmetic; catalogue D1",
    example=Example(({"missing": 0, "n": 37},), 37, 26.051414567106037, 50.99962614193083, 37),
)  # fmt: skip

METRICS = (CONTACT_COUNT, CONTACT_SHARE, CONCENTRATION, CUSTOMERS, CASE_COUNT)
