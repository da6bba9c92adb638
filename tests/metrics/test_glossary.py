"""The Methods page and docs/metrics.md tell what the registry declares, with the example computed when they are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from metrics import formats, glossary
from metrics.metric import Metric
from metrics.registry import METRICS, by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.saying import speaking

EACH = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"


def test_the_document_is_the_registry() -> None:
    assert PAGE.read_text(encoding="utf-8") == glossary.glossary(), "run: python -m metrics.glossary > docs/metrics.md"


@EACH
def test_an_entry_tells_the_declaration(metric: Metric) -> None:
    told = glossary.entry(metric)
    facts = dict(told.facts)
    assert (told.key, told.title, told.question, told.formula) == (metric.key, metric.title, metric.question, metric.formula)
    assert facts["What"] == metric.formula_words
    assert facts["Left out"] == (metric.exclusions or "nobody")
    assert facts["Date that counts"] == metric.date_basis
    assert facts.get("When a unit counts", "") == metric.maturity
    assert facts["Source"] == metric.source
    assert str(metric.version) in facts["Key and version"] and metric.key in facts["Key and version"]
    least = "always shown" if metric.min_n is None else f"withheld below {metric.min_n} {metric.counted}"
    assert facts["Smallest n"] == least
    assert (facts["Up or down"] == "not compared: a state at one moment") == (metric.compare is None)
    assert facts["Up or down"].endswith(("moment", ".")) and len(facts["Up or down"]) > 20


@EACH
def test_the_example_is_computed_when_it_is_read(metric: Metric) -> None:
    known, found = metric.example, glossary.worked(metric)
    assert isinstance(found, Estimate)
    assert (found.value, found.n) == (pytest.approx(known.value, rel=1e-9), known.n)
    told = dict(glossary.entry(metric).facts)["Example"]
    assert f"→ {formats.exact(metric, found.value)}" in told

    def lie(*_: object) -> Withheld:
        return Withheld(Reason.EMPTY, 0)

    assert "→ no data" in dict(glossary.entry(replace(metric, compute=lie)).facts)["Example"]


def test_an_entry_is_found_by_any_of_its_words() -> None:
    nps = glossary.entry(by_key("nps"))
    assert nps.holds("reichheld") and nps.holds("PROMOTER  wald") and nps.holds("")
    assert not nps.holds("reichheld kaplan")


def test_titles_and_questions_are_told_in_the_readers_language() -> None:
    with speaking("zh"):
        told = dict(glossary.topics())
    entries = [one for entries in told.values() for one in entries]
    assert len(entries) == len(METRICS) and "满意度" in told
    for one, metric in zip(entries, METRICS, strict=True):
        assert one.question != metric.question
        assert one.question.endswith("？")
