"""What a file's column can be, per kind of file: derived from the tables, so that a new column is a new role."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from types import MappingProxyType

from sqlalchemy import Boolean, Date, DateTime, Float, Integer, String, Table

from data_access.schema import BEHIND, complaints, contacts, customers, invitations, purchases
from data_access.schema import answers as answers_table
from metrics.phrases import Phrase
from metrics.saying import word

KINDS = ("answers", "invitations", "contacts", "complaints", "purchases", "customers")
ID, CUSTOMER, TS, SCORE, COMMENT, ATTRIBUTE, IGNORE = "id", "customer", "ts", "score", "comment", "attribute", "ignore"
SATISFACTION = "satisfaction_after"
SCORE_KINDS = ("nps", "csat", "ces", "rating")

TEXT, FLAG, NUMBER, SECONDS, WHOLE, MOMENT, DAY, RATED, CLOCK = (
    "text",
    "flag",
    "number",
    "seconds",
    "whole",
    "moment",
    "day",
    "score",
    "clock",
)
FACTS: Lookup[str, Table] = MappingProxyType(
    {
        "answers": answers_table,
        "invitations": invitations,
        "contacts": contacts,
        "complaints": complaints,
        "purchases": purchases,
        "customers": customers,
    }
)
# The table with one row per loaded row of the file: a response holds several answers, or none with a score.
MAIN: Lookup[str, str] = MappingProxyType({kind: table.name for kind, table in FACTS.items()} | {"answers": "responses"})
_GIVEN = frozenset(
    {  # set by the import itself, never by a column of the file
        "source",
        "record",
        "seq",
        "batch_id",
        "day",
        "question",
        "kind",
        "scale_min",
        "scale_max",
        "resolved_day",
        "satisfaction_min",
        "satisfaction_max",
        "score",
    }
)
_MANY = frozenset({SCORE, COMMENT, ATTRIBUTE, IGNORE})  # roles several columns may have

_CLEARER = {  # what a code means, where the same word means something else elsewhere
    "amount": word("amount of money"), "day": word("calendar day"), "resolved": word("resolved or not"),
    "answered": word("invitations answered"), "sent": word("invitations sent"),
}  # fmt: skip
# (allowed value, words that mean it): closed lists of the schema
CHOICES: Lookup[str, Lookup[str, tuple[str, ...]]] = MappingProxyType(
    {
        "direction": {"inbound": ("in", "incoming"), "outbound": ("out", "outgoing")},
        "mode": {
            "assisted": ("human", "agent", "staffed"),
            "automated": ("self-service", "self service", "bot", "automatic"),
        },
        "transferred_to": {
            "nobody": ("no", "none", "no transfer"),
            "specialist": ("second line",),
            "supervisor": ("manager",),
        },
        "escalated": {
            "front line": ("frontline", "first line", "level 1", "no"),
            "specialist": ("level 2",),
            "senior": ("manager", "level 3"),
            "external": ("ombudsman", "regulator"),
        },
        "upheld": {
            "upheld": ("yes", "justified"),
            "partly": ("partially upheld", "partial"),
            "rejected": ("no", "not upheld"),
            "withdrawn": (),
        },
        "confirmed": {
            "yes": ("y", "true", "1", "sim", "s", "resolved", "是"),
            "no": ("n", "false", "0", "não", "not resolved", "否"),
        },
    }
)


def types(kind: str) -> dict[str, str]:
    """The roles of one kind with the type of their values: {"ts": "moment", "channel": "text", …}."""
    found = {ID: TEXT, CUSTOMER: TEXT}
    for column in FACTS[kind].columns:
        if column.name not in _GIVEN | BEHIND:
            found[column.name] = _type(column.name, column.type)
    found |= {clock_of(name): CLOCK for name, sort in found.items() if sort == MOMENT}
    if kind == "complaints":
        found[SATISFACTION] = RATED
    if kind in ("answers", "contacts", "complaints"):
        found |= {SCORE: RATED, COMMENT: TEXT}
        if kind != "answers":
            found |= {"instrument": TEXT, "weight": NUMBER}
    if kind == "invitations":
        del found[CUSTOMER]
    return found | ({ATTRIBUTE: TEXT} if kind != "invitations" else {}) | {IGNORE: TEXT}


def named(code: str) -> str:
    """A role, a kind of file or a kind of score: its code, and its name to readers of other languages."""
    return Phrase(code, _CLEARER.get(code, code), {})


def clock_of(role: str) -> str:
    """The role of a column with the time of day, where the column of `role` holds only the day."""
    return f"{role}_clock"


def repeatable(role: str) -> bool:
    """Whether several columns of one file may have this role."""
    return role in _MANY


def required(kind: str) -> tuple[str, ...]:
    """Roles a row cannot do without: a row lacking one of them is rejected."""
    return tuple(c.name for c in FACTS[kind].columns if not c.nullable and c.name not in _GIVEN)


def _type(name: str, kind: object) -> str:
    if isinstance(kind, Float):
        return SECONDS if name.endswith("_seconds") else NUMBER
    for sort, text in ((Boolean, FLAG), (DateTime, MOMENT), (Date, DAY), (Integer, WHOLE), (String, TEXT)):
        if isinstance(kind, sort):
            return text
    raise TypeError(f"column {name} has a type no file column can be read into: {kind!r}")
