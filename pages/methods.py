"""Methods: how every number is computed, from the declarations the numbers are computed with."""

import streamlit as st

from metrics.glossary import general
from metrics.saying import language
from pages.cards import methods
from pages.ui import request, states
from pages.ui.text import esc, md, t

now = request.current()
everything = now.kept(("methods", now.scope.key, now.data_version, language()), methods.topics)
words = st.text_input(
    t("Find"), key="find", bind="query-params", persist_state="session", placeholder=t("a metric, a word, an author"), width=320
)
shown = methods.found(everything, words or "")
if not shown:
    states.message(t("No method speaks of that."), t("Try one word less, or part of a word."))
elif not words:
    st.html(f'<div class="ts-method">{esc(general())}</div>')
    for topic in shown:
        links = " · ".join(f"[{md(entry.title)}](#{entry.key})" for entry in topic.entries)
        st.markdown(f"**{md(topic.title)}** — {links}")
for topic in shown:
    st.header(md(topic.title), anchor=False)
    for entry in topic.entries:
        st.subheader(md(entry.title), anchor=entry.key)
        st.html(methods.block(entry))
