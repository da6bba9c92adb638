"""Drivers from responses in memory: which survey and items, how sure, what is said; every number recounted from the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.filters import Filters
from metrics.definitions.cells import share
from metrics.drivers import acting_words, wording
from metrics.drivers.asking import drivers, outcomes
from metrics.drivers.choosing import LEAST_COMPLETE, MOST_ITEMS, choose, take
from metrics.drivers.drawing import drawn_tables, read_patterns
from metrics.drivers.model import LMG, RELATIVE, Drivers, Survey
from metrics.drivers.naming import listed
from metrics.drivers.overlap import vifs
from metrics.drivers.plane import plane
from metrics.drivers.priority import priorities
from metrics.frames import Frame
from metrics.results import Estimate, Reason, Result, Withheld
from metrics.rules import STANDARD, Rules
from metrics.stats.cross_products import correlations, needed
from metrics.stats.priorities import FIX, KEEP
from tests.metrics.test_stats_drivers import SEEDS, r2_of

Response = Mapping[str, float]  # question → score
NO_SCOPE = object()


class Answers:
    """A fetch over responses per instrument. kinds: of questions that are no rated items · highs: of other scales."""

    as_of, data_version, rules, restated = datetime(2026, 3, 1), "1.1", STANDARD, ()

    def __init__(self, kinds: Mapping[str, str], **instruments: Sequence[Response]) -> None:
        self.kinds, self.instruments = kinds, instruments
        self.mixed: set[str] = set()
        self.asked: list[tuple[str, Any]] = []

    def __call__(
        self, frame: Frame, filters: Any, scope: Any, *, by: tuple[str, ...], grain: str | None, options: Mapping[str, Any]
    ) -> pd.DataFrame:
        self.asked.append((frame.key, options.get("questions")))
        assert scope is NO_SCOPE
        if frame.key == "scores":
            return self._scores(options["kind"], dict(filters.values).get("instrument"))
        (name,) = dict(filters.values)["instrument"]
        return {"gram": self._gram, "answer_patterns": self._patterns}[frame.key](self.instruments[name], options["questions"])

    def _scores(self, kind: str, chosen: Any) -> pd.DataFrame:
        counts: Counter[tuple[str, str, float, float]] = Counter()
        for instrument, rows in self.instruments.items():
            for place, row in enumerate(rows):
                for question, score in row.items():
                    if self.kinds.get(question, "rating") == kind and (chosen is None or instrument in chosen):
                        high = 7.0 if question in self.mixed and place % 2 else 5.0
                        counts[instrument, question, high, score] += 1
        cells = [(i, q, 1.0, high, score, n) for (i, q, high, score), n in counts.items()]
        return pd.DataFrame(cells, columns=["instrument", "question", "scale_min", "scale_max", "score", "n"])

    def _gram(self, rows: Sequence[Response], questions: Sequence[str]) -> pd.DataFrame:
        full = [row for row in rows if all(q in row for q in questions)]
        some = sum(any(q in row for q in questions) for row in rows) - len(full)
        cells = []
        for item, other in combinations_with_replacement(questions, 2):
            x, y = (np.array([row[q] for row in full]) for q in (item, other))
            cells.append((item, other, len(full), some, x.sum(), y.sum(), (x * y).sum(), 0))
        table = pd.DataFrame(cells, columns=["item", "other", "n", "incomplete", "x", "y", "xy", "mixed"])
        return table.sort_values(["item", "other"])  # as the store hands it over, not as it was asked

    def _patterns(self, rows: Sequence[Response], questions: Sequence[str]) -> pd.DataFrame:
        counts = Counter("|".join(f"{row[q]:.3f}" for q in questions) for row in rows if all(q in row for q in questions))
        return pd.DataFrame({"pattern": list(counts), "n": list(counts.values())})


def people(
    seed: int, n: int = 400, weights: Mapping[str, float] | None = None, outcome: str = "Overall"
) -> list[dict[str, float]]:
    """Responses to related items that go into the outcome with these weights."""
    rng, wanted = np.random.default_rng(seed), weights or {"Solution": 3, "Clarity": 1, "Staff": 0.3}
    mood = rng.normal(size=n)
    items = {name: np.clip(np.round(3.4 + 0.6 * mood + rng.normal(size=n)), 1, 5) for name in wanted}
    drive = sum(weight * items[name] for name, weight in wanted.items()) / sum(map(abs, wanted.values()))
    scores = {**items, outcome: np.clip(np.round(drive + 0.5 * rng.normal(size=n)), 1, 5)}
    return [{name: float(values[i]) for name, values in scores.items()} for i in range(n)]


def found_in(answers: Answers, kind: str = "csat", filters: Filters | None = None) -> Drivers:
    found = drivers(answers, filters or Filters(), NO_SCOPE, kind)
    assert found is not None
    return found


def usual(seed: int = 1, **more: Any) -> Answers:
    return Answers({"Overall": "csat"}, survey=people(seed, **more))


def rows_of(responses: Sequence[Response], names: Sequence[str]) -> np.ndarray:
    return np.array([[one[name] for name in names] for one in responses])


def test_weights_add_up_to_what_the_items_explain() -> None:
    responses = people(1)
    found = found_in(Answers({"Overall": "csat"}, survey=responses))
    assert [one.name for one in found.items] == ["Solution", "Clarity", "Staff"]
    assert (found.method, found.n, found.incomplete, found.needed) == (LMG, 400, 0, 0)
    rows = rows_of(responses, [*(one.name for one in found.items), "Overall"])
    assert sum(one.weight for one in found.items) == pytest.approx(found.r2) == r2_of(rows, (0, 1, 2))
    assert sum(one.share for one in found.items) == pytest.approx(1)
    for place, one in enumerate(found.items):
        assert one.low <= one.share <= one.high
        assert one.weight_low <= one.weight <= one.weight_high
        assert one.r == pytest.approx(np.corrcoef(rows[:, place], rows[:, 3])[0, 1])
        others = tuple(j for j in range(3) if j != place)
        moved = rows[:, [*others, place]]
        assert one.vif == pytest.approx(1 / (1 - r2_of(moved, (0, 1))))
    assert [(one.best, one.worst) for one in found.items] == [(1, 1), (2, 2), (3, 3)]
    assert found.r2_low < found.r2 < found.r2_high


def test_the_same_data_give_the_same_interval_and_the_order_of_rows_none_other() -> None:
    responses = people(2)
    one, again = found_in(Answers({"Overall": "csat"}, survey=responses)), found_in(usual(2))
    assert one == again
    turned = found_in(Answers({"Overall": "csat"}, survey=responses[::-1]))
    for mine, other in zip(one.items, turned.items, strict=True):
        assert mine.share == pytest.approx(other.share)
        assert mine.low == pytest.approx(other.low, abs=0.02)


@settings(max_examples=15)
@given(seed=SEEDS)
def test_the_interval_is_that_of_responses_drawn_one_by_one(seed: int) -> None:
    """The width of bootstrapped weights against the same resampling done on the rows themselves."""
    rows = rows_of(people(seed, n=150), ["Solution", "Clarity", "Staff", "Overall"])
    patterns = pd.DataFrame(Counter("|".join(f"{v:.3f}" for v in row) for row in rows).items(), columns=["pattern", "n"])
    scores, counts = read_patterns(patterns)
    tables = drawn_tables(scores, counts, draws=400)
    rng = np.random.default_rng(1)
    own = [np.corrcoef(rows[rng.integers(0, 150, size=150)].T)[:3, 3] for _ in range(400)]
    assert tables.outcome.mean(axis=0) == pytest.approx(np.mean(own, axis=0), abs=0.02)
    assert tables.outcome.std(axis=0) == pytest.approx(np.std(own, axis=0), rel=0.25)


def test_draws_are_blocks_of_one_sequence(monkeypatch: pytest.MonkeyPatch) -> None:
    scores, counts = read_patterns(usual(3)._patterns(people(3), ("Solution", "Clarity", "Overall")))
    whole = drawn_tables(scores, counts, draws=50)
    monkeypatch.setattr("metrics.drivers.drawing._CELLS", 3 * len(counts))
    assert np.allclose(drawn_tables(scores, counts, draws=50).outcome, whole.outcome)


def test_groups_of_responses_vary_as_single_ones_do(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = ("Solution", "Clarity", "Staff", "Overall")
    scores, counts = read_patterns(usual()._patterns(people(11, n=3000), questions))
    single = drawn_tables(scores, counts)
    monkeypatch.setattr("metrics.drivers.drawing.GROUPS", 700)
    grouped = drawn_tables(scores, counts)
    assert grouped.outcome.mean(axis=0) == pytest.approx(single.outcome.mean(axis=0), abs=0.002)
    assert grouped.outcome.std(axis=0) == pytest.approx(single.outcome.std(axis=0), rel=0.12)


def test_a_copy_is_told_and_shares_the_weight() -> None:
    responses = [{**one, "Copy": one["Solution"]} for one in people(4)]
    found = found_in(Answers({"Overall": "csat"}, survey=responses))
    both = [one for one in found.items if one.name in ("Solution", "Copy")]
    assert both[0].share == pytest.approx(both[1].share)
    assert [one.vif for one in both] == [np.inf] * 2
    assert {frozenset(pair) for pair in found.alike} == {frozenset(("Solution", "Copy"))}
    said = wording.alike(found).replace("Solution and Copy", "Copy and Solution")
    assert said == "Copy and Solution are answered almost alike; their weights can be swapped."
    assert not wording.alike(found_in(usual(4)))


def test_vif_of_what_does_not_vary_is_one() -> None:
    rows = rows_of(people(5), ["Solution", "Clarity", "Staff", "Overall"])
    rows[:, 1] = 3
    found = vifs(correlations(len(rows), rows.sum(axis=0), rows.T @ rows))
    assert found[1] == pytest.approx(1)
    assert found[0] == pytest.approx(1 / (1 - r2_of(rows[:, [1, 2, 0]], (0, 1))))


def test_an_item_that_runs_against_the_outcome_is_said() -> None:
    found = found_in(usual(6, weights={"Solution": 3, "Price": -2, "Staff": 1}))
    assert {one.name: one.r > 0 for one in found.items} == {"Solution": True, "Price": False, "Staff": True}
    assert wording.against(found).endswith("Price.")


def test_more_than_twelve_items_have_relative_weights_and_no_second_method() -> None:
    found = found_in(usual(7, weights={f"i{k:02}": 1 + k for k in range(13)}))
    assert (found.method, len(found.items), {one.other for one in found.items}) == (RELATIVE, 13, {None})
    assert sum(one.weight for one in found.items) == pytest.approx(found.r2)


@given(st.lists(st.integers(1, 300), min_size=2, max_size=24), st.integers(1, 300), st.randoms(use_true_random=False))
def test_as_many_items_as_the_rule_allows(answered: list[int], outcome: int, rng: Any) -> None:
    """Halving finds what trying every number finds; each item makes the complete responses fewer or leaves them."""
    counts = sorted(answered, reverse=True)
    survey = Survey("s", "Overall", outcome, tuple((f"i{k}", n) for k, n in enumerate(counts)))
    complete, left = [], min(outcome, counts[0])
    for n in counts:
        left = min(left, n)
        left -= rng.randint(0, left // 8)
        complete.append(left)
    asked: list[int] = []

    def counted(_: Survey, taken: int) -> int:
        asked.append(taken)
        return complete[taken - 1]

    found = take(survey, counted)
    fits = [k for k in range(2, min(MOST_ITEMS, len(counts)) + 1)
            if complete[k - 1] * LEAST_COMPLETE >= outcome and complete[k - 1] >= needed(k)]
    assert (found.taken, found.n) == (max(fits, default=2), complete[max(fits, default=2) - 1])
    assert found.lacking == max(0, needed(found.taken) - found.n)
    assert len(asked) <= 7


def test_items_few_were_asked_are_left_out_and_named() -> None:
    responses = [
        {name: value for name, value in one.items() if name != "Staff" or i % 9 == 0} for i, one in enumerate(people(8))
    ]
    found = found_in(Answers({"Overall": "csat"}, survey=responses))
    assert [one.name for one in found.items] == ["Solution", "Clarity"]
    assert (found.missing, found.n, found.asked) == ((("Staff", 45),), 400, 400)
    some = [{k: v for k, v in one.items() if k != "Clarity" or i % 3} for i, one in enumerate(people(8))]
    found = found_in(Answers({"Overall": "csat"}, survey=some))
    assert (found.n, found.incomplete, len(found.items)) == (266, 134, 3)


def test_an_item_on_two_scales_is_left_out_and_named() -> None:
    answers = usual(9)
    answers.mixed = {"Clarity"}
    found = found_in(answers)
    assert [one.name for one in found.items] == ["Solution", "Staff"]
    assert found.survey.mixed == ("Clarity",)


def test_the_survey_with_most_complete_answers_is_chosen_and_the_others_are_named() -> None:
    answers = Answers({"Overall": "csat", "Recommend": "nps"}, small=people(1, n=90), large=people(2, n=200),
                      other=people(3, n=500, outcome="Recommend"))  # fmt: skip
    found = found_in(answers)
    assert (found.survey.instrument, found.others) == ("large", ("small",))
    assert dict(found.filters.values)["instrument"] == ("large",)
    asked = {name for key, names in answers.asked if key == "gram" for name in names}
    assert asked == {"Solution", "Clarity", "Staff", "Overall"}
    narrowed = found_in(answers, filters=Filters.of(instrument="small"))
    assert (narrowed.survey.instrument, narrowed.others) == ("small", ())
    assert found_in(answers, "nps").survey.instrument == "other"
    assert outcomes(answers, Filters(), NO_SCOPE) == ("csat", "nps")
    assert outcomes(answers, Filters.of(instrument="other"), NO_SCOPE) == ("nps",)


def test_of_surveys_without_enough_the_nearest_is_told() -> None:
    found = found_in(Answers({"Overall": "csat"}, one=people(1, n=20), two=people(2, n=31)))
    assert (found.survey.instrument, found.n, found.needed, found.items) == ("two", 31, 19, ())
    said = wording.importance(found, {}, "CSAT")
    assert said == "Too few answers: 31 with every item rated. Still missing: 19."


def test_without_an_outcome_or_two_items_there_are_no_drivers() -> None:
    assert drivers(Answers({}, survey=people(1)), Filters(), NO_SCOPE, "csat") is None
    assert drivers(usual(1, weights={"Solution": 1}), Filters(), NO_SCOPE, "csat") is None
    assert drivers(Answers({"Overall": "csat"}), Filters(), NO_SCOPE, "csat") is None
    assert choose([], lambda survey, taken: 0) is None


def test_an_outcome_everybody_gave_alike_has_no_drivers() -> None:
    found = found_in(Answers({"Overall": "csat"}, survey=[{**one, "Overall": 4.0} for one in people(1)]))
    assert (found.items, found.needed) == ((), 0)
    assert wording.importance(found, {}, "CSAT") == "Everybody gave the same answers: nothing sets them apart."


def test_an_item_everybody_answered_alike_has_no_weight() -> None:
    found = found_in(Answers({"Overall": "csat"}, survey=[{**one, "Staff": 5.0} for one in people(1)]))
    staff = next(one for one in found.items if one.name == "Staff")
    assert (staff.share, staff.low, staff.high, staff.varies) == (0, 0, 0, False)


def test_a_filter_on_questions_does_not_apply() -> None:
    assert found_in(usual(1), filters=Filters.of(question="Staff")) == found_in(usual(1))


def test_the_house_decides_how_sure_an_interval_is() -> None:
    narrow = usual(1)
    narrow.rules = Rules(conf=0.5)
    for one, other in zip(found_in(usual(1)).items, found_in(narrow).items, strict=True):
        assert other.high - other.low < one.high - one.low


def rated(**shares: float) -> dict[str, Result]:
    return {name: share(round(500 * value), 500) for name, value in shares.items()}


def test_what_matters_most_is_said() -> None:
    found = found_in(usual(1))
    low = rated(Solution=0.5, Clarity=0.7, Staff=0.9)
    assert wording.importance(found, low, "CSAT") == (
        "Solution matters most for CSAT. It is also rated lowest."
    )
    close = rated(Solution=0.69, Clarity=0.7, Staff=0.9)
    assert wording.importance(found, close, "CSAT") == "Solution matters most for CSAT."
    two = replace(found, items=(found.items[0], replace(found.items[1], best=1), found.items[2]))
    assert wording.importance(two, low, "CSAT").startswith("Solution and Clarity matter most for CSAT. Solution is also rated")
    names = tuple(replace(found.items[0], name=name) for name in "ABCDE")
    assert wording.importance(replace(found, items=names), {}, "NPS") == (
        "No item clearly matters more for NPS than the others."
    )
    behind = replace(found.items[1], name="F", best=6)
    assert wording.importance(replace(found, items=(*names, behind)), {}, "NPS") == (
        "No single item clearly matters most for NPS; it may be one of A, B, C and 2 more."
    )


def test_the_plane_has_every_item_and_says_who_is_urgent() -> None:
    found = found_in(usual(1))
    results = rated(Solution=0.5, Clarity=0.7, Staff=0.9)
    placed = plane(found, results)
    assert placed is not None
    assert (placed.items[0].driver.name, placed.items[0].quadrant) == ("Solution", FIX)
    assert placed.cut_performance == pytest.approx(0.7)
    assert placed.cut_importance == pytest.approx(1 / 3)
    assert acting_words.quadrants(placed).startswith("Fix first: Solution.")
    hidden = {**results, "Staff": Withheld(Reason.TOO_FEW, 4, needed=6)}
    assert plane(found, hidden) is None
    unsure = replace(placed, items=tuple(replace(one, borderline=True) for one in placed.items))
    assert acting_words.quadrants(unsure) == "Perhaps fix first: Solution. For 2 items the corner is not certain."


def test_priorities_recounted() -> None:
    found = found_in(usual(1))
    results = rated(Solution=0.5, Clarity=0.7, Staff=0.9)
    listed, level = priorities(found, results, 0.8)
    assert level == 0.8
    solution, clarity, staff = listed
    assert solution.score == pytest.approx(100 * solution.driver.share * 0.3 * solution.driver.n / found.asked)
    assert (solution.rank, clarity.rank, staff.rank, staff.score) == (1, 2, 3, 0)
    assert sum(one.share for one in listed) == pytest.approx(1)
    assert all(one.best <= one.rank <= one.worst and one.low <= one.share <= one.high for one in listed)
    assert acting_words.first_steps(listed, "the target of 80 %") == (
        "Work on Solution first: it is 30.0 points below the target of 80 %, and 100 % of those who answered rate it."
    )


def test_without_a_target_items_are_held_against_their_mean() -> None:
    found = found_in(usual(1))
    listed, level = priorities(found, rated(Solution=0.5, Clarity=0.7, Staff=0.9), None)
    assert level == pytest.approx(0.7)
    assert [one.score > 0 for one in listed] == [True, False, False]


def test_when_all_reach_the_target_nothing_is_urgent() -> None:
    listed, _ = priorities(found_in(usual(1)), rated(Solution=0.95, Clarity=0.95, Staff=0.97), 0.5)
    assert {one.score for one in listed} == {one.share for one in listed} == {0.0}
    assert acting_words.first_steps(listed, "the target of 50 %") == "Every item reaches the target of 50 %."
    assert priorities(found_in(usual(1)), {}, None) == ((), 0.0)


def test_equal_contenders_are_not_put_in_an_order() -> None:
    found = found_in(usual(1, weights={"A": 1, "B": 1, "C": 1}))
    listed, _ = priorities(found, rated(A=0.6, B=0.6, C=0.9), 0.8)
    assert {one.driver.name for one in listed if one.best == 1} == {"A", "B"}
    assert acting_words.first_steps(listed, "x").endswith("come first; which of them is not clear.")


@pytest.mark.parametrize(("names", "said"), [
    ([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C"),
    (["A", "B", "C", "D"], "A, B, C and 1 more"),
])
def test_lists(names: list[str], said: str) -> None:
    assert listed(names) == said


def test_keep_up_is_said_after_what_to_fix() -> None:
    found = found_in(usual(1))
    placed = plane(found, rated(Solution=0.9, Clarity=0.5, Staff=0.4))
    assert placed is not None
    assert placed.items[0].quadrant == KEEP
    assert acting_words.quadrants(placed).startswith("Keep up: Solution.")
    assert all(isinstance(one.rated, Estimate) for one in placed.items)
