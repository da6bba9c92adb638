"""Where files hold responses and no score: said once, with the way to what those responses answer."""

from __future__ import annotations

import streamlit as st

from metrics import formats
from pages.cards.pages import OVERVIEW, SATISFACTION, Page
from pages.ui import states
from pages.ui.request import Request
from pages.ui.text import t

MEASURE = "response_share"  # what there is to break down


def is_so(now: Request) -> bool:
    """Whether there are responses this person may see, and no answer with a score."""
    return not now.store.choices("question", now.scope) and bool(now.store.questions(now.scope))


def tell(page: Page, now: Request) -> None:
    """Why the numbers about scores are empty, on the pages that lead with them."""
    if page.key not in (OVERVIEW.key, SATISFACTION.key) or now.ask is None or not is_so(now):
        return
    n = now.ask.readout("responses").overall.n
    told = t("The files hold responses ({n} in this selection) and no scores, so CSAT, NPS and CES are empty.",
             n=formats.whole(n))  # fmt: skip
    if page.key == OVERVIEW.key:
        states.message(told, t("What customers answer stands on the page Satisfaction."))
        st.page_link("satisfaction.py", label=t("Open the page Satisfaction"))
    else:
        states.message(told, t("A question counts as a score when its column says so: map it on the Data page."))
