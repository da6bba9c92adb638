"""Room for words and round axes."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from charts.escape import esc, plain
from charts.labels import fit, lines, spread, width, wrap
from charts.scales import limits, tick_text, ticks
from metrics.registry import METRICS, by_key


@given(st.lists(st.floats(0, 250), min_size=1, max_size=8))
def test_spread_keeps_distance_order_and_frame(wanted):
    placed = spread(wanted, 17, 0, 250)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    steps = [placed[b] - placed[a] for a, b in pairwise(order)]
    assert all(step >= 17 - 1e-6 for step in steps)
    assert min(placed) >= -1e-6 and max(placed) <= 250 + 1e-6


def test_spread_moves_nothing_that_has_room():
    assert spread([10, 100, 200], 17, 0, 250) == pytest.approx([10, 100, 200])


@given(st.text(max_size=200), st.integers(60, 400))
@example("0000000\xa00", 60)
def test_wrapped_lines_fit_and_lose_no_letter(text, pixels):
    text = plain(text)
    lines = wrap(text, pixels)
    assert all(width(line) <= pixels for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_long_code_is_broken_behind_a_sign():
    assert wrap("presenters_knowledgeable", 124) == ["presenters_", "knowledgeable"]


def test_more_lines_than_there_is_room_for_end_in_an_ellipsis():
    found = lines("Account opening, closing, or management", 124)
    assert len(found) == 2 and found[-1].endswith("…")
    assert all(width(line) <= 124 for line in found)
    assert lines("Desk", 124) == ["Desk"]


def test_chinese_wraps_without_spaces():
    assert len(wrap("客户满意吗？有变化吗？" * 6, 200)) > 3


@given(st.text("iWm网. ", max_size=30), st.floats(0, 200))
def test_fit_keeps_as_much_as_there_is_room_for(text, pixels):
    found = fit(text, pixels)
    if found == text:
        assert width(text) <= pixels + 1e-6
    else:
        assert found == "…" or width(found) <= pixels + 1e-6
        kept = next(end for end in range(len(text)) if text[:end].rstrip() + "…" == found)
        longest = next(end for end in range(len(text), -1, -1) if end == 0 or width(text[:end] + "…") <= pixels + 1e-6)
        assert text[kept:longest].strip() == ""


def test_fit_of_a_very_long_name_looks_only_at_what_is_shown(monkeypatch):
    looked = 0

    def counting(text, size=12):
        nonlocal looked
        looked += len(text)
        return width(text, size)

    monkeypatch.setattr("charts.labels.width", counting)
    assert fit("x" * 10_000, 60).endswith("x…")
    assert looked < 25_000


def test_fit_shortens_visibly():
    assert fit("A very long name of a business unit", 90).endswith("…")
    assert fit("Phone", 90) == "Phone"


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.key)
@pytest.mark.parametrize("span", [(0.611, 0.612), (0.0, 0.0), (0.02, 0.97), (3.0, 4125.0)])
def test_ticks_are_inside_distinct_and_hold_all_values(metric, span):
    most = {"share": 1.0, "points": 100.0}.get(metric.unit.value, span[1])
    span = (min(span[0], most), min(span[1], most))
    low, high = limits(metric, span)
    assert low <= span[0] and high >= span[1] and low < high
    values, written = ticks(metric, low, high)
    assert 1 <= len(values) <= 8
    assert all(low - 1e-9 <= v <= high + 1e-9 for v in values)
    assert len(set(written)) == len(written)


def test_shares_never_leave_zero_to_one_hundred_per_cent():
    assert limits(by_key("csat"), [0.0, 1.0]) == (0.0, 1.0)


def test_whole_ticks_drop_the_decimals_a_measurement_needs():
    assert ticks(by_key("nps"), -20, 40)[1] == ["−20", "0", "20", "40"]


def test_hours_are_written_in_days_without_a_useless_digit():
    assert tick_text(by_key("resolution_time"), 72) == "3 days"


def test_escape_takes_controls_and_direction_marks():
    assert esc("a\x00\nb\u202ec & <b>") == "a b c &amp; &lt;b&gt;"
