"""What moved a score: on the page, in its receipt and in its files, by any dimension, and a reversal is never told alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from data_access.fetching import Fetch
from metrics.registry import by_key
from pages.cards.contents import card_content, page_content
from pages.cards.dimensions import splitting_dimensions
from pages.cards.moved_by import csat_moved
from pages.cards.pages import SATISFACTION
from pages.ui.breakdown import label_of
from tests.conftest import load_rows
from tests.data_access.facts import answer
from tests.pages.asks import asking
from tests.pages.opened import Opened

FIRST, SECOND = datetime(2026, 1, 13, 9), datetime(2026, 2, 1, 9)
END, LATER = datetime(2026, 2, 19), datetime(2026, 2, 25)
# kitagawa_csat_simpson: both channels improve, the whole falls from 82 % to 67.6 %; half of every cell is of either segment
REVERSAL = {FIRST: {"Phone": (720, 800), "Web": (100, 200)}, SECOND: {"Phone": (364, 400), "Web": (312, 600)}}
MOVED = "What moved satisfaction, by {what}?"
SECOND_PERIOD = {"period": "custom", "from": "2026-02-01", "to": "2026-02-19"}


@pytest.fixture
def reversal(bare):
    """Beside channel and segment: everybody is of one region; "Age" has a value of nine people in all."""
    rows = [
        answer(
            start + timedelta(hours=place % 432), 5.0 if place < k else 2.0, None, channel=channel,
            segment=("Home", "Business")[place % 2], region="North",
        )
        for start, channels in REVERSAL.items() for channel, (k, n) in channels.items() for place in range(n)
    ]  # fmt: skip
    rows.append(answer(LATER, 4.0, None, kind="rating", question="Staff"))  # so that the second period is over
    load_rows(bare, "answers", [{"record": i, **row} for i, row in enumerate(rows)])
    ages = ["rare" if i % 211 == 3 else ("young", "middle", "old", "oldest")[i % 7 % 4] for i in range(len(rows))]
    load_rows(bare, "attributes", [
        {"record": i, "facts": "answers", "name": "Age", "value": age} for i, age in enumerate(ages)
    ])  # fmt: skip
    return bare


def test_a_reversal_is_said_wherever_the_change_is(reversal):
    shown = Opened(**SECOND_PERIOD).page("satisfaction")
    alone = "No channel got lower and still CSAT fell: answers moved to lower rated channels."
    assert alone in shown.words()
    assert "no channel did: not to be read alone" in shown.words()  # the tile
    cards = shown.cards()
    assert cards[MOVED.format(what="channel")].startswith(alone)
    assert alone in cards["Are customers satisfied, and is that changing?"]
    assert "−15.8 points because answers moved between channels" in cards[MOVED.format(what="channel")]


def test_files_and_receipt_tell_the_same(reversal):
    ask = asking(reversal, SECOND.date(), END.date())
    content = card_content(csat_moved(ask), ask)
    assert "−15.8 points" in content.verdict
    assert content.chart.categories[-1] == "moved between channels"
    assert content.chart.series[0].points[-1].value == pytest.approx(-15.8)  # points
    receipt = dict(content.receipt)
    assert receipt["Moved between channels"].startswith("−15.8 points (between ")
    assert receipt["Inside the channels"].startswith("+1.4 points")
    page = page_content(SATISFACTION, ask)
    assert any(tile.readout.reversed for tile in page.tiles)


def test_without_an_earlier_period_the_channels_are_compared_and_one_channel_is_said(bare):
    rows = [answer(FIRST + timedelta(hours=i), 1.0 + i % 5, None, channel="Web") for i in range(60)]
    load_rows(bare, "answers", [{"record": i, **row} for i, row in enumerate(rows)])
    ask = asking(bare, FIRST.date(), FIRST.date() + timedelta(days=2), compare="none")
    view = csat_moved(ask)
    assert view.verdict == "There is no earlier period to compare with. All answers have one channel: Web."
    assert view.main.metric is by_key("csat")


def test_another_dimension_is_in_the_link_and_the_reversal_by_channel_is_still_told(reversal):
    """By hand: either segment is half of all answers and falls from 82 % to 67.6 %: each did −14.4 / 2, and the mix nothing."""
    shown = Opened(moved_by="segment", **SECOND_PERIOD).page("satisfaction")
    assert shown.cards()[MOVED.format(what="segment")] == (
        "CSAT changed by −14.4 points. −14.4 points because segments are rated differently themselves, most of all Business "
        "(−7.2 points). Moves between segments made no clear difference (0.0 points)."
    )
    assert "No channel got lower" in shown.cards()["Are customers satisfied, and is that changing?"]
    assert "no channel did: not to be read alone" in shown.words()  # the tile
    shown.at.selectbox(key="moved_by").set_value("attr:Age").run()
    assert shown.at.query_params["moved_by"] == "attr:Age"
    assert shown.cards()[MOVED.format(what="Age")].startswith("CSAT changed by")
    shown.at.selectbox(key="moved_by").set_value("channel").run()
    assert "moved_by" not in shown.at.query_params
    assert "not there" in Opened(moved_by="shoe size").page("satisfaction").words()


def test_it_is_said_where_one_chooses_that_groups_which_overlap_cannot_be_split(reversal):
    choice = Opened().page("satisfaction").at.selectbox(key="moved_by")
    assert "cannot be split between groups that overlap" in choice.help
    scope = asking(reversal, FIRST.date(), END.date()).scope
    assert choice.options == [label_of(one) for one in splitting_dimensions(by_key("csat"), reversal, scope)]
    assert {"Channel", "Segment", "Age"} <= {*choice.options}
    assert "topic" not in splitting_dimensions(by_key("topic_csat"), reversal, scope)


def test_a_column_of_a_file_and_its_small_groups(reversal):
    """Nine answers are of a value of their own: it is withheld, with the next for its protection, and both stand together."""
    ask = replace(asking(reversal, SECOND.date(), END.date()), split_by="attr:Age")
    content = card_content(csat_moved(ask), ask)
    assert content.question == "What moved satisfaction, by Age?"
    assert content.chart.categories[-2:] == ("all others", 'moved between groups of "Age"')
    assert list(csat_moved(ask).draw("light")["layout"]["yaxis"]["ticktext"])[-2:] == ["moved between groups", "after"]
    assert "rare" not in (*content.chart.categories, content.verdict)
    told = dict(content.receipt)
    assert 'The groups of "Age" with too few answers, and those hidden for their sake' in told
    assert told['Inside the groups of "Age"'].startswith("−14")


def test_one_group_is_said_and_so_is_that_none_is_large_enough(reversal):
    ask = asking(reversal, SECOND.date(), END.date())
    assert csat_moved(replace(ask, split_by="region")).verdict == "All answers have one region: North."
    strict = replace(ask.fetch.rules, least_answers=700)
    fetch = Fetch(reversal, ask.fetch.as_of, ask.fetch.data_version, strict)
    view = csat_moved(replace(ask, fetch=fetch))
    assert view.verdict.startswith("The change cannot be split: no channel has enough answers in both periods. ")


def test_statements_do_not_grow_with_the_choices(reversal):
    """A choice asks its own frames and no other's: the scores of two periods for the one card that has any."""
    Opened(**SECOND_PERIOD).page("satisfaction")
    for choice in ("segment", "attr:Age"):
        start = reversal.statements
        Opened(moved_by=choice, **SECOND_PERIOD).page("satisfaction")
        assert 0 < reversal.statements - start <= 4
        start = reversal.statements
        Opened(moved_by=choice, **SECOND_PERIOD).page("satisfaction")
        assert reversal.statements == start


def test_the_chinese_card_names_the_dimension(reversal):
    shown = Opened(lang="zh", moved_by="segment", **SECOND_PERIOD).page("satisfaction")
    assert "来自各客群自身评价的变化" in shown.cards()["满意度因何变化（按客群）？"]
