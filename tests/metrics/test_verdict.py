"""Verdicts: the four words, good and bad news, how much more it would take, many at once, and the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from data_access.filters import Filters
from metrics.evaluate import evaluate
from metrics.evidence import Events, Share
from metrics.metric import Metric
from metrics.power import smallest_change
from metrics.readout import Readout, Row, Verdict, Word
from metrics.registry import by_key
from metrics.results import Change, Estimate, Reason, Result, Withheld
from metrics.verdict import judge, judge_many, mix_verdict, p_of, sentence, spread
from tests.metrics.tables import TableFetch, answers


def scored(key: str, counts: Mapping[int, int], scale: tuple[int, int] = (1, 5)) -> Result:
    metric = by_key(key)
    rows = pd.DataFrame(answers(date(2025, 1, 1), counts, scale=scale))
    return metric.compute(rows, rows, metric.options)


def computed(key: str, **row: Any) -> Result:
    rows = pd.DataFrame([row])
    return by_key(key).compute(rows, rows, by_key(key).options)


def said(metric: Metric, before: Result | None, after: Result, **more: Any) -> str:
    verdict = judge(metric, before, after) if before is not None else None
    readout = Readout(
        metric, (), None, after, (), verdict, "", "all dates", None, None, datetime(2025, 1, 1), "1.1", **more
    )
    return sentence(readout)


def judged(key: str, before: Result, after: Result) -> Verdict:
    found = judge(by_key(key), before, after)
    assert found is not None
    return found


def test_a_share_that_rose_beyond_chance() -> None:
    before, after = scored("csat", {5: 780, 1: 220}), scored("csat", {5: 984, 1: 220})
    found = judged("csat", before, after)
    assert (found.word, found.tone) == (Word.UP, "better")
    assert said(by_key("csat"), before, after) == (
        "CSAT rose from 78.0 % to 81.7 %. This is more than chance (1,204 answers, 1,000 before)."
    )


def test_a_change_too_small_to_round_differently_is_still_named() -> None:
    before, after = scored("csat", {5: 7_999_600, 1: 2_000_400}), scored("csat", {5: 8_004_400, 1: 1_995_600})
    assert said(by_key("csat"), before, after).startswith("CSAT rose by 0.05 points to 80.0 %.")
    before, after = (times("resolution_time", {146: (one, 0), 147: (other, 0)}) for one, other in ((900, 100), (100, 900)))
    slower = said(by_key("resolution_time"), before, after)
    assert slower.startswith("Resolution got slower by 1.0 h: half were resolved within 6.1 days.")


def test_no_clear_change_says_what_it_would_take() -> None:
    before, after = scored("csat", {5: 330, 1: 93}), scored("csat", {5: 291, 1: 110})
    found = judged("csat", before, after)
    assert (found.word, found.tone) == (Word.SAME, "neutral")
    assert found.needed is not None
    assert found.needed > 2000
    text = said(by_key("csat"), before, after)
    assert text.startswith("No clear change: 72.6 %, 78.0 % before. To see a change of 3 points we would need about 2,")
    assert text.endswith("more answers per period.")


def test_many_answers_and_no_change_says_what_would_have_shown() -> None:
    before, after = scored("csat", {5: 8000, 1: 2000}), scored("csat", {5: 8010, 1: 1990})
    found = judged("csat", before, after)
    assert (found.word, found.needed) == (Word.SAME, None)
    assert said(by_key("csat"), before, after) == (
        "No clear change: 80.1 %, 80.0 % before. A change of 1.6 points or more would most likely have shown."
    )


def test_the_smallest_change_is_found_four_times_out_of_five() -> None:
    """By simulation: with the true difference at the stated smallest change, the verdict calls it in about 80 %."""
    import numpy as np

    before, after = scored("csat", {5: 350, 1: 150}), scored("csat", {5: 350, 1: 150})
    assert isinstance(before, Estimate)
    assert isinstance(after, Estimate)
    change = smallest_change(before, after)
    assert change is not None
    rng = np.random.default_rng(20240601)
    called = 0
    for k, m in zip(rng.binomial(500, 0.7, 1000), rng.binomial(500, 0.7 + change, 1000), strict=True):
        old, new = scored("csat", {5: int(k), 1: int(500 - k)}), scored("csat", {5: int(m), 1: int(500 - m)})
        called += judged("csat", old, new).word == Word.UP
    assert 0.75 < called / 1000 < 0.88


def test_lower_is_better_for_complaints_and_waiting() -> None:
    before, after = computed("complaints", n=400), computed("complaints", n=300)
    assert judged("complaints", before, after).tone == "better"
    assert said(by_key("complaints"), before, after) == "Complaints fell 25 % to 300."
    assert said(by_key("complaints"), after, before) == "Complaints rose 33 % to 400."


@pytest.mark.parametrize("key", ["contacts", "complaints", "customers_in_contact", "cases"])
def test_a_volume_that_moved_less_than_volumes_do_is_no_change(key: str) -> None:
    """Far beyond chance for independent events; but contacts cluster, so 1 % more is what any two periods show."""

    def of(n: int) -> Result:
        return computed(key, n=n, missing=0)

    found = judged(key, of(187_000), of(188_828))
    assert found.change is not None
    assert found.change.p is not None
    assert (found.word, found.tone, found.change.p < 0.005) == (Word.SAME, "neutral", True)
    counted = by_key(key).counted
    assert said(by_key(key), of(187_000), of(188_828)) == f"No clear change: 188,828 {counted}, 187,000 before."
    assert judged(key, of(200_000), of(204_000)).word == Word.UP
    assert judged(key, of(200_000), of(196_000)).word == Word.DOWN
    assert judged(key, of(200_000), of(196_001)).word == Word.SAME


def test_a_rate_needs_no_least_change() -> None:
    exposed = {"contacts": 9_000_000, "outside": 0, "customers": 1}
    before, after = (computed("complaint_rate", complaints=n, **exposed) for n in (400_000, 404_000))
    assert judged("complaint_rate", before, after).word == Word.UP


def test_counts_that_chance_explains() -> None:
    before, after = computed("complaints", n=30), computed("complaints", n=36)
    assert said(by_key("complaints"), before, after) == "No clear change: 36 complaints, 30 before."
    assert said(by_key("complaints"), None, after) == "Complaints: 36."


def test_a_rate_changes_with_its_exposure() -> None:
    before = computed("complaint_rate", complaints=200, contacts=50_000, outside=0, customers=10)
    after = computed("complaint_rate", complaints=200, contacts=25_000, outside=0, customers=10)
    found = judged("complaint_rate", before, after)
    assert (found.word, found.tone) == (Word.UP, "worse")
    assert found.change is not None
    assert found.change.diff == pytest.approx(1.0)
    assert found.change.relative
    assert said(by_key("complaint_rate"), before, after) == (
        "Complaints per 1,000 contacts rose from 4.0 to 8.0. This is more than chance (25,000 contacts, 50,000 before)."
    )


def times(key: str, table: Mapping[float, tuple[int, int]]) -> Result:
    rows = pd.DataFrame([{"minutes": 60 * h, "events": d, "censored": c} for h, (d, c) in table.items()])
    return by_key(key).compute(rows, rows, {})


def test_a_resolution_that_got_slower() -> None:
    before = times("resolution_time", {50: (40, 0), 100.8: (60, 0), 200: (60, 10)})
    after = times("resolution_time", {90: (40, 0), 146.4: (60, 0), 300: (60, 10)})
    found = judged("resolution_time", before, after)
    assert (found.word, found.tone) == (Word.UP, "worse")
    assert said(by_key("resolution_time"), before, after) == (
        "Resolution got slower: half were resolved within 6.1 days, 4.2 days before. "
        "This is more than chance (170 complaints, 170 before)."
    )
    assert judged("resolution_time", after, before).tone == "better"


def test_times_that_chance_explains_and_times_not_reached() -> None:
    before = times("first_response", {4: (5, 0), 9: (6, 0)})
    after = times("first_response", {3: (4, 0), 10: (6, 1)})
    assert said(by_key("first_response"), before, after).startswith(
        "No clear change: half were answered within 10.0 h, 9.0 h"
    )
    open_ones = times("first_response", {4: (2, 0), 9: (0, 8)})
    assert (
        said(by_key("first_response"), None, open_ones) == "Fewer than half have been answered so far (10 complaints)."
    )
    assert said(by_key("first_response"), None, after) == (
        "Half were answered within 10.0 h (11 complaints, 1 of them still waiting)."
    )


def test_medians_far_apart_are_called_though_the_curves_cross() -> None:
    """Half before within 20 h but a third only after 400 h, all after between 100 and 300 h: a log-rank test has p = 0.63."""
    before = times("resolution_time", {10: (20, 0), 20: (45, 0), 400: (35, 0)})
    after = times("resolution_time", {100: (10, 0), 200: (80, 0), 300: (10, 0)})
    found = judged("resolution_time", before, after)
    assert found.change is not None
    assert (found.word, found.change.diff, found.change.low) == (Word.UP, 180, 180)
    assert found.change.p is not None
    assert 1e-4 < found.change.p < 0.01
    back = judged("resolution_time", after, before)
    assert back.change is not None
    assert (back.word, back.change.diff, back.change.p) == (Word.DOWN, -180, found.change.p)


@pytest.mark.parametrize(("n", "word"), [(2, Word.SAME), (5, Word.SAME), (6, Word.UP)])
def test_a_few_equal_times_have_no_spread_and_still_prove_little(n: int, word: str) -> None:
    found = judged("first_response", times("first_response", {5: (n, 0)}), times("first_response", {6: (n, 0)}))
    assert found.change is not None
    assert (found.word, found.change.low, found.change.p) == (word, 1, 2 * 0.5**n)


def test_a_median_that_no_follow_up_bounds_is_no_change() -> None:
    before = times("resolution_time", {10: (30, 0), 20: (30, 0)})
    after = times("resolution_time", {40: (31, 0), 50: (0, 30)})
    found = judged("resolution_time", before, after)
    assert found.change is not None
    assert (found.word, found.change.high) == (Word.UP, None)
    other = judged("resolution_time", after, before)
    assert other.change is not None
    assert (other.word, other.change.low) == (Word.DOWN, None)
    open_top = judged("resolution_time", after, times("resolution_time", {60: (31, 0), 70: (0, 30)}))
    assert open_top.change is not None
    assert (open_top.word, open_top.change.low) == (Word.SAME, None)
    assert open_top.change.p is not None
    assert open_top.change.p > 0.05


def test_nps_is_judged_in_points() -> None:
    promoters, passives, detractors = (180, 150), (90, 100), (80, 110)
    now, old = (
        scored("nps", dict(zip((10, 8, 3), c, strict=True)), (0, 10))
        for c in zip(promoters, passives, detractors, strict=True)
    )
    found = judged("nps", old, now)
    assert found.word == Word.UP
    assert found.change is not None
    assert (found.change.diff, found.change.p) == (
        pytest.approx(17.46031746031746),
        pytest.approx(0.005114409198575919),
    )
    assert said(by_key("nps"), old, now).startswith("NPS rose from 11.1 to 28.6.")


def test_means_on_different_scales_are_not_compared() -> None:
    five, seven = scored("csat_mean", {4: 30, 5: 30}), scored("csat_mean", {6: 30, 7: 30}, (1, 7))
    assert judge(by_key("csat_mean"), five, seven) is None
    same = judged("csat_mean", five, five)
    assert same.word == Word.SAME


def test_no_spread_at_all_bounds_and_claims_nothing() -> None:
    fives, fours = scored("csat_mean", {5: 12}), scored("csat_mean", {4: 12})
    assert isinstance(fives, Estimate)
    assert (fives.low, fives.high) == (None, None)
    assert judged("csat_mean", fours, fives).word == Word.SAME


def test_too_few_now_or_before() -> None:
    few, many = Withheld(Reason.TOO_FEW, 7, 3), scored("csat", {5: 80, 1: 20})
    assert (judged("csat", many, few).word, judged("csat", many, few).needed) == (Word.FEW, 3)
    assert said(by_key("csat"), many, few) == "Too few answers: 7 of at least 10."
    assert said(by_key("csat"), few, many) == (
        "CSAT: 80.0 %, between 71.1 % and 86.7 % (100 answers). Too few answers before to compare: 7 of at least 10."
    )


@pytest.mark.parametrize("reason", [r for r in Reason if r is not Reason.TOO_FEW])
def test_what_is_withheld_for_other_reasons_gets_no_verdict_but_a_sentence(reason: Reason) -> None:
    many = scored("csat", {5: 80, 1: 20})
    assert judge(by_key("csat"), many, Withheld(reason, 0)) is None
    text = said(by_key("csat"), many, Withheld(reason, 0))
    assert text.endswith(".")
    assert "{" not in text


def test_a_change_needs_both_the_test_and_the_interval() -> None:
    many = scored("csat", {5: 80, 1: 20})
    for change, word in (
        (Change(0.1, -0.01, 0.2, 0.04, "x"), Word.SAME),
        (Change(0.1, 0.01, 0.2, 0.06, "x"), Word.SAME),
        (Change(0.1, 0.01, 0.2, None, "x"), Word.SAME),
        (Change(0.1, 0.01, None, 0.04, "x"), Word.UP),
        (Change(-0.1, -0.2, -0.01, 0.04, "x"), Word.DOWN),
    ):
        metric = replace(by_key("csat"), compare=lambda _before, _after, _conf, change=change: change)
        found = judge(metric, many, many)
        assert found is not None
        assert found.word == word


def readout_with(p: float) -> Readout:
    many = scored("csat", {5: 80, 1: 20})
    metric = replace(by_key("csat"), compare=lambda _before, _after, _conf: Change(0.1, 0.01, 0.2, p, "x"))
    return Readout(
        metric, (), None, many, (), judge(metric, many, many), None, None, None, None, datetime(2025, 1, 1), "1.1"
    )


def test_a_screen_of_verdicts_is_controlled_for_false_discoveries() -> None:
    """The eight p-values of the catalogue's A12: two survive, though five lie below 0.05."""
    screen = [readout_with(p) for p in (0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205)]
    assert sum(r.verdict.word == Word.UP for r in screen if r.verdict) == 5
    words = [r.verdict.word for r in judge_many(screen) if r.verdict]
    assert words == [Word.UP] * 2 + [Word.SAME] * 6
    alone = judge_many([readout_with(0.04)])[0].verdict
    assert alone is not None
    assert alone.word == Word.UP


def test_spread_names_the_ends_and_whether_they_differ() -> None:
    day = date(2025, 2, 1)
    rows = [*answers(day, {5: 90, 1: 10}, channel="Phone"), *answers(day, {5: 50, 1: 50}, channel="Chat")]
    fetch = TableFetch({"scores": pd.DataFrame(rows)}, datetime(2025, 6, 1))
    year = Filters.of(date(2025, 1, 1), date(2025, 6, 1))
    found = evaluate(by_key("csat"), fetch, year, None, by=("channel",))
    assert spread(found) == "Highest: Phone (90.0 %). Lowest: Chat (50.0 %). The difference is more than chance."
    level = answers(day, {5: 50, 1: 50}, channel="Phone") + answers(day, {5: 52, 1: 48}, channel="Chat")
    found = evaluate(
        by_key("csat"), TableFetch({"scores": pd.DataFrame(level)}, fetch.as_of), year, None, by=("channel",)
    )
    assert spread(found).endswith("The groups do not clearly differ.")


def test_spread_of_times_speaks_of_long_and_short_and_of_sizes_claims_nothing() -> None:
    def of(key: str, *pairs: tuple[str, Result]) -> Readout:
        rows = tuple(Row(None, (name,), result) for name, result in pairs)
        at = datetime(2025, 1, 1)
        return Readout(by_key(key), ("channel",), None, pairs[0][1], rows, None, None, None, None, None, at, "1.1")

    slow, quick = (
        times("resolution_time", {50: (40, 0), 100: (60, 0)}),
        times("resolution_time", {2: (40, 0), 4: (60, 0)}),
    )
    found = spread(of("resolution_time", ("Mail", slow), ("Chat", quick)))
    assert found == "Longest: Mail (4.2 days). Shortest: Chat (4.0 h). The difference is more than chance."
    many, few = computed("complaints", n=900), computed("complaints", n=9)
    assert spread(of("complaints", ("Mail", many), ("Chat", few))) == "Highest: Mail (900). Lowest: Chat (9)."


def test_spread_names_no_group_of_one_where_there_are_larger_ones() -> None:
    def of(**sizes: tuple[int, int]) -> Readout:
        pairs = [
            (name, computed("complaint_rate", complaints=k, contacts=n, outside=0, customers=1))
            for name, (k, n) in sizes.items()
        ]
        rows = tuple(Row(None, (name,), result) for name, result in pairs)
        at = datetime(2025, 1, 1)
        return Readout(by_key("complaint_rate"), ("channel",), None, PHONE, rows, None, None, None, None, None, at, "1.1")

    found = spread(of(Phone=(20, 500), Chat=(5, 400), Intern=(0, 1)))
    assert found.startswith("Highest: Phone (40.0). Lowest: Chat (12.5).")
    assert spread(of(Phone=(20, 500), Intern=(0, 1))) == "Only Phone has 10 contacts or more: 40.0 (500 contacts)."
    assert spread(of(Desk=(1, 4), Intern=(0, 1))).startswith("Highest: Desk (250.0). Lowest: Intern (0.0).")


def test_spread_of_one_group_is_the_plain_sentence() -> None:
    result = scored("csat", {5: 80, 1: 20})
    row = Row(None, ("Phone",), result)
    readout = Readout(
        by_key("csat"), ("channel",), None, result, (row,), None, None, None, None, None, datetime(2025, 1, 1), "1.1"
    )
    assert spread(readout) == sentence(readout)


FEW, PROTECTED = Withheld(Reason.TOO_FEW, 4, 6), Withheld(Reason.PROTECTED, 18)
NONE_YET, NOTHING = Withheld(Reason.UNDEFINED, 20), Withheld(Reason.EMPTY, 0)
PHONE, QUICK = Estimate(0.8, 0.78, 0.82, 1204), Estimate(100.8, 90.0, 110.0, 1204)


@pytest.mark.parametrize(
    ("key", "groups", "says"),
    [
        ("csat", (PHONE, FEW), "Only Phone has enough answers (1,204)."),
        ("csat", (PHONE, FEW, NOTHING), "Only Phone has enough answers (1,204)."),
        ("csat", (PHONE, NOTHING), "Only Phone has any answers (1,204)."),
        ("csat", (PHONE, PROTECTED, FEW), "Only Phone can be shown: 80.0 % (1,204 answers)."),
        ("csat", (PHONE, NONE_YET), "Only Phone can be shown: 80.0 % (1,204 answers)."),
        ("csat", (FEW, FEW), "No group has enough answers yet."),
        ("csat", (FEW, NOTHING), "No group has enough answers yet."),
        ("complaint_rate", (Estimate(4.0, 0.1, 22.3, 1), NOTHING, NONE_YET), "Only Phone can be shown: 4.0 (1 contact)."),
        ("csat", (PROTECTED, FEW), "No group is shown, so that the smaller one cannot be worked out."),
        ("csat", (NOTHING, NOTHING), "CSAT: 80.0 %, between 78.0 % and 82.0 % (1,204 answers)."),
        ("confirmed_resolution", (FEW, FEW), "No group has enough complaints yet."),
        ("resolution_time", (QUICK, NONE_YET), "Only in Phone half have been resolved so far (within 4.2 days)."),
        ("first_response", (NONE_YET, NONE_YET), "In no group half have been answered so far."),
    ],
)
def test_spread_with_fewer_than_two_groups_says_what_is_missing(key: str, groups: tuple[Result, ...], says: str) -> None:
    rows = tuple(Row(None, (name,), result) for name, result in zip(("Phone", "Chat", "Fax"), groups, strict=False))
    readout = Readout(by_key(key), ("channel",), None, PHONE, rows, None, None, None, None, None, datetime(2025, 1, 1), "1.1")
    assert spread(readout) == says


def test_sentences_can_be_said_in_another_language() -> None:
    def shouted(text: str, /, **values: str) -> str:
        return text.upper().format(**{name.upper(): value for name, value in values.items()})

    readout = Readout(
        by_key("csat"), (), None, Withheld(Reason.EMPTY, 0), (), None, None, None, None, None, datetime(2025, 1, 1), "1.1"
    )
    assert sentence(readout, shouted) == "NO DATA FOR THIS SELECTION."


BEFORE = {"Phone": 520, "Web": 310, "Chat": 120, "Branch": 50}
AFTER = {"Phone": 430, "Web": 330, "Chat": 190, "Branch": 60}


def test_the_mix_leads_with_how_much_moved() -> None:
    found = mix_verdict(BEFORE, AFTER)
    assert found is not None
    assert (found.moved, found.p) == (pytest.approx(0.0942574257), pytest.approx(1.0413215696695785e-05))
    assert found.sentence == (
        "9 % of contacts moved between channels. This is more than chance (1,010 contacts, 1,000 before)."
    )
    assert found.movers == "Chat gained most (6.8 points), Phone lost most (9.4 points)."
    assert found.real == {"Chat", "Phone"}
    assert [shift.channel for shift in found.shifts] == ["Phone", "Chat", "Web", "Branch"]


def test_a_mix_that_did_not_move() -> None:
    found = mix_verdict(BEFORE, BEFORE)
    assert found is not None
    assert (found.changed, found.real, found.movers) == (False, frozenset(), "No channel clearly gained or lost.")
    assert found.sentence.startswith("No clear change in the channel mix: 0.0 % of contacts moved")


def test_a_channel_that_is_new_counts_from_zero() -> None:
    found = mix_verdict({"Phone": 1000}, {"Phone": 800, "Chatbot": 200})
    assert found is not None
    assert found.real == {"Phone", "Chatbot"}
    assert found.moved == pytest.approx(0.2)


def test_no_mix_without_contacts() -> None:
    assert mix_verdict({}, AFTER) is None
    assert mix_verdict(BEFORE, {"Phone": 0}) is None


def test_a_volume_change_nobody_calls_makes_no_room_for_others() -> None:
    """Of two tests one with p = 4 % is kept beside a find with p next to 0, but not beside a volume not quite 2 % larger."""
    before, after = (Estimate(n, n - 1, n + 1, n, evidence=Events(n)) for n in (100_000, 101_900))
    small = judge(by_key("contacts"), before, after)
    satisfied = [Estimate(k / 1000, 0, 1, 1000, k, 1000, evidence=Share(k, 1000)) for k in (700, 742)]
    clear = judge(by_key("csat"), *satisfied)
    assert small is not None and small.change is not None and small.change.p is not None and small.change.p < 0.001
    assert clear is not None and clear.change is not None and clear.change.p is not None and 0.025 < clear.change.p < 0.05
    assert (small.word, clear.word) == (Word.SAME, Word.UP)
    assert (p_of(small), p_of(clear)) == (1.0, clear.change.p)
    base = Readout(by_key("csat"), (), None, satisfied[1], (), clear, None, None, None, None, datetime(2025, 1, 1), "1.1")
    judged = judge_many([replace(base, verdict=small), base])
    assert [readout.verdict.word for readout in judged if readout.verdict] == [Word.SAME, Word.SAME]
    assert judged[1].verdict is not None and judged[1].verdict.others == 1
