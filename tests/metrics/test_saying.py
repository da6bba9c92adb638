"""Sentences in a row, as each language sets them."""

from __future__ import annotations

from metrics.saying import one_after_another


def test_sentences_in_a_row_have_the_space_their_full_stop_needs():
    assert one_after_another("It rose.", "", "This is more than chance.") == "It rose. This is more than chance."
    assert one_after_another("NPS升至 12。", "超出随机波动。") == "NPS升至 12。超出随机波动。"
