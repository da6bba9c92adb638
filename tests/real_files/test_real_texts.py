"""On texts that people really wrote, the engine finds with the house's topics exactly what Python finds."""

from __future__ import annotations

import csv
from datetime import datetime

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.frames import TOPICS
from metrics.rules import STANDARD
from metrics.topics import speaks_of
from tests.conftest import load_rows
from tests.real_files.files import DATA, REAL

pytestmark = REAL

__all__ = ["pytestmark"]
_TEXTS = (  # file, column
    ("survey_fivethirtyeight_surveymonkey/comma-survey.csv", 4),
    ("survey_fivethirtyeight_surveymonkey/flying-etiquette.csv", 11),
    ("survey_carpentries/20200326-longterm-other_questions-no-open.csv", 10),
)  # fmt: skip


@pytest.mark.parametrize("name, column", _TEXTS)
def test_counts_by_topic(name: str, column: int, store: Store) -> None:
    with (DATA / name).open(encoding="utf-8-sig", errors="replace", newline="") as file:
        texts = [row[column] for row in list(csv.reader(file))[1:] if len(row) > column and row[column].strip()]
    assert len(texts) > 80
    ts = datetime(2020, 1, 1)
    load_rows(store, "comments", [{"ts": ts, "record": i, "text": text} for i, text in enumerate(texts)])
    fetch = Fetch(store, datetime(2026, 1, 1), store.data_version())
    found = fetch(TOPICS, Filters(), LOCAL_ADMIN, by=("topic",))
    expected = {topic.name: sum(speaks_of(topic, text) for text in texts) for topic in STANDARD.topics}
    assert dict(zip(found["topic"], found["n"], strict=True)) == {name: n for name, n in expected.items() if n}
    assert fetch(TOPICS, Filters(), LOCAL_ADMIN)["of"][0] == len(texts)
