"""How fresh the data are: the newest day in the line under the title, and every source behind one quiet word."""

from __future__ import annotations

from datetime import date

import streamlit as st

from data_access.audit import utc_now
from data_access.looking import Freshness
from metrics import formats
from pages.ui.request import Request
from pages.ui.text import dotted, esc, t


def circumstances(now: Request) -> None:
    """What is selected, as of when, how new the data are; the sources one click away."""
    sources = now.store.sources(now.scope)
    if not sources:
        return
    newest = formats.day(max(source.last_day for source in sources))
    parts = [t("newest data {day}", day=newest)]
    if now.ask is not None and now.as_of is not None:
        parts = [now.ask.filters.sentence(), t("as of {when}", when=formats.moment(now.as_of)), *parts]
    today = utc_now().date()
    late = sum(source.late(today) for source in sources)
    with st.container(horizontal=True, vertical_alignment="center", key="circumstances", gap="small"):
        st.html(f'<div class="ts-caption">{dotted(" · ".join(parts))}</div>', width="content")
        words = t("Sources: {n}, {late} late", n=len(sources), late=late) if late else t("Sources: {n}", n=len(sources))
        with st.popover(words, type="tertiary", key="sources"):
            st.html(table(sources, today))


def table(sources: list[Freshness], today: date) -> str:
    """Every source as one line of HTML: last day, when it was loaded, how much, and whether more was to be expected."""
    heads = (t("Source"), t("Last day"), t("Loaded"), t("Rows"), "")
    lines = [
        (
            source.source, formats.day(source.last_day), formats.moment(source.last_batch) if source.last_batch else "",
            formats.whole(source.rows), _state(source, today),
        )
        for source in sources
    ]  # fmt: skip
    head = "".join(f"<th>{esc(words)}</th>" for words in heads)
    body = "".join("<tr>" + "".join(f"<td>{esc(words)}</td>" for words in line) + "</tr>" for line in lines)
    return f'<table class="ts-sources"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _state(source: Freshness, today: date) -> str:
    due = source.due()
    if due is None:
        return t("came once")
    usual = formats.counted(source.rhythm or 0, "days")
    if source.late(today):
        return t("late: usually new every {usual}", usual=usual)
    return t("on time: usually new every {usual}", usual=usual)
