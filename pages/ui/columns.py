"""Columns of single rows in words, and how their values are written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from metrics.saying import word
from pages.ui.text import t

_WORDS = {
    "number": word("No."), "day": word("Day"), "ts": word("Time (UTC)"), "channel": word("Channel"),
    "direction": word("Direction"), "mode": word("Served by"), "stage": word("Stage"), "touchpoint": word("Touchpoint"),
    "reason": word("Reason"), "resolved": word("Resolved"), "abandoned": word("Given up"),
    "transferred_to": word("Handed over to"), "waiting_seconds": word("Waited (s)"), "handling_seconds": word("Handled (s)"),
    "cost": word("Cost"), "team": word("Team"), "owner": word("Owner"), "segment": word("Segment"), "region": word("Region"),
    "product": word("Product"), "business_unit": word("Business unit"), "case_id": word("Case"), "source": word("Source"),
    "question": word("Question"), "score": word("Score"), "scale_min": word("Scale from"), "scale_max": word("Scale to"),
    "kind": word("Kind"), "weight": word("Weight"), "instrument": word("Survey"), "theme": word("Theme"),
    "severity": word("Severity"), "first_response_at": word("First response (UTC)"), "due_at": word("Due (UTC)"),
    "resolved_at": word("Resolved (UTC)"), "closed_at": word("Closed (UTC)"), "reopened_at": word("Reopened (UTC)"),
    "escalated": word("Escalated to"), "upheld": word("Upheld"), "compensation": word("Compensation"),
    "satisfaction_after": word("Score afterwards"), "satisfaction_min": word("Its scale from"),
    "satisfaction_max": word("Its scale to"), "confirmed": word("Customer says resolved"),
    "first_contact": word("First contact (UTC)"), "last_contact": word("Last contact (UTC)"), "contacts": word("Contacts"),
    "channels": word("Channels"), "entered_at": word("Entered (UTC)"), "steps_reached": word("Steps reached"),
    "deepest_step": word("Deepest step"), "done": word("Reached the end"), "sent": word("Sent"), "bounced": word("Bounced"),
    "delivered": word("Delivered"), "answered": word("Answered"), "partial": word("Broken off"),
    "complained": word("Complained"), "text": word("Comment"), "topic": word("Topic"), "answer": word("Answer"),
}  # fmt: skip
_MOMENTS = ("ts", "first_contact", "last_contact")
_WRITTEN, _WIDE = "YYYY-MM-DD HH:mm", 140  # pixels: the whole moment


def column_name(name: str) -> str:
    """A column in the reader's words; one not known here by its own name."""
    return t(_WORDS.get(name, name))


def column_config(names: Iterable[str]) -> dict[str, Any]:
    """Labels and formats for a table of these columns."""
    return {name: _config(name) for name in names}


def _config(name: str) -> Any:
    label = column_name(name)
    if name in _MOMENTS or name.endswith("_at"):
        return st.column_config.DatetimeColumn(label, format=_WRITTEN, width=_WIDE)
    return st.column_config.DateColumn(label, format="YYYY-MM-DD") if name == "day" else label
