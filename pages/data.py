"""Data: bring files, see what was loaded, take it back."""

import streamlit as st

from pages.ui import request, session
from pages.ui.importing.batch_list import batch_list
from pages.ui.importing.one_batch import tell_outcome
from pages.ui.importing.panel import panel
from pages.ui.importing.restated import restated_list
from pages.ui.text import md, t
from pages.ui.upload import upload

AREA = "files"
may_load = request.current().scope.role in ("uploader", "admin")

for words in session.said():
    st.success(md(words))
tell_outcome()
if may_load:
    st.header(t("Bring a file"), anchor=False)
    st.caption(t(
        "Survey answers, contacts and events, complaints, purchases, customers or invitations, as your tools export them."
    ))
    for file in upload(AREA):
        panel(AREA, file)
st.header(t("What is loaded"), anchor=False)
batch_list(may_change=may_load)
restated_list()
