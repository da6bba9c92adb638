"""Files as their publishers released them, imported as they are suggested, with the answers a person would give."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlrd
from sqlalchemy import func, select

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.importing import service
from data_access.importing.answering import apply_all
from data_access.importing.inspection import Inspection
from data_access.loading import Batch
from data_access.schema import answers, attributes, comments, complaints, contacts
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.evaluate import evaluate
from metrics.registry import by_key
from metrics.results import Estimate
from tests.real_files.files import DATA, REAL

_ROOT = Path(__file__).resolve().parents[2]
pytestmark = [*REAL[:1], pytest.mark.xdist_group("without mappings"), *REAL[2:]]
MOST_QUESTIONS = 3
_WAVE = {"ts": "2020-01-01", "no_answer": "yes", "scale": "yes", "anchors": "yes", "score": "none"}
# source → files, preset, keys of the questions that are asked (the optional business unit aside)
_FILES: dict[str, tuple[str, str, set[str]]] = {
    "sfo_2012": ("survey_sfo_airport/2012*.csv", "", {"ts", "no_answer"}),
    "sfo_2015": ("survey_sfo_airport/2015*.csv", "", {"ts", "no_answer"}),
    "sfo_2017": ("survey_sfo_airport/2017*.csv", "", {"ts", "no_answer"}),
    "consumidor": ("complaints_consumidor_gov_br/2014-*.csv", "", set()),
    "boston": ("complaints_boston311_2015/*.csv", "tickets", set()),
    "cfpb": ("complaints_cfpb_2013/*.csv", "", set()),
    "nyc": ("complaints_nyc311_animals_2025/*.csv", "tickets", set()),
    "carpentrycon": ("survey_carpentries/2020_*.csv", "", {"ts", "no_answer", "scale"}),
    "longterm": ("survey_carpentries/2020032*.csv", "", {"ts"}),
    "wabo": ("journeys_wabo_receipt/*.csv", "xes", set()),
    "sepsis": ("journeys_eventdataR/*.csv", "event-log", set()),
    "cncf_2017": ("survey_cncf/maintainer/2017/*.csv", "google-forms", set()),
    "cncf_2018": ("survey_cncf/maintainer/2018/*.csv", "google-forms", set()),
    "cncf_2019_h1": ("survey_cncf/maintainer/2019/*h1.csv", "surveymonkey", set()),
    "cncf_2019_h2": ("survey_cncf/maintainer/2019/*h2.csv", "surveymonkey", {"anchors"}),
    "cncf_2020": ("survey_cncf/maintainer/2020/h1/*.csv", "surveymonkey", {"scale"}),
    "cncf_2021_h1": ("survey_cncf/maintainer/2021/h1/*.csv", "", {"ts"}),
    "cncf_2021_h2": ("survey_cncf/maintainer/2021/h2/*.csv", "surveymonkey", set()),
    "gitops": ("survey_cncf/micro-surveys/*GitOps*.csv", "", {"ts"}),
    "mesh": ("survey_cncf/micro-surveys/*Mesh*.csv", "surveymonkey", set()),
    "jupyter_2015": ("survey_jupyter/2015*/*.csv", "alchemer", set()),
    "jupyter_2016": ("survey_jupyter/2016*/*.csv", "google-forms", set()),
    "comma": ("survey_fivethirtyeight_surveymonkey/comma*.csv", "", {"ts"}),
    "flying": ("survey_fivethirtyeight_surveymonkey/flying*.csv", "", {"ts"}),
    "weather": ("survey_fivethirtyeight_surveymonkey/weather*.csv", "", {"ts"}),
}

_REFUSED = {"results-h1-2017.csv": 1, "results-h2-2017.csv": 3}  # averages written below the answers have no time


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return dict(json.loads((DATA / "expected.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, list[tuple[Inspection, Batch]]]]]:
    """All files in one store, as they were suggested."""
    store = Store.open(f"duckdb:///{tmp_path_factory.mktemp('real') / 'touchstone.duckdb'}?threads=2&memory_limit=1GB")
    found = {name: [_import(store, name, path) for path in sorted(DATA.glob(_FILES[name][0]))] for name in _FILES}
    yield store, found
    store.close()


def _import(store: Store, source: str, path: Path) -> tuple[Inspection, Batch]:
    found = service.inspect(path, path.name, source=source)
    assert found.mapping is not None, found.refusal
    mapping, still = apply_all(found.mapping, found.questions, _WAVE)
    assert not [q.text for q in still if q.blocking]
    return found, service.import_file(store, path, mapping, path.name, "tester")


def _rows(store: Store, *columns: Any, where: Any = True, by: Any = None) -> list[Any]:
    query = select(*columns).where(where)
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query.group_by(by) if by is not None else query)]


Loaded = tuple[Store, dict[str, list[tuple[Inspection, Batch]]]]


@pytest.mark.parametrize("name", _FILES)
def test_few_questions_and_every_row_accounted_for(loaded: Loaded, name: str) -> None:
    _, preset, asked = _FILES[name]
    assert loaded[1][name]
    for found, batch in loaded[1][name]:
        keys = {q.key for q in found.questions} - {"business_unit"}
        assert (found.preset, keys) == (preset, asked)
        assert len(keys) <= MOST_QUESTIONS
        assert batch.rows_read == batch.rows_loaded + batch.rows_rejected + batch.rows_duplicate + batch.rows_conflict
        assert batch.rows_rejected == _REFUSED.get(batch.file_name, 0)
        assert batch.rows_loaded == batch.rows_read - batch.rows_rejected


@pytest.mark.parametrize(("year", "question"), [("2012", "Q8N_WHOLE"), ("2015", "Q7ALL"), ("2017", "Q7ALL")])
def test_sfo(loaded: Loaded, expected: dict[str, Any], year: str, question: str) -> None:
    want = expected[f"sfo_{year}_overall"]
    mine = (answers.c.source == f"sfo_{year}") & (answers.c.question == question) & (answers.c.kind == "csat")
    top = func.count().filter(answers.c.score >= 4)
    ((n, mean, satisfied),) = _rows(loaded[0], func.count(), func.avg(answers.c.score), top, where=mine)
    assert (n, round(mean, 4), round(100 * satisfied / n, 2)) == (want["valid"], want["mean"], want["top2_pct"])
    weights = _rows(loaded[0], func.count(answers.c.weight), where=answers.c.source == f"sfo_{year}")[0][0]
    assert (weights > 50_000) == (year != "2012")


@pytest.mark.parametrize(
    ("want", "source", "question"),
    [("sfo_2017_nps", "sfo_2017", "NETPRO"), ("carpentrycon2020_nps", "carpentrycon", "nps")],
)
def test_nps(loaded: Loaded, expected: dict[str, Any], want: str, source: str, question: str) -> None:
    score = answers.c.score
    mine = (answers.c.source == source) & (answers.c.question == question) & (answers.c.kind == "nps")
    found = _rows(loaded[0], func.count(), func.count().filter(score >= 9), func.count().filter(score <= 6), where=mine)
    assert found == [(expected[want]["n"], expected[want]["promoters"], expected[want]["detractors"])]


def test_consumidor(loaded: Loaded, expected: dict[str, Any]) -> None:
    score, confirmed = complaints.c.satisfaction_after, complaints.c.confirmed
    for _, batch in loaded[1]["consumidor"]:
        want = expected[f"consumidor_{batch.file_name.removesuffix('.csv')}"]
        ((n, rated, mean, resolved, not_resolved, answered),) = _rows(
            loaded[0], func.count(), func.count(score), func.avg(score), func.count().filter(confirmed == "yes"),
            func.count().filter(confirmed == "no"), func.count(complaints.c.first_response_at),
            where=complaints.c.batch_id == batch.id,
        )  # fmt: skip
        assert (n, rated, round(mean, 4)) == (want["rows"], want["rated"], want["mean"])
        assert (resolved, not_resolved, answered) == (want["resolved"], want["not_resolved"], want["answered"])


def test_boston(loaded: Loaded, expected: dict[str, Any]) -> None:
    want, mine = expected["boston_six_types"], complaints.c.source == "boston"
    assert dict(_rows(loaded[0], complaints.c.channel, func.count(), where=mine, by=complaints.c.channel)) == want["by_source"]
    opened, closed, due = complaints.c.ts, complaints.c.closed_at, complaints.c.due_at
    found = _rows(
        loaded[0], func.count(closed), func.count().filter(closed < opened), func.count().filter(due.is_(None)),
        func.max(closed), where=mine,
    )  # fmt: skip
    sla = want["sla_attainment_E5"]
    assert found == [(want["closed"], want["negative_durations"], sla["no_due_date"], datetime.fromisoformat(sla["as_of"]))]


def test_cfpb_and_nyc(loaded: Loaded, expected: dict[str, Any]) -> None:
    mine, want = complaints.c.source == "cfpb", expected["cfpb_2013"]
    assert dict(_rows(loaded[0], complaints.c.channel, func.count(), where=mine, by=complaints.c.channel)) == want["by_channel"]
    assert loaded[1]["cfpb"][0][1].rows_flagged == want["dups"]
    status = (attributes.c.source == "nyc") & (attributes.c.name == "Status")
    by_status = dict(_rows(loaded[0], attributes.c.value, func.count(), where=status, by=attributes.c.value))
    assert by_status == expected["nyc311"]["by_status"]


@pytest.mark.parametrize(("want", "source"), [("wabo_receipt", "wabo"), ("sepsis", "sepsis")])
def test_event_logs(loaded: Loaded, expected: dict[str, Any], want: str, source: str) -> None:
    mine, known = contacts.c.source == source, expected[want]
    stages, cases = func.count(contacts.c.stage.distinct()), func.count(contacts.c.case_id.distinct())
    assert _rows(loaded[0], func.count(), cases, stages, where=mine) == [(known["events"], known["cases"], known["activities"])]
    if "cases_by_channel" in known:
        found = _rows(loaded[0], contacts.c.channel, cases, where=mine, by=contacts.c.channel)
        assert dict(found) == known["cases_by_channel"]
    if source == "sepsis":
        assert _rows(loaded[0], func.count(), where=mine & (contacts.c.case_id == "NA"))[0][0] > 0


def test_surveys_without_numbers_have_scores_of_words_or_comments(loaded: Loaded) -> None:
    for name in ("comma", "flying", "weather", "longterm", "cncf_2020", "cncf_2019_h2"):
        assert _rows(loaded[0], func.count(), where=answers.c.source == name)[0][0] > 300, name
    for name in ("jupyter_2015", "jupyter_2016", "gitops", "mesh", "cncf_2021_h2"):
        assert _rows(loaded[0], func.count(), where=comments.c.source == name)[0][0] > 10, name
    important = (answers.c.source == "comma") & answers.c.question.like("%how important or unimportant%")
    found = dict(_rows(loaded[0], answers.c.score, func.count(), where=important, by=answers.c.score))
    assert found == {5.0: 688, 4.0: 333, 3.0: 26, 2.0: 7, 1.0: 5}


def test_a_question_spread_over_a_column_per_step_is_one_question(loaded: Loaded) -> None:
    ((_, batch),) = loaded[1]["cncf_2019_h1"]
    (label,) = [name for name in batch.cells if name.startswith("What is your feeling")]
    mine = (answers.c.source == "cncf_2019_h1") & (answers.c.question == label)
    kinds, n = func.count(answers.c.kind.distinct()), func.count()
    assert _rows(loaded[0], n, func.min(answers.c.scale_max), kinds, where=mine) == [(batch.cells[label]["valid"], 5.0, 1)]
    assert sum(batch.cells[label].values()) == batch.rows_loaded


def test_words_at_the_ends_of_scales_are_counted(loaded: Loaded) -> None:
    recommend = (answers.c.source == "cncf_2019_h2") & answers.c.question.like("Would you recommend%")
    found = dict(_rows(loaded[0], answers.c.score, func.count(), where=recommend, by=answers.c.score))
    assert found[10.0] == 21, '"Absolutely" is the 10 of this survey, and nobody wrote the number'


def test_texts_and_codes_of_wjx_give_the_same_results(tmp_path: Path) -> None:
    store = Store.open(f"duckdb:///{tmp_path / 's.duckdb'}?threads=2&memory_limit=1GB")
    found, told = {}, {}
    for name, ending in (("wjx-texts", "0"), ("wjx-codes", "2")):
        path = tmp_path / f"{name}.csv"
        _as_csv(DATA / "survey_wjx_reportgen_zh" / f"[问卷星数据]800_800_{ending}.xls", path)
        seen, batch = _import(store, name, path)
        assert (seen.preset, {q.key for q in seen.questions}) == (name, {"ts", "score", "business_unit"})
        assert (batch.rows_read, batch.rows_loaded) == (800, 800)
        rows = _rows(store, attributes.c.name, attributes.c.value, where=attributes.c.source == name)
        found[name] = Counter(_choice(*row) for row in rows if row[1] == "yes"), _sizes(rows)
        told[name] = _distributions(store, name)
    store.close()
    assert found["wjx-texts"] == found["wjx-codes"]
    assert len(found["wjx-texts"][0]) == 24
    assert told["wjx-texts"] == told["wjx-codes"]
    assert [len(one) for one in told["wjx-texts"]] == [4, 10, 2, 8, 8, 14, 7, 10]
    hobbies = told["wjx-texts"][5]
    assert hobbies[0] == (492 / 800, 492, 800) and len(hobbies) == 14, "recomputed from the cells themselves"
    assert sum(share for share, *_ in hobbies) > 1 and sum(share for share, *_ in told["wjx-texts"][3]) == pytest.approx(1)


def _distributions(store: Store, source: str) -> list[list[tuple[float, float | None, int]]]:
    """Per question (share, responses that gave the answer, responses that answered it), the largest first."""
    fetch, mine = Fetch.now(store, LOCAL_ADMIN), Filters.of(source=source)
    found = []
    for one in store.questions(LOCAL_ADMIN):
        readout = evaluate(
            by_key("response_share"), fetch, mine, LOCAL_ADMIN, by=("answer",), compare="none", options={"question": one.asked}
        )  # fmt: skip
        results = [row.result for row in readout.rows if isinstance(row.result, Estimate)]
        if results:
            found.append(sorted(((r.value, r.numerator, r.n) for r in results), reverse=True))
    return found


def _as_csv(book: Path, path: Path) -> None:
    sheet = xlrd.open_workbook(str(book)).sheet_by_index(0)
    with path.open("w", encoding="utf-8", newline="") as out:
        for row in range(sheet.nrows):
            cells = sheet.row(row)
            csv.writer(out).writerow([int(c.value) if c.ctype == xlrd.XL_CELL_NUMBER else c.value for c in cells])


def _choice(name: str, value: str) -> tuple[str, ...]:
    """(number of the question, choice): "第6题(运动)" of the codes, "6、兴趣爱好: 运动" of the texts."""
    found = re.fullmatch(r"第(\d+)题\((.*)\)", name) or re.fullmatch(r"(\d+)、[^:]*: (.*)", name)
    assert found is not None
    return found.groups()


def _sizes(rows: list[Any]) -> dict[str, list[int]]:
    """Question with one choice → how often its values occur, whatever they are called."""
    counts: dict[str, Counter[str]] = {}
    for name, value in rows:
        if value != "yes":
            counts.setdefault(name, Counter())[value] += 1
    return {name: sorted(found.values()) for name, found in counts.items()}
