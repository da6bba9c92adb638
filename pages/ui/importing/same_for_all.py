"""What holds for all rows of a file and no column says: channel, survey, business unit, time zone."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import available_timezones

import streamlit as st

from data_access.importing import roles
from data_access.importing.mapping import Mapping
from metrics.saying import word
from pages.ui.text import t

FREE = {  # a whole file may come from one channel, survey, part of the business
    "channel": word("Channel of all rows"), "instrument": word("Name of the survey"),
    "business_unit": word("Business unit of all rows"),
}  # fmt: skip


def said(slot: str, mapping: Mapping) -> Mapping:
    """One value for all rows, where no column says it (empty is allowed and shown as unknown), and the time zone."""
    known, mapped = roles.types(mapping.kind), {c.role for c in mapping.columns}
    constants = dict(mapping.constants)
    with st.expander(t("The same for all rows: channel, survey, business unit, time zone")), st.container(horizontal=True):
        for role, label in FREE.items():
            if role in known and role not in mapped:
                text = st.text_input(
                    t(label), value=constants.pop(role, ""), key=f"{role}_{slot}", width=220, placeholder=t("not said")
                )
                constants |= {role: text.strip()} if text and text.strip() else {}
        zone = _zone(slot, mapping.timezone)
    return replace(mapping, constants=tuple(sorted(constants.items())), timezone=zone)


def _zone(slot: str, default: str) -> str:
    zones = sorted(available_timezones())
    picked = st.selectbox(
        t("Time zone of times without one"), zones, index=zones.index(default) if default in zones else None,
        key=f"zone_of_{slot}", width=320,
    )
    return picked or "UTC"
