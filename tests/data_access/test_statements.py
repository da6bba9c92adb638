"""The statements themselves: one per frame and engine, kept as text that a person has read.

After a change that is meant, run with UPDATE_SNAPSHOTS=1 and read the difference.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data_access.dialects import Dialect
from data_access.filters import Filters
from data_access.queries import BUILDERS, build
from data_access.queries.question import Question, frozen
from data_access.scope import Scope
from metrics.frames import BY_KEY, PURCHASE, UNKNOWN
from tests.data_access.facts import AS_OF
from tests.data_access.test_frames import OPTIONS

FOLDER = Path(__file__).parent / "snapshots"
ENGINES = ("duckdb", "postgresql")
FILTERS = Filters(date(2026, 1, 1), date(2026, 3, 31), (("channel", ("Web", UNKNOWN)), ("attr:airline", ("Blue",))))
STEPS = [(mode, ("A", "B", "C")) for mode in ("ordered", "strictly_later", "adjacent", "any_order")]
STEPS += [("ordered", ("A", "B", "A")), ("strictly_later", ("A", "B", "A"))]
# The forms of a frame's statement: their titles and the options that choose them.
VARIANTS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "funnel": [(f"mode {mode}, steps {', '.join(steps)}", {"mode": mode, "steps": steps}) for mode, steps in STEPS],
    "scores": [("every answer", {}), ("each customer's latest", {"per_customer": "latest"})],
    "respondents": [
        ("top boxes", {}),
        ("weighted scores", {"measure": "score", "weights": "source"}),
        ("net of any kind", {"measure": "net", "kind": None}),
    ],
    "transitions": [("within a gap", {}), ("issues by stage", {"counted": "issue", "step": "stage", "unnamed": "skipped"})],
    "paths": [
        ("to a stage", {}),
        ("to a purchase, each step", {"goal": PURCHASE, "collapsed": "no"}),
        ("without a goal or a limit", {"goal": None, "gap_seconds": None}),
    ],
    "person_periods": [("lapse", {}), ("status", {"event": "status", "churned": ("lost",)})],
    "strata": [("to a contact", {}), ("to a purchase", {"outcome": "purchase", "tenure_days": (), "purchases": ()})],
    **{
        key: [("of all", {}), ("by topic", {"by": ("topic", "region")})]
        for key in ("topics", "comment_scores", "commenters", "unhappy")
    },
    "given_answers": [
        ("of all", {}), ("by answer", {"by": ("answer", "region", "attr:shop")}),
        ("by choice", {"by": ("answer", "region"), "question": (("Mail", "attr:heard: Mail"), ("Web", "attr:heard: Web"))}),
        ("by a dimension", {"by": ("answer",), "question": "channel"}),
    ],
    "profile": [(facts, {"facts": facts}) for facts in ("complaints", "customers")],
}


def question(key: str, **options: Any) -> Question:
    asked = OPTIONS.get(key, {}) | options
    by = asked.pop("by", ("region", "attr:shop"))
    undated = asked.get("facts") == "customers"
    scope = Scope("p", "viewer", ("Retail", "Digital"))
    return Question(
        BY_KEY[key], FILTERS, scope, by, None if undated else "month", AS_OF, frozen(asked)
    )


def variants(key: str) -> list[tuple[str, Question]]:
    if key not in VARIANTS:
        return [("", question(key))]
    return [(f"-- {title}\n", question(key, **chosen)) for title, chosen in VARIANTS[key]]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_statement_is_the_reviewed_one(key: str, engine: str) -> None:
    dialect = Dialect(engine)
    texts = []
    for title, asked in variants(key):
        compiled = build(asked, dialect).compile(dialect=dialect.compiler, compile_kwargs={"literal_binds": True})
        texts.append(f"{title}{compiled}")
    seen = "\n\n".join("\n".join(line.rstrip() for line in text.splitlines()) for text in texts) + "\n"
    kept = FOLDER / f"{key}.{engine}.sql"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        kept.write_text(seen, encoding="utf-8")
    assert kept.exists(), f"no snapshot of {key} for {engine}: run once with UPDATE_SNAPSHOTS=1 and read it"
    assert seen == kept.read_text(encoding="utf-8")


def test_every_frame_has_a_builder() -> None:
    assert set(BUILDERS) == set(BY_KEY)


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_labels_are_the_contract(key: str) -> None:
    for _, asked in variants(key):
        labels = [column.name for column in build(asked, Dialect("duckdb")).selected_columns]
        assert tuple(labels) == asked.labels
        assert len(labels) == len(asked.columns)
    grain = "month" if key == "person_periods" else "week"
    plain = Question(BY_KEY[key], Filters(), Scope("p"), ("channel",), grain, AS_OF, frozen(OPTIONS.get(key, {})))
    assert [c.name for c in build(plain, Dialect("duckdb")).selected_columns] == list(plain.columns)


def test_no_snapshot_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.sql")} == {
        f"{key}.{engine}.sql" for key in BY_KEY for engine in ENGINES
    }


def test_every_statistic_of_the_catalogue_has_its_frames() -> None:
    """Section 0.1 of the metric catalogue: no metric may find its counts gone."""
    served = {
        "S1": ("scores",),
        "S2": ("respondents", "handlers", "cost_sums"),
        "S3": ("invitations",),
        "S4": ("gram", "answer_patterns"),
        "S5": ("contacts", "handling"),
        "S6": ("transitions", "transition_times", "handovers"),
        "S7": ("channel_sets",),
        "S8": ("paths",),
        "S9": ("funnel", "funnel_open"),
        "S10": ("durations", "transition_times"),
        "S11": ("strata",),
        "S12": ("person_periods",),
        "S13": ("value_patterns", "person_periods"),
        "S14": ("profile", "load_lags"),
    }
    for statistic, keys in served.items():
        named = [BY_KEY[key].meaning for key in keys]  # KeyError: the frame is lost
        assert any(statistic in meaning for meaning in named), statistic
