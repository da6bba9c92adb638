"""A change split into what the groups did and what the moves between them did: exact, as published, honest about rests."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.filters import Filters
from metrics.evaluate import evaluate
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.results import Estimate
from metrics.split import REST, Effect, Split, split, together
from metrics.split_words import split_words
from metrics.stats.mix_rate import mix_rate_decomposition, mix_rate_se
from metrics.wording import reversal
from tests.metrics.tables import TableFetch

AS_OF = datetime(2025, 12, 31)
YEAR = Filters.of(date(2025, 1, 1), date(2025, 12, 31))
DAY = date(2025, 6, 15)
Table = dict[str, tuple[int, int]]  # channel → (satisfied, answers)


def asked(counts: Table, key: str = "csat") -> Readout:
    """A period in which so many of so many were satisfied (5 of 1-5, or promoters and detractors), by channel."""
    scale, top, bottom = ((1.0, 5.0), 5.0, 1.0) if key == "csat" else ((0.0, 10.0), 10.0, 0.0)
    rows = [
        {"channel": channel, "day": DAY, "scale_min": scale[0], "scale_max": scale[1], "score": score,
         "n": n, "sw": float(n), "sww": float(n)}
        for channel, (k, all_) in counts.items() for score, n in ((top, k), (bottom, all_ - k)) if n
    ]  # fmt: skip
    metric = by_key(key)
    fetch = TableFetch({metric.frame.key: pd.DataFrame(rows)}, AS_OF)
    return evaluate(metric, fetch, YEAR, None, by=("channel",), compare="none")


def parts(then: Table, now: Table, key: str = "csat") -> Split:
    found = split(asked(then, key), asked(now, key))
    assert found is not None
    return found


THEN: Table = {"Phone": (720, 800), "Web": (100, 200)}
NOW: Table = {"Phone": (364, 400), "Web": (312, 600)}


def test_the_published_reversal() -> None:
    """catalogue A13, `kitagawa_csat_simpson`: both channels improve and the whole falls from 0.82 to 0.676."""
    found = parts(THEN, NOW)
    assert (found.before, found.after) == pytest.approx((0.82, 0.676))
    assert (found.mix.value, found.rate.value) == pytest.approx((-0.158, 0.014), abs=5e-4)
    assert found.reversed
    assert split_words(by_key("csat"), found, called=True).startswith("No channel got lower and still CSAT fell")
    assert reversal(by_key("csat"), rose=False) in split_words(by_key("csat"), found, called=True)
    assert "No channel" not in split_words(by_key("csat"), found, called=False)


@pytest.mark.parametrize(("then", "now"), [(THEN, NOW), ({"A": (50, 90), "B": (20, 40)}, {"A": (60, 80), "B": (10, 70)})])
def test_values_and_errors_are_those_of_the_catalogue(then: Table, now: Table) -> None:
    n1, k1, n2, k2 = ([table[c][i] for c in sorted(then)] for table in (then, now) for i in (1, 0))
    want, errors = mix_rate_decomposition(n1, k1, n2, k2), mix_rate_se(n1, k1, n2, k2)
    found = parts(then, now)
    rate, mix = (dict(zip(sorted(then), want[part], strict=True)) for part in ("rate", "mix"))
    assert {name: effect.value for name, effect in found.groups} == pytest.approx(rate)
    assert {move.name: move.value for move in found.moves} == pytest.approx(mix)
    assert (found.rate.high - found.rate.low) / 2 == pytest.approx(1.959963984540054 * errors["se_rate"])
    assert (found.mix.high - found.mix.low) / 2 == pytest.approx(1.959963984540054 * errors["se_mix"])


def test_points_of_an_nps_add_up() -> None:
    found = parts({"A": (60, 100), "B": (30, 100)}, {"A": (50, 60), "B": (60, 140)}, "nps")
    assert found.after - found.before == pytest.approx(found.rate.value + found.mix.value)
    assert found.before == pytest.approx(100 * (90 - 110) / 200)


def test_groups_too_small_to_be_told_stand_together() -> None:
    """Two channels below ten answers in one of the periods: no effect of their own, nothing lost."""
    then = {"Phone": (80, 100), "Fax": (3, 4), "Post": (20, 30)}
    now = {"Phone": (70, 100), "Fax": (10, 40), "Post": (2, 5)}
    found = parts(then, now)
    assert [name for name, _ in found.groups] == [REST, "Phone"]
    both = mix_rate_decomposition([100, 34], [80, 23], [100, 45], [70, 12])
    assert dict(found.groups)["Phone"].value == pytest.approx(both["rate"][0])
    assert dict(found.groups)[REST].value == pytest.approx(both["rate"][1])
    assert found.mix.value == pytest.approx(both["mix_total"])


def test_a_new_channel_is_a_move_and_no_change_of_its_own() -> None:
    found = parts({"Phone": (80, 100)}, {"Phone": (80, 100), "Chatbot": (30, 100)})
    assert [name for name, _ in found.groups] == ["Phone"]
    assert found.mix.value == pytest.approx(-0.25)
    assert "most through Chatbot (0 % of answers before, 50 % now)" in split_words(by_key("csat"), found, called=True)


def test_what_may_be_chance_is_not_called() -> None:
    found = parts({"A": (70, 100), "B": (50, 100)}, {"A": (71, 100), "B": (50, 100)})
    words = split_words(by_key("csat"), found, called=False)
    assert words == (
        "No clear change overall (+0.5 points). The channels themselves did not clearly change (+0.5 points). "
        "Moves between channels made no clear difference (0.0 points)."
    )


def test_nothing_to_split_is_none() -> None:
    assert split(asked({"A": (3, 5)}), asked({"A": (70, 100)})) is None
    assert split(asked({"A": (50, 80), "B": (2, 4)}), asked({"B": (50, 80)})) is None  # A is protected, B too small


_COUNTS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair)))
_TABLE = st.dictionaries(st.sampled_from("ABCDE"), _COUNTS.filter(lambda one: one[1] > 0), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None)
@given(_TABLE, _TABLE)
def test_the_parts_are_exactly_the_change_whatever_is_withheld(then: Table, now: Table) -> None:
    found = split(asked(then), asked(now))
    if found is None:
        return
    assert found.rate.value + found.mix.value == pytest.approx(found.after - found.before, abs=1e-12)
    assert math.fsum(effect.value for _, effect in found.groups) == pytest.approx(found.rate.value, abs=1e-12)
    assert math.fsum(move.value for move in found.moves) == pytest.approx(found.mix.value, abs=1e-12)
    assert math.fsum(move.after for move in found.moves) == pytest.approx(1.0)
    assert together([effect for _, effect in found.groups]).value == pytest.approx(found.rate.value, abs=1e-12)


def test_the_interval_holds_what_it_promises() -> None:
    """Of 300 pairs of periods drawn with no change inside the channels, about 95 % of the intervals hold 0."""
    draw = np.random.default_rng(20240601)
    held = 0
    for _ in range(300):
        tables = [{c: (int(draw.binomial(200, p)), 200) for c, p in (("A", 0.8), ("B", 0.5))} for _ in range(2)]
        rate = parts(tables[0], tables[1]).rate
        held += not rate.real
    assert 0.91 <= held / 300 <= 0.985


def test_customers_who_stay_do_not_move() -> None:
    """Forty customers of ten answers each, every one true to a channel: the mix is as sure as forty, not as four hundred."""
    draw, called = np.random.default_rng(20240601), 0
    for _ in range(120):
        sides = []
        for _ in range(2):
            web = int(draw.binomial(40, 0.5))
            counts = {"Phone": (int(0.9 * 10 * (40 - web)), 10 * (40 - web)), "Web": (5 * web, 10 * web)}
            readout = asked(counts)
            overall = readout.overall
            assert isinstance(overall, Estimate)
            sides.append(replace(readout, overall=replace(overall, detail={**overall.detail, "respondents": 40})))
        found = split(*sides)
        called += found is not None and found.mix.real
    assert called <= 14


def test_no_group_is_called_by_chance_among_many() -> None:
    draw, called = np.random.default_rng(20240601), 0
    for _ in range(100):
        sides = [asked({f"C{i}": (int(draw.binomial(200, 0.7)), 200) for i in range(8)}) for _ in range(2)]
        found = split(*sides)
        assert found is not None
        called += any(effect.real for _, effect in found.groups)
    assert called <= 12


def test_the_largest_is_named_or_nobody() -> None:
    """Small channels did nearly everything: no other is told to have done most."""
    then = {"A": (800, 1000), "B": (450, 500), "C": (8, 9), "D": (400, 500)}
    now = {"A": (760, 1000), "B": (450, 500), "C": (100, 500), "D": (5, 9)}
    found = parts(then, now)
    assert found.groups[0][0] == REST
    assert "most of all" not in split_words(by_key("csat"), found, called=True)
    assert not found.reversed


def test_effects_of_different_groups_add_with_their_errors() -> None:
    assert together([Effect(1.0, -2.0, 4.0), Effect(2.0, -2.0, 6.0)]) == Effect(3.0, -2.0, 8.0)


@settings(max_examples=150, deadline=None)
@given(_TABLE, _TABLE)
def test_no_group_that_is_withheld_can_be_worked_out_of_a_split(then: Table, now: Table) -> None:
    """Who is named is shown in both periods (or was not there), and what is left beside the named ones is never of a few."""
    before, after = asked(then), asked(now)
    found = split(before, after)
    if found is None:
        return
    named = {name for name, _ in found.groups} | {move.name for move in found.moves}
    for side, table in ((before, then), (after, now)):
        shown = {row.group[0] for row in side.rows if isinstance(row.result, Estimate)}
        assert named - {REST} <= shown | {name for name in named if name not in table}
        rest = sum(n for name, (_, n) in table.items() if name not in named)
        hidden = sum(n for name, (_, n) in table.items() if name not in shown)
        assert rest == 0 or rest >= 10
        assert hidden == 0 or hidden >= 10


def test_groups_that_overlap_are_not_split() -> None:
    """A comment on two topics is in both: their shares add up to more than the whole."""
    readout = asked(THEN)
    overlapping = replace(readout, metric=by_key("topic_csat"), by=("topic",))
    assert split(readout, readout) is not None
    assert split(overlapping, overlapping) is None


@pytest.mark.parametrize(("by", "group", "groups"), [
    ("segment", "segment", "segments"), ("business_unit", "business unit", "business units"),
    ("attr:Age", 'group of "Age"', 'groups of "Age"'),
])  # fmt: skip
def test_sentences_name_the_dimension(by: str, group: str, groups: str) -> None:
    told = split_words(by_key("csat"), parts(THEN, NOW), called=True, by=by)
    assert told.startswith(f"No {group} got lower and still CSAT fell: answers moved to lower rated {groups}.")
    assert f"−15.8 points because answers moved between {groups}" in told
    assert f"The {groups} themselves did not clearly change (+1.4 points)." in told
    assert "channel" not in told
    unlike = parts({"A": (80, 100), "B": (50, 100)}, {"A": (50, 100), "B": (50, 100)})
    fell = split_words(by_key("csat"), unlike, called=True, by=by)
    assert f"−15.0 points because {groups} are rated differently themselves, most of all A (−15.0 points)." in fell
    assert f"Moves between {groups} made no clear difference (0.0 points)." in fell
