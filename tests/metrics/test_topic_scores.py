"""Topics against all others who write: a topic's answers are taken out of the whole before it is compared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.definitions.cells import share
from metrics.evidence import Share
from metrics.metric import Metric
from metrics.readout import Readout, Row
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.rules import Rules
from metrics.stats.proportions import two_proportions_test
from metrics.topic_scores import apart
from tests.laws.test_metric_laws import AS_OF

CSAT: Metric = by_key("topic_csat")


def readout(whole: tuple[int, int], **topics: tuple[int, int]) -> Readout:
    rows = tuple(Row(None, (name,), share(k, n)) for name, (k, n) in topics.items())
    return Readout(CSAT, ("topic",), None, share(*whole), rows, None, None, None, None, None, AS_OF, "1.1")


def test_the_low_come_first_and_the_rest_stays_out() -> None:
    found = readout((500, 1000), bot=(10, 100), staff=(80, 100), mixed=(52, 100))
    assert [row.group[0] for row in apart(found)] == ["bot", "staff"]


def test_the_comparison_is_with_the_others_not_with_the_whole() -> None:
    """A topic of nearly everybody lies close to the whole, yet apart from the few others."""
    k, n, hits, total = 460, 950, 500, 1000
    _, _, against_others = two_proportions_test(k, n, hits - k, total - n)
    _, _, against_whole = two_proportions_test(k, n, hits, total)
    assert against_others < 0.05 < against_whole
    assert len(apart(readout((hits, total), common=(k, n)))) == 1


@pytest.mark.parametrize("topics", [{}, {"same": (50, 100), "too": (51, 100)}, {"all": (500, 1000)}])
def test_nothing_stands_apart(topics: dict[str, tuple[int, int]]) -> None:
    assert apart(readout((500, 1000), **topics)) == ()


def test_withheld_topics_and_an_empty_whole_are_passed_over() -> None:
    found = readout((500, 1000), bot=(10, 100))
    few = Row(None, ("few",), Withheld(Reason.TOO_FEW, 3, 7))
    assert [row.group[0] for row in apart(replace(found, rows=(*found.rows, few)))] == ["bot"]
    assert apart(replace(found, overall=Withheld(Reason.EMPTY, 0))) == ()


def test_many_topics_are_judged_together() -> None:
    """One in twenty by chance is no find: what is called at one topic alone is not called among twenty."""
    alone = readout((500, 1000), odd=(60, 100))
    assert len(apart(alone)) == 1
    others = {f"t{i}": (50, 100) for i in range(19)}
    assert apart(readout((500, 1000), odd=(60, 100), **others)) == ()
    assert apart(replace(alone, rules=Rules(conf=0.99))) == ()


def test_answers_of_few_customers_are_no_find() -> None:
    """What sixty answers of a hundred call is not called where they came from ten people."""
    sure = readout((500, 1000), odd=(66, 100))
    assert len(apart(sure)) == 1
    row = sure.rows[0]
    assert isinstance(row.result, Estimate)
    repeated = replace(row, result=replace(row.result, evidence=Share(6.6, 10.0)))
    assert apart(replace(sure, rows=(repeated,))) == ()
    assert isinstance(sure.overall, Estimate)
    worth = replace(sure.overall, evidence=Share(10.0, 20.0))  # less than the topic's own: the others are worth 18 answers
    assert apart(replace(sure, overall=worth)) == ()
