"""What the house decided reaches every number: interval level, least answers, targets, notes, weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from data_access.filters import Filters
from metrics.evaluate import evaluate
from metrics.metric import Metric
from metrics.readout import Readout, Word
from metrics.registry import METRICS, by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.rules import STANDARD, Note, Rules, Target, target_at
from metrics.verdict import sentence
from metrics.wording import goal_words
from tests.metrics.tables import TableFetch, answers, contacts

AS_OF = datetime(2025, 6, 30, 20)
QUARTER = Filters.of(date(2025, 4, 1), date(2025, 6, 30))
DAY = date(2025, 5, 10)


def asked(key: str, rules: Rules, filters: Filters = QUARTER, *, by: tuple[str, ...] = (), compare: str = "previous",
          grain: str | None = None, **tables: list[dict[str, Any]]) -> Readout:  # fmt: skip
    fetch = TableFetch({name: pd.DataFrame(rows) for name, rows in tables.items()}, AS_OF, rules=rules)
    return evaluate(by_key(key), fetch, filters, None, by=by, grain=grain, compare=compare)


def example(metric: Metric, conf: float) -> Estimate:
    cell = pd.DataFrame(metric.example.rows)
    whole = pd.DataFrame(metric.example.whole) if metric.example.whole else cell
    found = metric.compute(cell, whole, {**metric.options, **metric.example.options}, conf)
    assert isinstance(found, Estimate)
    return found


@pytest.mark.parametrize("metric", [m for m in METRICS if m.example.low is not None], ids=lambda m: m.key)
def test_a_surer_interval_is_a_wider_one_of_the_same_value(metric: Metric) -> None:
    usual, surer = example(metric, 0.95), example(metric, 0.99)
    assert usual.value == surer.value
    assert usual.low is not None and surer.low is not None
    assert surer.low < usual.low or usual.low in (0, 1)
    assert usual.high is None or surer.high is None or surer.high > usual.high or surer.high in (0, 1, 5, 7, 100)


def test_the_level_reaches_interval_and_verdict() -> None:
    """80 of 100 against 68 of 100: p is about 0.05, more than chance at 90 % and not at 99 %."""
    rows = [*answers(date(2025, 2, 10), {5: 680, 1: 320}), *answers(DAY, {5: 720, 1: 280}), *answers(date(2025, 1, 1), {3: 1})]
    words = {}
    for conf in (0.90, 0.99):
        found = asked("csat", Rules(conf=conf), scores=rows)
        assert found.verdict is not None and found.verdict.change is not None and found.rules.conf == conf
        words[conf] = found.verdict.word
        assert found.verdict.change.p == pytest.approx(0.05, abs=0.01)
        assert (found.verdict.word == Word.UP) == found.verdict.change.excludes_zero
    assert words == {0.90: Word.UP, 0.99: Word.SAME}


def test_a_surer_house_needs_a_larger_change() -> None:
    rows = [*answers(date(2025, 2, 10), {5: 680, 1: 320}), *answers(DAY, {5: 720, 1: 280}), *answers(date(2025, 1, 1), {3: 1})]
    small = [asked("csat", Rules(conf=conf), scores=rows).verdict for conf in (0.9, 0.99)]
    assert all(v is not None and v.smallest is not None for v in small)
    assert small[0].smallest < small[1].smallest  # type: ignore[union-attr,operator]


def test_the_least_number_of_answers_is_the_houses() -> None:
    rows = answers(DAY, {5: 15, 1: 5})
    found = asked("csat", Rules(least_answers=25), scores=rows)
    assert found.overall == Withheld(Reason.TOO_FEW, 20, 5)
    assert sentence(found) == "Too few answers: 20 of at least 25."
    assert isinstance(asked("csat", Rules(least_answers=5), scores=answers(DAY, {5: 6})).overall, Estimate)
    counted = asked("contacts", Rules(least_answers=25), contacts=[contacts(DAY, "Phone", 3)])
    assert isinstance(counted.overall, Estimate) and counted.metric.min_n is None


def test_the_rows_of_a_breakdown_know_the_rules_too() -> None:
    rows = [*answers(DAY, {5: 30, 1: 10}, channel="Phone"), *answers(DAY, {5: 12}, channel="Chat")]
    rows += answers(DAY, {5: 50, 1: 50}, channel="Web")
    found = asked("csat", Rules(least_answers=20), by=("channel",), compare="none", scores=rows)
    reasons = {row.group[0]: getattr(row.result, "reason", None) for row in found.rows}
    assert reasons["Chat"] is Reason.TOO_FEW


TARGETS = (
    Target("csat", 0.80),
    Target("csat", 0.85, start=date(2025, 5, 1)),
    Target("csat", 0.90, business_unit="North", end=date(2025, 12, 31)),
    Target("nps", 30),
    Target("contacts", 100),
    Target("backlog", 10),
)


@pytest.mark.parametrize(
    ("unit", "day", "value"),
    [
        (None, date(2025, 4, 30), 0.80), (None, date(2025, 5, 1), 0.85), ("South", date(2025, 5, 1), 0.85),
        ("North", date(2025, 5, 1), 0.90), ("North", date(2026, 1, 1), 0.85),
    ],
)  # fmt: skip
def test_which_target_holds_on_a_day(unit: str | None, day: date, value: float) -> None:
    found = target_at(Rules(targets=TARGETS), "csat", unit, day)
    assert found is not None and found.value == value
    assert target_at(Rules(targets=TARGETS), "ces", unit, day) is None


def test_of_two_equal_targets_the_later_one_holds() -> None:
    found = target_at(Rules(targets=(Target("csat", 0.1), Target("csat", 0.2))), "csat", None, DAY)
    assert found is not None and found.value == 0.2


@pytest.mark.parametrize(
    ("counts", "status", "words"),
    [
        ({5: 980, 1: 20}, "met", "target 85.0 %: met"),
        ({5: 500, 1: 500}, "missed", "target 85.0 %: missed"),
        ({5: 85, 1: 15}, "uncertain", "target 85.0 %: not yet clear"),
        ({5: 4}, "no_data", "target 85.0 %"),
    ],
)
def test_a_goal_knows_how_sure_its_figure_is(counts: dict[int, int], status: str, words: str) -> None:
    found = asked("csat", Rules(targets=TARGETS), scores=answers(DAY, counts))
    assert found.goal is not None and found.goal.status == status
    assert goal_words(found) == words


def test_a_unit_of_its_own_has_its_own_goal() -> None:
    rules, rows = Rules(targets=TARGETS), answers(DAY, {5: 88, 1: 12}, business_unit="North")
    north = asked("csat", rules, replace(QUARTER, values=(("business_unit", ("North",)),)), scores=rows)
    both = asked("csat", rules, replace(QUARTER, values=(("business_unit", ("North", "South")),)), scores=rows)
    assert north.goal is not None and both.goal is not None
    assert (north.goal.target, both.goal.target) == (0.90, 0.85)
    assert (north.target_on(date(2025, 4, 1)), both.target_on(date(2025, 4, 1))) == (0.90, 0.80)


def test_a_volume_takes_no_target_but_a_state_does() -> None:
    """A count grows with the period that is asked: a target for it would be met by asking for less."""
    rules = Rules(targets=TARGETS)
    assert asked("contacts", rules, contacts=[contacts(DAY, "Phone", 3)]).goal is None
    waiting = [{"day": DAY, "age_minutes": 60.0, "n": 12, "closed": 0, "not_recorded": 0}]
    found = asked("backlog", rules, backlog=waiting)
    assert found.goal is not None and found.goal.status == "missed"  # counted in full: no interval to be unsure of


def test_notes_of_the_period_come_with_the_number() -> None:
    notes = (Note(date(2025, 6, 30), "last"), Note(date(2025, 4, 1), "first"), Note(date(2025, 7, 1), "later"))
    found = asked("contacts", Rules(notes=notes), contacts=[contacts(DAY, "Phone", 3)])
    assert [note.text for note in found.notes] == ["first", "last"]


def test_to_date_needs_a_unit_and_says_so() -> None:
    days = pd.date_range("2023-12-01", "2025-06-30")
    rows = [contacts(d.date(), "Phone", 10) for d in days]
    found = asked("contacts", STANDARD, Filters.of(date(2025, 6, 1), date(2025, 6, 15)), compare="to_date", contacts=rows)
    assert found.comparison_label == "to date, like for like (1 May 2025 – 15 May 2025)"
    assert found.verdict is not None and found.verdict.before.n == found.verdict.after.n == 150
    odd = asked("contacts", STANDARD, Filters.of(date(2025, 6, 3), date(2025, 6, 15)), compare="to_date", contacts=rows)
    assert odd.verdict is None
    assert odd.comparison_label.startswith("nothing to date: the period does not begin")
    said = "Nothing to compare with: the period does not begin with a week, a month, a quarter or a year."
    assert sentence(odd).endswith(said)


def test_a_week_to_date_follows_the_houses_week() -> None:
    rows = [contacts(d.date(), "Phone", 10) for d in pd.date_range("2024-01-01", "2025-06-30")]
    sunday = Filters.of(date(2025, 6, 8), date(2025, 6, 11))
    found = asked("contacts", Rules(week_start=6), sunday, compare="to_date", contacts=rows)
    assert found.comparison_label == "to date, like for like (1 Jun 2025 – 4 Jun 2025)"
    assert asked("contacts", STANDARD, sunday, compare="to_date", contacts=rows).verdict is None


@pytest.mark.parametrize(("march", "word", "said"), [
    (3100, Word.SAME, "No clear change per day: 3,100 contacts, 2,800 before."),
    (3720, Word.UP, "Contacts rose 20 % per day, to 3,720."),
])  # fmt: skip
def test_counts_of_a_longer_and_a_shorter_month_are_compared_per_day(march: int, word: str, said: str) -> None:
    """A hundred contacts a day in February and in March are no rise of a tenth."""
    rows = [contacts(date(2025, 2, 1) + timedelta(days=i), "Phone", 100) for i in range(28)]
    rows += [contacts(date(2025, 3, 1) + timedelta(days=i), "Phone", march // 31) for i in range(31)]
    found = asked("contacts", STANDARD, Filters.of(date(2025, 3, 1), date(2025, 3, 31)), compare="to_date", contacts=rows)
    assert found.verdict is not None and found.verdict.change is not None
    assert (found.verdict.word, sentence(found)) == (word, said)
    assert found.verdict.change.diff == pytest.approx(march / 3100 - 1)
    assert found.verdict.before.value == 2800  # type: ignore[union-attr]
