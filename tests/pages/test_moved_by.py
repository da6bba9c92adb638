"""What moved a score: on the page, in its receipt and in its files, and a reversal is never told alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from metrics.registry import by_key
from pages.cards.contents import card_content, page_content
from pages.cards.moved_by import csat_moved
from pages.cards.pages import SATISFACTION
from tests.conftest import load_rows
from tests.data_access.facts import answer
from tests.pages.asks import asking
from tests.pages.opened import Opened

FIRST, SECOND = datetime(2026, 1, 13, 9), datetime(2026, 2, 1, 9)
END, LATER = datetime(2026, 2, 19), datetime(2026, 2, 25)
# kitagawa_csat_simpson: both channels improve, the whole falls from 82 % to 67.6 %
REVERSAL = {FIRST: {"Phone": (720, 800), "Web": (100, 200)}, SECOND: {"Phone": (364, 400), "Web": (312, 600)}}


@pytest.fixture
def reversal(bare):
    rows = [
        answer(start + timedelta(hours=place % 432), 5.0 if place < k else 2.0, None, channel=channel)
        for start, channels in REVERSAL.items() for channel, (k, n) in channels.items() for place in range(n)
    ]
    rows.append(answer(LATER, 4.0, None, kind="rating", question="Staff"))  # so that the second period is over
    load_rows(bare, "answers", [{"record": i, **row} for i, row in enumerate(rows)])
    return bare


def test_a_reversal_is_said_wherever_the_change_is(reversal):
    shown = Opened(period="custom", **{"from": "2026-02-01", "to": "2026-02-19"}).page("satisfaction")
    alone = "No channel got lower and still CSAT fell: customers moved to lower rated channels."
    assert alone in shown.words()
    assert "no channel did: not to be read alone" in shown.words()  # the tile
    cards = shown.cards()
    assert cards["What moved satisfaction?"].startswith(alone)
    assert alone in cards["Are customers satisfied, and is that changing?"]
    assert "−15.8 points because customers moved between channels" in cards["What moved satisfaction?"]


def test_files_and_receipt_tell_the_same(reversal):
    ask = asking(reversal, SECOND.date(), END.date())
    content = card_content(csat_moved(ask), ask)
    assert "−15.8 points" in content.verdict
    assert content.chart.categories[-1] == "moved between channels"
    assert content.chart.series[0].points[-1].value == pytest.approx(-0.158)
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
    assert view.verdict == "There is no earlier period to compare with. All answers come through Web."
    assert view.main.metric is by_key("csat")
