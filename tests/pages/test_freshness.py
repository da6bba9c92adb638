"""The line under the title: how new the data are, on every page, and each source behind it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data_access.audit import utc_now
from tests.conftest import load_rows
from tests.data_access.facts import contact
from tests.data_access.test_freshness import came
from tests.pages.opened import QUESTIONS, Opened


def with_source(store, source: str, last: int, step: int = 1) -> None:
    """A source that came twice; its newest day lies `last` days back."""
    now = utc_now()
    rows = [contact(now - timedelta(days=last + step * i), "Web", "ada", source=source) for i in range(6)]
    load_rows(store, "contacts", rows)
    came(store, source, "contacts", now, now, first=100 if source == "fresh" else 200)


@pytest.mark.parametrize("page", QUESTIONS)
def test_every_page_says_how_new_the_data_are(company, page):
    shown = Opened().page(page)
    assert "newest data 30 Sep 2026" in shown.words()
    assert "sample-company 30 Sep 2026" in shown.words()  # the source's own line


def test_a_source_that_stopped_is_said_to_be_late(bare):
    with_source(bare, "fresh", 1)
    with_source(bare, "stopped", 9, step=2)
    shown = Opened().page("overview")
    popovers = [node.proto.popover.label for node in shown.nodes() if getattr(node.proto, "popover", None)]
    assert "Sources: 2, 1 late" in popovers
    lines = [body for body in shown.html() if "ts-sources" in body]
    assert "<td>fresh</td>" in lines[0] and "on time: usually new every 1 day" in lines[0]
    assert "late: usually new every 2 days" in lines[0]


def test_names_of_sources_stay_words(bare):
    with_source(bare, "<img src=x>", 1)
    assert "<img src=x>" not in " ".join(Opened().page("data").html())


def test_nothing_loaded_says_nothing(bare):
    assert "newest data" not in Opened().page("data").words()
