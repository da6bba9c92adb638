"""What the cards about trust reckon: against formulas, brute force and the catalogue's vectors."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.askings import askings, scales_of, stretches
from metrics.definitions.cells import share
from metrics.definitions.satisfaction import rows as score_rows
from metrics.known_shares import weighted
from metrics.periods import next_period
from metrics.planner import DAYS_A_MONTH, needed, plans
from metrics.readout import Row, Word
from metrics.registry import by_key
from metrics.repeated import Repeats
from metrics.results import Estimate, Reason, Withheld
from metrics.rules import KnownShare
from metrics.silence import bounded, cautions, silence
from metrics.slicing import columns
from metrics.stats.nps import nps, nps_from_counts
from metrics.stats.planning import sample_size_two_prop
from metrics.stats.poststratification import poststratify, rake_2way
from metrics.stats.recovery import manski_bounds
from metrics.verdict import judge
from metrics.ways import Way, by_word, judged, widest
from tests.charts import chart_factories as make


def estimate(key: str, scale: tuple[float, float], counts: dict[int, int]) -> Estimate:
    cell = pd.DataFrame(score_rows(scale, counts))
    found = by_key(key).compute(cell, cell, {})
    assert isinstance(found, Estimate)
    return found


def way(key: str, scale: tuple[float, float], before: dict[int, int], after: dict[int, int], whose: str = "every") -> Way:
    old, new = estimate(key, scale, before), estimate(key, scale, after)
    return Way(whose, make.readout(key, (), overall=new, verdict=judge(by_key(key), old, new)))


# Ways of counting


def test_shares_means_and_nps_in_points() -> None:
    counts = {1: 10, 2: 10, 3: 20, 4: 30, 5: 30}
    assert way("csat", (1, 5), counts, counts).points[0] == pytest.approx(60)
    assert way("csat_best", (1, 5), counts, counts).points[0] == pytest.approx(30)
    mean = way("csat_mean", (1, 5), counts, counts)
    assert mean.points[0] == pytest.approx(100 * (3.6 - 1) / 4)  # catalogue A6
    assert mean.points[1] < mean.points[0] < mean.points[2]
    assert mean.change_in_points(0.4) == pytest.approx(10)
    assert way("nps", (0, 10), {0: 20, 10: 80}, {0: 20, 10: 80}).points[0] == pytest.approx(60)


def test_withheld_ways_have_no_points() -> None:
    few = Way("every", make.readout("csat", (), overall=Withheld(Reason.TOO_FEW, 3, 7)))
    assert few.points is None and widest([few]) == 0.0


def test_ways_are_sorted_by_what_they_say() -> None:
    worse = way("csat", (1, 5), {1: 100, 5: 900}, {1: 400, 5: 600})
    better = way("csat_best", (1, 5), {4: 900, 5: 100}, {4: 100, 5: 900})
    same = way("csat_mean", (1, 5), {1: 50, 5: 50}, {1: 50, 5: 50})
    silent = Way("every", make.readout("nps", (), overall=Withheld(Reason.EMPTY, 0)))
    assert by_word([same, better, silent, worse]) == {Word.UP: [better], Word.DOWN: [worse], Word.SAME: [same]}


def test_many_looks_at_chance_are_judged_together() -> None:
    """A change just beyond chance alone is none among eleven that show nothing."""
    narrow = way("csat", (1, 5), {1: 500, 5: 500}, {1: 545, 5: 455})
    same = way("csat", (1, 5), {1: 500, 5: 500}, {1: 500, 5: 500})
    assert narrow.word == Word.DOWN and narrow.readout.verdict.change.p > 0.01
    together = judged([narrow, *[same] * 11])
    assert {one.word for one in together} == {Word.SAME}
    assert together[0].readout.verdict.others == 11


def test_how_far_the_ways_of_one_score_lie_apart() -> None:
    one, other = ({1: 50, 5: 50}, {1: 45, 5: 55})
    apart = [way("csat", (1, 5), one, one), way("csat", (1, 5), one, other, "latest"), way("nps", (0, 10), {10: 10}, {10: 10})]
    assert widest(apart) == pytest.approx(5)


@pytest.mark.parametrize("scale", [(1, 5), (0, 1), (1, 7), (0, 10), (1, 10), (1, 3)])
def test_the_top_box_only_is_the_best_answer_of_its_scale(scale: tuple[int, int]) -> None:
    counts = {scale[0]: 30, scale[1]: 20}
    assert estimate("csat_best", scale, counts).value == pytest.approx(0.4)


def test_scales_without_a_best_step_have_no_top_box() -> None:
    for scale in ((0, 100), (0.5, 5.0), (2, 6)):
        cell = pd.DataFrame(score_rows(scale, {3: 30}))
        assert by_key("csat_best").compute(cell, cell, {}) == Withheld(Reason.UNDEFINED, 30)


# NPS: one formula


@given(st.dictionaries(st.integers(0, 10), st.integers(1, 400), min_size=1))
@settings(max_examples=60, deadline=None)
def test_two_formulas_of_nps_never_disagree(counts: dict[int, int]) -> None:
    """Metric, catalogue function over the histogram, and over its three counts; who dismissed the question is in none."""
    found = estimate("nps", (0, 10), counts)
    by_hist = nps(counts)
    three = (sum(n for s, n in counts.items() if s >= 9), sum(n for s, n in counts.items() if 7 <= s <= 8),
             sum(n for s, n in counts.items() if s <= 6))  # fmt: skip
    by_three = nps_from_counts(*three)
    for other in (by_hist, by_three):
        assert (found.value, found.low, found.high) == pytest.approx((other["nps"], other["lo"], other["hi"]))
    assert Way("every", make.readout("nps", (), overall=found)).points[0] == pytest.approx(found.value)


def test_dismissed_answers_change_no_nps() -> None:
    """40 promoters, 20 passives, 10 detractors and 30 who dismissed it: 42.86 everywhere, never 30.0."""
    cell = pd.DataFrame([*score_rows((0, 10), {10: 40, 8: 20, 3: 10}), *[{**score_rows((0, 10), {0: 30})[0], "score": np.nan}]])
    assert by_key("nps").compute(cell, cell, {}).value == pytest.approx(100 * 30 / 70)


# Repeated customers


@given(st.lists(st.integers(1, 9), max_size=40), st.lists(st.integers(1, 3), max_size=10))
def test_repeats_are_those_counted_one_by_one(named: list[int], unnamed: list[int]) -> None:
    both = sorted({*named, *unnamed})
    cell = {
        "given": np.array(both, dtype=int), "customers": np.array([named.count(g) for g in both], dtype=int),
        "unnamed": np.array([unnamed.count(g) for g in both], dtype=int),
    }  # fmt: skip
    found = Repeats.of(cell)
    assert (found.answers, found.customers) == (sum(named) + sum(unnamed), len(named))
    assert (found.several, found.most) == (sum(g > 1 for g in named), max(named, default=0))
    assert (found.unnamed, found.responses) == (sum(unnamed), len(unnamed))
    assert sum(customers for _, _, customers, _ in found.bands()) == len(named)
    assert sum(answers for *_, answers in found.bands()) == sum(named)
    assert all(more == (given_ > 3) for given_, more, _, _ in found.bands())


# Silence


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 3000))
def test_bounds_are_those_of_the_counts(hits: int, others: int, silent: int) -> None:
    answered, asked_ = hits + others, hits + others + silent
    if not answered:
        return
    found = bounded(hits / answered, answered / asked_, (0.0, 1.0))
    assert found == pytest.approx(manski_bounds(hits, answered, asked_))


def test_bounds_of_the_catalogue_and_of_nps() -> None:
    assert bounded(330 / 423, 423 / 1880, (0.0, 1.0)) == pytest.approx((0.175532, 0.950532), abs=1e-6)
    assert bounded(40.0, 0.25, (-100.0, 100.0)) == pytest.approx((-65.0, 85.0))
    assert bounded(40.0, 1.0, (-100.0, 100.0)) == pytest.approx((40.0, 40.0))


def rates(*pairs: tuple[str, int, int]):
    rows = [Row(None, (name,), share(k, n)) for name, k, n in pairs]
    whole = share(sum(k for _, k, _ in pairs), sum(n for *_, n in pairs))
    return make.readout("response_rate", rows, by=("channel",), overall=whole)


def test_groups_come_lowest_rate_first_and_only_with_both() -> None:
    rows_ = [Row(None, (name,), share(30, 40)) for name in ("A", "B", "C")]
    scores = make.readout("csat", rows_, by=("channel",), overall=share(90, 120))
    found = silence(rates(("A", 50, 100), ("B", 20, 100), ("D", 5, 100)), scores, "all")
    assert [one.name for one in found] == ["all", "B", "A"]
    assert found[1].bounds == pytest.approx((0.15, 0.95))


def test_a_withheld_score_has_no_bounds() -> None:
    scores = make.readout("csat", [], by=("channel",), overall=Withheld(Reason.TOO_FEW, 4, 6))
    assert silence(rates(("A", 50, 100)), scores, "all")[0].bounds is None


def test_cautions_say_what_is_wrong() -> None:
    assert cautions(rates(("A", 300, 1000), ("B", 305, 1000))) == ()
    assert cautions(rates(("A", 100, 1000), ("B", 105, 1000))) == ("low_response",)
    assert cautions(rates(("A", 200, 1000), ("B", 500, 1000))) == ("differs_by_channel",)
    assert cautions(make.readout("response_rate", [], overall=Withheld(Reason.EMPTY, 0))) == ()


# Planner


def test_answers_needed_are_those_of_the_catalogue() -> None:
    """Equal variances on both sides, so a little beside the catalogue's p1 and p2 for a share; its own formula otherwise."""
    p = 0.8
    plain = needed(share(8000, 10000), 0.05, 0.95)
    assert plain == pytest.approx(2 * (1.959963984540054 + 0.8416212335729143) ** 2 * p * (1 - p) / 0.05**2, rel=2e-3)
    around = [sample_size_two_prop(p, p + step)["n_per_group"] for step in (-0.05, 0.05)]
    assert min(around) < plain < max(around)


@given(st.integers(20, 900), st.sampled_from([1.0, 2.0, 3.0, 5.0]))
@settings(max_examples=40, deadline=None)
def test_smaller_changes_need_more(k: int, points: float) -> None:
    result = share(k, 1000)
    assert needed(result, points / 100, 0.95) >= needed(result, (points + 1) / 100, 0.95)
    assert needed(result, points / 100, 0.99) > needed(result, points / 100, 0.9)


def test_repeated_answers_need_more() -> None:
    plain = share(400, 500)
    assert isinstance(plain, Estimate)
    worth_half = replace(share(200, 250), n=500)
    assert needed(worth_half, 0.03, 0.95) == pytest.approx(2 * needed(plain, 0.03, 0.95), rel=0.01)


def test_a_plan_says_what_lacks_and_how_long() -> None:
    results = (share(80, 100), share(8000, 10000), Withheld(Reason.TOO_FEW, 4, 6))
    rows_ = [Row(None, (name,), result) for name, result in zip("ABC", results, strict=True)]
    readout = make.readout("csat", rows_, by=("channel",))
    found = {plan.name: plan for plan in plans(readout, 3.0, round(6 * DAYS_A_MONTH))}
    assert [plan.name for plan in plans(readout, 3.0, 180)] == ["B", "A", "C"]
    assert found["B"].more == 0 and found["B"].months == 0
    assert found["A"].more == found["A"].needed - 100
    assert found["A"].monthly == pytest.approx(100 / 6, rel=0.01)
    assert found["A"].months == pytest.approx(found["A"].more / (100 / 6), rel=0.01)
    assert (found["C"].needed, found["C"].more, found["C"].months) == (None, None, None)


def test_nps_is_planned_in_points_of_nps() -> None:
    row = Row(None, ("A",), estimate("nps", (0, 10), {10: 500, 8: 300, 3: 200}))
    plan = plans(make.readout("nps", [row], by=("channel",)), 5.0, 365)[0]
    variance = 1e4 * (0.5 + 0.2 - 0.3**2)
    assert plan.needed == pytest.approx(2 * 7.848879 * variance / 25, rel=5e-3)


# Known shares

MARGIN = {"Private": 0.6, "Family": 0.25, "Business": 0.15}


def cells(counts: dict[tuple[str, ...], tuple[int, int]], dims: tuple[str, ...]) -> dict[str, np.ndarray]:
    """The scores frame by dims: (satisfied, others) of each cell as fives and twos."""
    made = [
        {**dict(zip(dims, cell, strict=True)), "scale_min": 1.0, "scale_max": 5.0, "score": score, "n": n, "sw": n, "sww": n}
        for cell, pair in counts.items() for score, n in zip((5.0, 2.0), pair, strict=True) if n
    ]  # fmt: skip
    return columns(pd.DataFrame(made))


def known(dimension: str, margin: dict[str, float]) -> list[KnownShare]:
    return [KnownShare(dimension, value, part) for value, part in margin.items()]


def test_one_dimension_is_poststratified() -> None:
    counts = {("Private",): (80, 20), ("Family",): (150, 50), ("Business",): (30, 70)}
    found = weighted(cells(counts, ("segment",)), ("segment",), known("segment", MARGIN), least=10, conf=0.95)
    assert found.value == pytest.approx(0.6 * 0.8 + 0.25 * 0.75 + 0.15 * 0.3)
    reference = poststratify([100, 200, 100], list(MARGIN.values()), [80, 150, 30])
    assert found.design_effect == pytest.approx(reference["deff_kish"])
    se = reference["se_stratified"]
    assert found.effective == pytest.approx(found.value * (1 - found.value) / se**2)
    assert found.high - found.low == pytest.approx(2 * 1.96 * se, rel=0.02)
    groups = [(group.value, group.answers, group.known) for group in found.groups]
    assert groups == [("Private", 100, 0.6), ("Family", 200, 0.25), ("Business", 100, 0.15)]


def test_two_dimensions_are_raked_as_the_catalogue_does() -> None:
    sizes = {cell: 40 + 15 * i for i, cell in enumerate(product(MARGIN, ("North", "South")))}
    counts = {cell: (n // 2 + 3 * i, n - n // 2 - 3 * i) for i, (cell, n) in enumerate(sizes.items())}
    shares = [*known("segment", MARGIN), *known("region", {"North": 0.7, "South": 0.3})]
    found = weighted(cells(counts, ("segment", "region")), ("segment", "region"), shares, least=10, conf=0.95)
    table = [[sizes[s, r] for r in ("North", "South")] for s in MARGIN]
    hits = [[counts[s, r][0] for r in ("North", "South")] for s in MARGIN]
    reference = rake_2way(table, list(MARGIN.values()), [0.7, 0.3], hits)
    assert (found.value, found.low, found.high) == pytest.approx((reference["weighted_csat"], reference["lo"], reference["hi"]))
    assert found.design_effect == pytest.approx(reference["kish_deff"])


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=3))
@settings(max_examples=60, deadline=None)
def test_weights_applied_answer_by_answer_give_the_same(pairs: list[tuple[int, int]]) -> None:
    if any(k + m < 10 for k, m in pairs):
        return
    counts = {(name,): pair for name, pair in zip(MARGIN, pairs, strict=True)}
    found = weighted(cells(counts, ("segment",)), ("segment",), known("segment", MARGIN), least=10, conf=0.95)
    n = sum(k + m for k, m in pairs)
    each = [(MARGIN[name] * n / (k + m), hit) for (name,), (k, m) in counts.items() for hit in (1,) * k + (0,) * m]
    assert found.value == pytest.approx(sum(w * hit for w, hit in each) / sum(w for w, _ in each))
    assert found.low <= found.value + 1e-12 and found.value <= found.high + 1e-12


def test_shares_as_the_sample_divides_change_nothing() -> None:
    counts = {("Private",): (48, 12), ("Family",): (15, 10), ("Business",): (5, 10)}
    found = weighted(cells(counts, ("segment",)), ("segment",), known("segment", MARGIN), least=10, conf=0.95)
    assert (found.value, found.design_effect) == (pytest.approx(0.68), pytest.approx(1.0))


def test_rounded_thirds_are_made_whole() -> None:
    thirds = dict.fromkeys(MARGIN, 0.3333)
    counts = dict.fromkeys(((name,) for name in MARGIN), (20, 20))
    found = weighted(cells(counts, ("segment",)), ("segment",), known("segment", thirds), least=10, conf=0.95)
    assert found.value == pytest.approx(0.5)


def test_who_has_no_known_share_is_left_out_and_counted() -> None:
    counts = {("Private",): (40, 10), ("Family",): (20, 20), ("Business",): (20, 20), ("(unknown)",): (0, 33)}
    found = weighted(cells(counts, ("segment",)), ("segment",), known("segment", MARGIN), least=10, conf=0.95)
    assert (found.n, found.left_out) == (130, 33)
    assert found.value == pytest.approx(0.6 * 0.8 + 0.25 * 0.5 + 0.15 * 0.5)


def test_a_small_group_hides_the_weighted_score() -> None:
    """With two groups the small one's score could be worked out from the plain and the weighted value."""
    counts = {("Private",): (40, 10), ("Family",): (20, 20), ("Business",): (3, 4)}
    found = weighted(cells(counts, ("segment",)), ("segment",), known("segment", MARGIN), least=10, conf=0.95)
    assert (found.value, found.few, found.empty) == (None, ("Business",), ())
    del counts[("Business",)]
    found = weighted(cells(counts, ("segment",)), ("segment",), known("segment", MARGIN), least=10, conf=0.95)
    assert (found.value, found.few, found.empty) == (None, (), ("Business",))


def test_repeated_customers_cost_beside_the_weights() -> None:
    counts = {("Private",): (80, 20), ("Family",): (150, 50), ("Business",): (30, 70)}
    plain, twice = (
        weighted(cells(counts, ("segment",)), ("segment",), known("segment", MARGIN), least=10, conf=0.95, repeated=deff)
        for deff in (1.0, 2.0)
    )  # fmt: skip
    assert twice.effective == pytest.approx(plain.effective / 2)
    assert twice.value == plain.value and twice.low < plain.low


def test_all_satisfied_and_mixed_scales() -> None:
    counts = {(name,): (50, 0) for name in MARGIN}
    found = weighted(cells(counts, ("segment",)), ("segment",), known("segment", MARGIN), least=10, conf=0.95)
    assert found.value == pytest.approx(1.0) and found.low < 1.0
    mixed = cells(counts, ("segment",))
    mixed["scale_max"] = np.array([5.0, 5.0, 7.0])
    assert weighted(mixed, ("segment",), known("segment", MARGIN), least=10, conf=0.95).reason is Reason.SCALES_MIXED


def test_margins_that_contradict_empty_combinations_are_said() -> None:
    counts = {("Private", "North"): (20, 20), ("Family", "South"): (20, 20)}
    shares = [*known("segment", {"Private": 0.5, "Family": 0.5}), *known("region", {"North": 0.9, "South": 0.1})]
    found = weighted(cells(counts, ("segment", "region")), ("segment", "region"), shares, least=10, conf=0.95)
    assert (found.value, found.reason) == (None, Reason.UNDEFINED)


# Which question when


@given(st.sets(st.integers(0, 60)), st.sampled_from(["month", "quarter"]))
def test_stretches_cover_exactly_the_periods_asked_in(places: set[int], grain: str) -> None:
    calendar = [date(2015, 1, 1)]
    while len(calendar) < 62:
        calendar.append(next_period(calendar[-1], grain))
    chosen = [calendar[i] for i in places]
    found = stretches(chosen, grain)
    covered = [day for day in calendar if any(start <= day < end for start, end in found)]
    assert covered == sorted(chosen)
    assert all(one[1] < other[0] for one, other in pairwise(found))


def test_askings_by_question_and_scale() -> None:
    frame = pd.DataFrame(
        [(date(2015, 5, 1), "Overall", 1.0, 5.0, 3.0, 10), (date(2015, 5, 1), "Overall", 1.0, 5.0, 4.0, 5),
         (date(2015, 6, 1), "Overall", 1.0, 5.0, 4.0, 7), (date(2015, 9, 1), "Overall", 1.0, 7.0, 6.0, 9)],
        columns=["period", "question", "scale_min", "scale_max", "score", "n"],
    )  # fmt: skip
    old, new = askings("csat", columns(frame), "month")
    assert (old.scale, old.answers, old.spans) == ((1.0, 5.0), 22, ((date(2015, 5, 1), date(2015, 7, 1)),))
    assert (new.scale, new.answers, new.first) == ((1.0, 7.0), 9, date(2015, 9, 1))
    assert scales_of((old, new)) == ((1.0, 5.0), (1.0, 7.0))
    assert Counter(one.question for one in (old, new)) == {"Overall": 2}
