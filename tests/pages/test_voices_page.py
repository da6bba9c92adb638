"""The Voices page: what is said adds up, what people wrote stays text, and only those who may read it do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from streamlit.testing.v1.element_tree import Block

from charts.figures.base import said
from data_access.drill.wanted import ANY, NO_TOPIC, Wanted
from data_access.fetching import Fetch
from data_access.schema import audit as trail
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.settings import document
from data_access.store import Store
from metrics.saying import speaking
from metrics.topics import Topic
from pages.cards import unhappy_words, voices
from pages.cards.ask import Ask
from pages.cards.receipt import card_receipt
from pages.ui import comments as page
from pages.ui.comment_lines import as_html
from server.identity import Person
from tests.conftest import load_rows
from tests.laws.test_rows_behind import ask_of
from tests.pages.opened import Opened
from tests.pages.small_stores import HOSTILE

TALK, SILENT = "What do they talk about?", "What do unhappy customers say who did not complain?"
BEGAN = datetime(2026, 1, 1, 9)


def fill(store: Store, n: int, text: str = "I waited", **more: object) -> None:
    """n comments, one a day, each with a low score and a contact that keeps the period open."""
    rows = [{"ts": BEGAN + timedelta(days=i), "record": i, "channel": "Web", "customer": f"c{i}", **more} for i in range(n)]
    load_rows(store, "comments", [{**row, "text": text} for row in rows])
    scale = {"kind": "csat", "question": "Overall", "score": 1.0, "scale_min": 1.0, "scale_max": 5.0}
    load_rows(store, "answers", [{**row, **scale} for row in rows])


def reading() -> Opened:
    """The page with the comments shown."""
    opened = Opened().page("voices")
    opened.at.toggle(key="comments_open").set_value(True)
    return opened.again()


def test_comments_are_shown_only_when_asked_for(company: Store) -> None:
    assert not [body for body in Opened().page("voices").html() if "ts-comments" in body]


def test_both_cards_and_the_list_are_there(company: Store) -> None:
    opened = reading()
    assert {TALK, SILENT} <= opened.cards().keys()
    assert "Most is written about" in opened.cards()[TALK]
    assert "match no topic" in " ".join(opened.captions())
    assert len([body for body in opened.html() if "ts-comments" in body]) == 1
    assert "newest first" in opened.words()


def test_an_empty_store_and_one_without_comments(bare: Store) -> None:
    assert "There is no data yet." in Opened().page("voices").words()
    load_rows(bare, "contacts", [{"ts": BEGAN + timedelta(days=i), "channel": "Web"} for i in range(30)])
    opened = Opened().page("voices")
    assert opened.cards()[TALK] == "No data for this selection."
    assert "There are no comments in this selection." in opened.words()
    assert "Too few comments" not in opened.words()


def test_a_stale_link_is_told_above_the_row_of_fields(company: Store) -> None:
    opened = Opened(comments_topic="nonsense", comments_band="furious").page("voices")
    opened.at.toggle(key="comments_open").set_value(True)
    opened.again()
    rows = [block for block in blocks(opened.at._tree) if any(_key(one) == "comments_topic" for one in block.children.values())]
    assert len(rows) == 1 and all(one.type != "warning" for one in rows[0].children.values())
    told = [found.value for found in opened.at.warning]
    assert len(told) == 2 and "nonsense" in told[0] and "furious" in told[1]


def blocks(block: Block) -> Iterator[Block]:
    yield block
    for child in block.children.values():
        if isinstance(child, Block):
            yield from blocks(child)


def _key(node: object) -> object:
    return getattr(node, "key", None)


def test_what_people_wrote_never_becomes_markup(bare: Store) -> None:
    fill(bare, 20, HOSTILE + " <img src=x onerror=alert(1)> [a](http://x)", segment=HOSTILE)
    opened = reading()
    body = next(body for body in opened.html() if "ts-comments" in body)
    assert "<img" not in body and "&lt;img" in body
    assert not any("<img src=x" in text or "](http://x)" in text for text in opened.markdown())


def test_a_few_comments_are_not_shown(bare: Store) -> None:
    fill(bare, 9, "quite a secret")
    opened = Opened().page("voices")
    assert "quite a secret" not in opened.words() and "Too few comments to be shown." in opened.words()


def test_viewers_see_cards_but_no_comment(company: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = Person("owner", Scope("vera", "viewer", None), True)
    monkeypatch.setattr("pages.ui.frame.page_person", lambda: viewer)
    opened = Opened().page("voices")
    assert TALK in opened.cards() and not any("ts-comments" in body for body in opened.html())
    assert "comments_open" not in [one.key for one in opened.at.toggle]
    assert "Comments are for analysts" in opened.words()


def test_a_search_narrows_the_list_and_begins_at_its_first_page(company: Store) -> None:
    opened = reading()
    opened.at.button(key="comments_older").click()
    assert "21 to 40 of" in opened.again().words()
    opened.at.text_input(key="comments_words").set_value("the")
    opened.again()
    shown = next(body for body in opened.html() if "ts-comments" in body)
    assert "1 to 20 of" in opened.words()
    said = re.findall(r"<p>(.*?)</p>", shown)
    assert len(said) == 20 and all("the" in text.lower() for text in said)


def test_the_file_is_audited_before_it_exists(company: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bytes] = []
    monkeypatch.setattr(page, "spool_file", lambda body, ending: kept.append(body))
    ask = ask_of(company)
    assert ask is not None
    page._file(ask, Wanted(words="chatbot", topic=NO_TOPIC, band="low"), 3)
    with company.engine.connect() as connection:
        last = connection.execute(select(trail.c.action, trail.c.what).order_by(trail.c.id.desc()).limit(1)).one()
    assert last.action == "export rows" and "words: chatbot" in last.what and "score: Unhappy" in last.what
    head = kept[0].decode("utf-8-sig").splitlines()[0]
    assert head.startswith("day,ts,channel,text,score") and "customer" not in head


def test_a_formula_in_a_comment_stays_text_in_the_file(bare: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bytes] = []
    monkeypatch.setattr(page, "spool_file", lambda body, ending: kept.append(body))
    fill(bare, 12, '=HYPERLINK("http://x")')
    ask = ask_of(bare)
    assert ask is not None
    page._file(ask, ANY, 12)
    assert ",=HYPERLINK" not in kept[0].decode() and ',"=HYPERLINK' not in kept[0].decode()


def test_a_comment_without_channel_or_score(company: Store) -> None:
    import pandas as pd

    row = {"day": BEGAN.date(), "channel": None, "text": "a\nb & c", "score": float("nan"), "scale_max": None}
    assert as_html(pd.DataFrame([row])) == (
        '<ul class="ts-comments"><li><p>a\nb &amp; c</p><small>1 Jan 2026\u00a0\u00a0·\u00a0 no score</small></li></ul>'
    )


def shares(store: Store) -> dict[str, tuple[object, ...]]:
    ask = ask_of(store)
    assert ask is not None
    fresh = replace(ask, fetch=Fetch(store, ask.fetch.as_of, store.data_version(), store.rules()))
    return {key: tuple((row.group, row.result) for row in fresh.readout(key, by=("topic",)).rows)
            for key in ("topic_share", "topic_csat", "silent_unhappy")}


def test_a_topic_changed_and_taken_back_leaves_every_number_as_it_was(bare: Store) -> None:
    fill(bare, 30, "I waited for the bill")
    before, kept = shares(bare), document.current(bare)
    assert {group for group, _ in before["topic_share"]} == {("Waiting time",), ("Billing and payment",)}
    topics = (Topic("Only", ("bill",), "My bill"), *kept.rules.topics[1:])
    version = document.change(bare, replace(kept, rules=replace(kept.rules, topics=topics)), LOCAL_ADMIN, "a try")
    assert [effect.what for effect in version.effects] == ["topics"]
    assert {group for group, _ in shares(bare)["topic_share"]} == {("Only",), ("Billing and payment",)}
    document.change(bare, kept, LOCAL_ADMIN)
    assert shares(bare) == before
    assert document.current(bare) == kept


def compared(store: Store, texts: list[str]) -> Ask:
    """Unhappy comments of as many customers, the second half of whom complained."""
    rows = [
        {"ts": BEGAN + timedelta(days=i // 2), "record": i, "customer": f"c{i}", "channel": "Web"} for i in range(len(texts))
    ]
    load_rows(store, "comments", [{**row, "text": text} for row, text in zip(rows, texts, strict=True)])
    scale = {"kind": "csat", "question": "Overall", "score": 2.0, "scale_min": 1.0, "scale_max": 5.0}
    load_rows(store, "answers", [{**row, **scale} for row in rows])
    complained = [{**row, "record": 900 + row["record"], "theme": "Billing"} for row in rows[len(rows) // 2 :]]
    load_rows(store, "complaints", complained)
    load_rows(store, "contacts", [{"ts": BEGAN + timedelta(days=120), "channel": "Web"}])
    ask = ask_of(store)
    assert ask is not None
    return ask


def test_words_are_compared_and_told(bare: Store) -> None:
    """Forty silent ones write of the app, forty who complained of the bill."""
    ask = compared(bare, ["the app froze"] * 40 + ["my bill is wrong"] * 40)
    view = unhappy_words.silent(ask)
    assert view.verdict.startswith("50.0 % of unhappy comments came without a complaint. They say more often: “app”, “froze”.")
    assert "Those who complained say more often: “bill”, “wrong”. This is more than chance." in view.verdict
    assert view.chart is not None and view.chart.categories == ("app", "froze", "bill", "wrong")
    told = dict(card_receipt(view, ask))
    assert told["Comments compared"] == "40 without and 40 with a complaint"
    assert "Monroe" in told["How words are compared"]
    assert view.draw is not None and view.draw("light")["data"]


def test_words_that_may_be_chance_are_counted_and_not_drawn(bare: Store) -> None:
    """Forty of either group: "slow" and "queue" are written alike, only "froze" and "bill" tell them apart."""
    view = unhappy_words.silent(compared(bare, ["slow queue froze"] * 40 + ["slow queue bill"] * 40))
    assert view.chart is not None and view.chart.categories == ("froze", "bill")
    assert view.draw is not None
    figure = view.draw("light")
    assert list(figure["layout"]["yaxis"]["ticktext"]) == ["froze", "bill"]
    assert list(said(figure)) == ["2 other words are no more than chance"]
    ends = [x for trace in figure["data"] for x in trace["x"]]
    low, high = figure["layout"]["xaxis"]["range"]
    assert low <= min(ends) and max(ends) <= high < 10  # no interval is cut
    assert len(figure["layout"]["xaxis"]["ticktext"]) <= 9


def test_where_no_word_is_more_than_chance_it_is_said_and_topics_are_drawn(bare: Store) -> None:
    view = unhappy_words.silent(compared(bare, ["I waited long"] * 80))
    assert "No word (of 2 compared) is clearly more theirs than that of those who complained." in view.verdict
    assert view.chart is None
    assert [row.group for row in view.main.rows] == [("Waiting time",)]
    assert "words of at least" not in view.caption


def test_too_few_of_a_group_are_not_compared(bare: Store) -> None:
    fill(bare, 60)
    ask = ask_of(bare)
    assert ask is not None
    view = unhappy_words.silent(ask)
    assert view.workings == () and view.chart is None
    assert [row.group for row in view.main.rows] == [("Waiting time",)]
    assert view.draw is not None and view.draw("light")["data"]
    assert "at least 10 of each are needed" in view.verdict


def test_topics_read_in_the_readers_language(company: Store) -> None:
    """The house's own names stay as they are; the numbers stay under the names they are stored by."""
    ask = ask_of(company)
    assert ask is not None
    with speaking("zh"):
        view = voices.topics(ask)
    assert {row.group[0] for row in view.main.rows} <= {topic.name for topic in ask.fetch.rules.topics}


class TestSettings:
    def open(self) -> Opened:
        return Opened(section="topics").page("settings")

    def test_every_topic_says_how_many_comments_it_finds(self, bare: Store) -> None:
        fill(bare, 30, "I waited for the bill")
        words = self.open().words()
        assert "Waiting time 30 of 30 comments" in words and "Cleanliness 0 of 30 comments" in words

    def test_a_wrong_topic_is_told_and_a_right_one_saved(self, bare: Store) -> None:
        fill(bare, 30, "the lift is stuck")
        page = self.open()
        page.at.button(key="add_topic").click()
        page.again()
        name = next(one for one in page.at.text_input if one.label == "Topic")
        name.set_value("Staff")
        assert "Two topics have this name" in page.again().words()
        next(one for one in page.at.text_input if one.label == "Topic").set_value("Lifts")
        next(one for one in page.at.text_area if one.label.startswith("Words")).set_value("lift, lifts，电梯; lift")
        example = next(one for one in page.at.text_input if one.label.startswith("A comment"))
        example.set_value("The stairs are steep")
        assert "None of the words is in the example" in page.again().words()
        next(one for one in page.at.text_input if one.label.startswith("A comment")).set_value("The lift is stuck")
        assert "Found now: 30 of 30 comments" in page.again().words()
        for label in ("Review", "Save"):
            next(button for button in page.at.button if button.label == label).click()
            page.again()
        assert document.current(bare).rules.topics[-1] == Topic("Lifts", ("lift", "lifts", "电梯"), "The lift is stuck")
