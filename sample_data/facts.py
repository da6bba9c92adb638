"""The company's frames of codes as the store's fact tables, one function per table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from sample_data import tables as to
from sample_data.answers import INSTRUMENTS, ITEMS, OVERALL, QUESTIONS, RECOMMEND, answered_scores
from sample_data.comments import LANGUAGES
from sample_data.complaints import CONFIRMED, LEVELS, OUTCOMES, SEVERITIES, THEMES
from sample_data.complaints import TEAMS as COMPLAINT_TEAMS
from sample_data.contacts import AGENTS_PER_TEAM, TEAMS, TOUCHPOINTS, TRANSFERS
from sample_data.customers import AGE_GROUPS, STATUSES
from sample_data.journeys import DEVICES
from sample_data.world import DAY_SECONDS, NONE, PURCHASE_STAGES, REASONS, SERVICE_STAGES

STAGES = SERVICE_STAGES + PURCHASE_STAGES
_KINDS = ("csat", "ces", "nps", *["rating"] * len(ITEMS))  # in the order of QUESTIONS
_LOWEST = {"csat": 1.0, "ces": 1.0, "nps": 0.0, "rating": 1.0}
_HIGHEST = {"csat": 5.0, "ces": 7.0, "nps": 10.0, "rating": 5.0}
_AGENTS = tuple(f"A{number:03d}" for number in range(len(TEAMS) * AGENTS_PER_TEAM))


def contacts(rows: pd.DataFrame, ids: list[str]) -> pa.Table:
    """Service contacts (cases S…) and steps of purchase journeys (cases J…)."""
    return to.fact("contacts", np.arange(len(rows)), rows, {
        **_happened(rows["second"]),
        "customer": to.text(rows["customer"], ids),
        "case_id": to.numbered(rows["case"], np.where(rows["purchase"], "J", "S")),
        "direction": to.text(rows["direction"], ("inbound", "outbound")),
        "mode": to.text(rows["mode"], ("assisted", "automated")),
        "stage": to.text(rows["stage"], STAGES),
        "touchpoint": to.text(rows["touchpoint"], TOUCHPOINTS),
        "reason": to.text(rows["reason"], REASONS),
        "agent": to.text(rows["agent"], _AGENTS),
        "transferred_to": to.text(rows["transferred"], TRANSFERS),
        "resolved": to.flag(rows["solved"]),
        "abandoned": to.flag(rows["abandoned"]),
        "waiting_seconds": to.number(rows["waiting"]),
        "handling_seconds": to.number(rows["handling"]),
        "cost": to.number(rows["cost"]),
        "team": to.text(rows["team"], TEAMS),
    })


def responses(rows: pd.DataFrame, ids: list[str]) -> pa.Table:
    """One row per questionnaire that came back."""
    return to.fact("answers", np.arange(len(rows)), rows, {
        **_happened(rows["second"]),
        "customer": to.text(rows["customer"], ids),
        "case_id": to.numbered(rows["case"], "S"),
        "instrument": to.text(rows["instrument"], INSTRUMENTS),
        "touchpoint": to.text(rows["touchpoint"], TOUCHPOINTS),
        "stage": to.text(rows["stage"], STAGES),
    })


def answers(responses: pd.DataFrame, ids: list[str]) -> pa.Table:
    """One row per answered question; all of one questionnaire share its record."""
    given = answered_scores(responses)
    place, question = given["response"].to_numpy(), given["question"].to_numpy()
    rows = responses.iloc[place]
    return to.fact("answers", place, rows, {
        **_happened(rows["second"]),
        "customer": to.text(rows["customer"], ids),
        "case_id": to.numbered(rows["case"], "S"),
        "instrument": to.text(rows["instrument"], INSTRUMENTS),
        "question": to.text(question, QUESTIONS),
        "kind": to.text(question, _KINDS),
        "scale_min": to.number(np.array([_LOWEST[kind] for kind in _KINDS])[question]),
        "scale_max": to.number(np.array([_HIGHEST[kind] for kind in _KINDS])[question]),
        "score": to.number(given["score"]),
        "touchpoint": to.text(rows["touchpoint"], TOUCHPOINTS),
        "stage": to.text(rows["stage"], STAGES),
    })


def comments(said: pd.DataFrame, responses: pd.DataFrame, ids: list[str]) -> pa.Table:
    """What was written beside the scores; shares the questionnaire's record."""
    place = said["response"].to_numpy()
    rows = responses.iloc[place]
    return to.fact("answers", place, rows, {
        **_happened(rows["second"]),
        "customer": to.text(rows["customer"], ids),
        "question": to.text(rows["instrument"], (OVERALL, RECOMMEND)),
        "text": pa.array(said["text"].tolist(), pa.string()),
        "language": to.text(said["language"], LANGUAGES),
    })


def invitations(asked: pd.DataFrame) -> pa.Table:
    """Sent, bounced, answered and broken-off questionnaires per day of sending, channel, unit and instrument."""
    counts = {name: pa.array(asked[name].to_numpy(), pa.int32()) for name in ("sent", "bounced", "answered", "partial")}
    return to.fact("invitations", np.arange(len(asked)), asked, {
        **_happened(asked["day"] * DAY_SECONDS), "instrument": to.text(asked["instrument"], INSTRUMENTS), **counts,
    })


def complaints(rows: pd.DataFrame, ids: list[str]) -> pa.Table:
    """Complaints with every moment that was reached before the end."""
    scored = rows["satisfaction"].to_numpy() != NONE
    return to.fact("complaints", np.arange(len(rows)), rows, {
        **_happened(rows["opened"]),
        "customer": to.text(rows["customer"], ids),
        "case_id": to.numbered(rows["case"], "S"),
        "first_response_at": to.moment(rows["first_response"]),
        "due_at": to.moment(rows["due"]),
        "resolved_at": to.moment(rows["resolved"]),
        "resolved_day": to.day(rows["resolved"]),
        "closed_at": to.moment(rows["closed"]),
        "reopened_at": to.moment(rows["reopened"]),
        "theme": to.text(rows["theme"], THEMES),
        "severity": to.text(rows["severity"], SEVERITIES),
        "escalated": to.text(rows["escalated"], LEVELS),
        "upheld": to.text(rows["upheld"], OUTCOMES),
        "compensation": to.number(rows["compensation"]),
        "satisfaction_after": to.number(np.where(scored, rows["satisfaction"], np.nan)),
        "satisfaction_min": to.number(np.where(scored, 1.0, np.nan)),
        "satisfaction_max": to.number(np.where(scored, 5.0, np.nan)),
        "confirmed": to.text(rows["confirmed"], CONFIRMED),
        "team": to.text(rows["team"], COMPLAINT_TEAMS),
    })


def purchases(rows: pd.DataFrame, ids: list[str]) -> pa.Table:
    """Purchases with their amount."""
    own = {"customer": to.text(rows["customer"], ids), "amount": to.number(rows["amount"])}
    return to.fact("purchases", np.arange(len(rows)), rows, {**_happened(rows["second"]), **own})


def customers(rows: pd.DataFrame, ids: list[str]) -> pa.Table:
    """Everybody who is or was a customer; channel is the usual one."""
    return to.fact("customers", np.arange(len(rows)), rows.rename(columns={"home": "channel"}), {
        "customer": pa.array(ids, pa.string()),
        "since": to.date_of(rows["since"]),
        "status": to.text(rows["status"], STATUSES),
    })


def attributes(contacts: pd.DataFrame, responses: pd.DataFrame, people: pd.DataFrame) -> pa.Table:
    """Columns the facts have no place for: the device of a journey's step, the age group of who answered."""
    digital = np.flatnonzero(contacts["device"].to_numpy() != NONE)
    devices = to.text(contacts["device"].to_numpy()[digital], DEVICES)
    ages = to.text(people["age"].to_numpy()[responses["customer"].to_numpy()], AGE_GROUPS)
    return pa.concat_tables([
        to.attribute("contacts", digital, "Device", devices),
        to.attribute("answers", np.arange(len(responses)), "Age group", ages),
    ])


def _happened(seconds: pd.Series) -> dict[str, pa.Array]:
    return {"ts": to.moment(seconds), "day": to.day(seconds)}
