"""Whether a column can have a role, by name and contents; and the kind of file whose typical columns are there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data_access.importing import roles
from data_access.importing.profile import MOSTLY, Profile
from data_access.importing.scoring import ScoreGuess
from data_access.importing.vocabulary import COMPILED

_RESPONDENT = re.compile(r"(respondent|collector|response|recipient) id\b|resp num\b|respondent\b")  # survey tools' own names
MOST_NAMES = 1_000  # different values a named dimension may have
LEAST_COMMENT = 30  # characters texts of an open question have on average
LEAST_SURE = 3  # points a kind must have, and …
LEAST_LEAD = 2  # … points it must lead by, for nobody to be asked
_TELLING = {"nps": 3, "ces": 3, "csat": 2}  # a score afterwards stands in files of complaints, too


def guess_kind(profiles: Sequence[Profile], scores: dict[str, ScoreGuess]) -> tuple[str, str]:
    """(the kind whose typical columns are there, the kind it may be as well: "" for none, "?" when nothing tells)."""

    def has(kind: str, *wanted: str) -> int:
        return sum(any(fits(kind, role, p) for p in profiles) for role in wanted)

    surveyed = any(_RESPONDENT.match(p.words) for p in profiles)
    dated = any(p.is_date for p in profiles)
    points = {
        "complaints": 2 * has("complaints", "due_at", "closed_at", "resolved_at")
        + has("complaints", "first_response_at", "upheld", "theme")
        + 2 * any("complain" in p.words or "consumer disputed" in p.words or "reclam" in p.words for p in profiles),
        "answers": 6 * surveyed + max((_TELLING.get(s.kind, 0) for s in scores.values()), default=0) + min(4, len(scores)),
        "contacts": 3 * has("contacts", "stage")
        + 2 * has("contacts", "direction", "waiting_seconds", "handling_seconds", "abandoned", "agent")
        + has("contacts", "channel", "case_id")
        if dated
        else 0,
        "purchases": 4 * has("purchases", "amount") if dated else 0,
        "invitations": 6 * (has("invitations", "sent", "answered") == 2),
        "customers": 3 * any(fits("customers", "customer", p) and p.unique for p in profiles)
        + has("customers", "since", "status", "segment"),
    }
    best, second, *_ = sorted(points, key=lambda k: -points[k])
    if points[best] < 2:
        return "answers", "?"
    return best, "" if points[best] >= LEAST_SURE and points[best] - points[second] >= LEAST_LEAD else second


def fits(kind: str, role: str, p: Profile) -> bool:
    """The name says so and the contents do not contradict."""
    pattern = COMPILED[kind].get(role)
    return bool(pattern and pattern.fullmatch(p.words)) and p.filled > 0 and _possible(kind, role, p)


def _possible(kind: str, role: str, p: Profile) -> bool:
    sort = roles.types(kind)[role]
    if role == roles.ID:
        return p.unique and not p.is_date
    if role in (roles.CUSTOMER, "case_id"):
        return p.distinct > 1 and not p.is_date
    if role == roles.COMMENT:
        return p.mean_length > 12 or p.distinct > 50
    by_type = {
        roles.MOMENT: p.is_date,
        roles.DAY: p.is_date,
        roles.NUMBER: p.is_number,
        roles.WHOLE: p.is_number,
        roles.SECONDS: p.is_number or p.clock_share >= MOSTLY,
        roles.FLAG: p.flag_share >= MOSTLY,
        roles.RATED: bool(p.whole) and p.distinct <= 15,
    }
    if sort in by_type:
        return by_type[sort]
    name = not p.is_date and not p.prose and not (p.is_number and p.unique)
    return name and p.distinct <= (12 if role in roles.CHOICES else MOST_NAMES)
