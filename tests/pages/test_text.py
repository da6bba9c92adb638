"""The escapes data-borne text passes, and amounts that stay with their unit."""

from __future__ import annotations

from pages.ui.text import dotted, md, together


def test_an_amount_and_its_unit_stay_on_one_line_and_the_rest_is_inert():
    told = together("<b>fell</b> from 54.0 % to 1,802 days, 5 daysies")
    assert '<span class="ts-amount">54.0 %</span>' in told and '<span class="ts-amount">1,802 days</span>' in told
    assert "&lt;b&gt;" in told and "<b>" not in told
    assert '">5 days' not in told


def test_a_chinese_count_stays_with_what_is_counted():
    assert '<span class="ts-amount">11,387 条回答</span>' in together("63.5% 至 65.3%，基于 11,387 条回答")


def test_bare_addresses_lose_what_makes_them_links():
    inert = md("see www.evil.example, http://x.y and a@b.cc")
    assert "www\u2060" in inert and "http\u2060" in inert and "\u2060@" in inert


def test_a_dot_between_two_parts_ends_a_line_and_begins_none():
    assert dotted("5 answers · <b> left out") == "5 answers\u00a0· &lt;b&gt; left out"
