"""The comments themselves: searched, filtered, a page at a time; for those who may read rows."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from data_access.drill import FILE_CAP, may_read_rows, note_export
from data_access.drill.comments import comments, count_comments, enough, holds_none
from data_access.drill.wanted import NO_TOPIC, Wanted
from metrics import formats
from metrics.definitions.satisfaction import TOP_BOXES
from metrics.saying import word
from pages.cards.ask import Ask
from pages.ui import states, url
from pages.ui.comment_lines import as_html
from pages.ui.download import download
from pages.ui.text import esc, t
from reports.rows_file import rows_csv
from server.spool import spool_file

PAGE = 20
_ANY, _NONE = "any", "none"
_TOPIC = "topic:"  # before a topic's name: a topic may be called "any"
_BANDS = {
    _ANY: word("Any score"), "low": word("Unhappy"), "middle": word("In between"), "high": word("Happy"),
    _NONE: word("Without a score"),
}  # fmt: skip
_PERSONAL = word("E-mail addresses and numbers are taken out. Names cannot be found reliably: treat comments as personal data.")
_PLACE, _ASKED = "comments_page", "comments_asked"


def comment_list(ask: Ask) -> None:
    """The list below the cards, shown when it is asked for: what people wrote may name somebody. Or why there is none."""
    with states.guarded(), st.container(key="comments"):
        st.html(f'<div class="ts-card"><h2>{esc(t("Read the comments"))}</h2></div>')
        if not may_read_rows(ask.scope):
            st.info(t("Comments are for analysts, uploaders and administrators. An administrator can give you such a role."))
        elif holds_none(ask.fetch, ask.filters, ask.scope, TOP_BOXES):
            states.message(
                t("There are no comments in this selection."),
                t("Widen the period or remove a filter, or bring a file with comments on the Data page."),
            )
        elif not enough(ask.fetch, ask.filters, ask.scope, TOP_BOXES):
            states.message(
                t("Too few comments to be shown."),
                t("At least {least} are needed, so that nobody stands alone. Widen the period or remove a filter.",
                  least=ask.fetch.rules.least_answers),
            )
        elif st.toggle(t("Show what people wrote"), key="comments_open", persist_state="session", help=t(_PERSONAL)):
            _listed(ask, _wanted(ask))


def _wanted(ask: Ask) -> Wanted:
    """What is asked for; topic and score are in the address, words that were searched for are not."""
    topics = _topic_choices(ask)
    url.tell_stale("comments_topic", "Topic", topics)
    url.tell_stale("comments_band", "Score", _BANDS)
    with st.container(horizontal=True):
        words = st.text_input(
            t("Words in the comment"), key="comments_words", max_chars=200, width=260, persist_state="session"
        )
        topic = url.select("comments_topic", "Topic", topics, _ANY, width=220, tell=False)
        band = url.select("comments_band", "Score", _BANDS, _ANY, width=180, tell=False)
    asked = {_ANY: "", _NONE: NO_TOPIC}.get(topic, topic.removeprefix(_TOPIC))
    return Wanted((words or "").replace("*", " ").strip(), asked, "" if band == _ANY else band)


def _topic_choices(ask: Ask) -> dict[str, str]:
    """Name → what is shown."""
    names = [topic.name for topic in ask.fetch.rules.topics]
    return {_ANY: t("Any topic"), **{_TOPIC + name: name for name in names}, _NONE: t("No topic")}


def _listed(ask: Ask, wanted: Wanted) -> None:
    count = count_comments(ask.fetch, ask.filters, ask.scope, wanted, TOP_BOXES)
    last = max(0, (count - 1) // PAGE)
    if st.session_state.get(_ASKED) != (wanted, ask.filters):  # another question begins at its first page
        st.session_state[_ASKED], st.session_state[_PLACE] = (wanted, ask.filters), 0
    place = min(int(st.session_state.get(_PLACE, 0)), last)
    if count == 0:
        states.message(t("No comment fits."), t("Search for other words, or choose any topic and any score."))
        return
    read = partial(comments, ask.fetch, ask.filters, ask.scope, wanted, TOP_BOXES)
    st.html(f'<div class="ts-caption">{esc(_told(count, place))}</div>')
    st.html(as_html(read(limit=PAGE, offset=place * PAGE)))  # asked anew each time: what people wrote is never kept
    _turn(place, last)
    download(
        t("Comments (CSV)"), lambda: _file(ask, wanted, count), f"touchstone-comments-{ask.fetch.as_of:%Y%m%d}.csv",
        key="commentscsv",
        help=t("Customers have no identifier in it. Who takes it and what it holds is written into the audit trail."),
    )  # fmt: skip


def _told(count: int, place: int) -> str:
    """Comments 21 to 40 of 412 comments, newest first."""
    if count <= PAGE:
        return t("{all}, newest first", all=formats.counted(count, "comments"))
    first, end = place * PAGE + 1, min((place + 1) * PAGE, count)
    return t("{first} to {end} of {all}, newest first", first=formats.whole(first), end=formats.whole(end),
             all=formats.counted(count, "comments"))


def _turn(place: int, last: int) -> None:
    if last == 0:
        return
    with st.container(horizontal=True):
        st.button(t("Newer"), key="comments_newer", disabled=place == 0, on_click=_go, args=(place - 1,), type="tertiary")
        st.button(t("Older"), key="comments_older", disabled=place == last, on_click=_go, args=(place + 1,), type="tertiary")


def _go(place: int) -> None:
    st.session_state[_PLACE] = place


def _file(ask: Ask, wanted: Wanted, count: int) -> Path:
    """The CSV in the spool; the trail knows of it before it exists, with what was searched for."""
    held = min(count, FILE_CAP)
    note_export(ask.fetch.store, ask.scope, f"{held} comments: {asked_in_words(ask, wanted)}")
    found = comments(ask.fetch, ask.filters, ask.scope, wanted, TOP_BOXES, limit=FILE_CAP)
    circumstances = {
        "selection": asked_in_words(ask, wanted), "as_of": ask.fetch.as_of.isoformat(), "data_version": ask.fetch.data_version,
    }  # fmt: skip
    return spool_file(rows_csv(found, circumstances), ".csv")


def asked_in_words(ask: Ask, wanted: Wanted) -> str:
    """The selection in words, narrowed to what was asked for."""
    parts = [ask.filters.sentence()]
    if wanted.words:
        parts.append(t("words: {words}", words=wanted.words))
    if wanted.topic:
        parts.append(t("topic: {topic}", topic=t("No topic") if wanted.topic == NO_TOPIC else wanted.topic))
    if wanted.band:
        parts.append(t("score: {band}", band=t(_BANDS[wanted.band])))
    return " · ".join(parts)
