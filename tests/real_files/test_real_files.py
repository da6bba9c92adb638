"""Files as their publishers released them, imported with the kept mappings: every count as it is known to be."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnElement, func, select

from data_access.importing import service
from data_access.loading import Batch
from data_access.schema import answers, attributes, complaints, contacts
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from tests.real_files.files import DATA, FILES, REAL, bring

pytestmark = REAL


def _rows(store: Store, *columns: ColumnElement[Any], by: ColumnElement[Any] | None = None, where: Any = True) -> list[Any]:
    query = select(*columns).where(where)
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query.group_by(by) if by is not None else query)]


def test_every_row_of_every_file_is_loaded(loaded: tuple[Store, dict[str, list[Batch]]], expected: dict[str, Any]) -> None:
    rows = {name: sum(b.rows_read for b in found) for name, found in loaded[1].items()}
    assert rows == {
        "sfo_2012": expected["sfo_2012_overall"]["rows"],
        "sfo_2015": expected["sfo_2015_overall"]["rows"],
        "sfo_2017": expected["sfo_2017_overall"]["rows"],
        "boston_311": expected["boston_six_types"]["rows"],
        "consumidor": sum(expected[f"consumidor_2014-{m}"]["rows"] for m in ("08", "09", "10")),
        "cfpb_2013": expected["cfpb_2013"]["rows"],
        "carpentrycon_2020": expected["carpentrycon2020_nps"]["n"],
        "wabo_receipt": expected["wabo_receipt"]["events"],
        "sepsis": expected["sepsis"]["events"],
    }
    for found in loaded[1].values():
        for batch in found:
            assert (batch.rows_loaded, batch.rows_rejected, batch.rows_conflict) == (batch.rows_read, 0, 0), batch.file_name


@pytest.mark.parametrize("year", ["2012", "2015", "2017"])
def test_sfo_overall_satisfaction(loaded: tuple[Store, dict[str, list[Batch]]], expected: dict[str, Any], year: str) -> None:
    want = expected[f"sfo_{year}_overall"]
    (batch,) = loaded[1][f"sfo_{year}"]
    assert batch.cells["Overall"] == {"valid": want["valid"], "no_answer": want["rows"] - want["valid"], "invalid": 0}
    mine = (answers.c.source == f"sfo-{year}") & (answers.c.question == "Overall")
    top = func.count().filter(answers.c.score >= 4)
    ((n, mean, satisfied, kinds),) = _rows(
        loaded[0], func.count(), func.avg(answers.c.score), top, func.count(answers.c.kind.distinct()), where=mine
    )
    assert (n, round(mean, 4), kinds) == (want["valid"], want["mean"], 1)
    assert round(100 * satisfied / n, 2) == want["top2_pct"]


@pytest.mark.parametrize(
    ("name", "source", "question"),
    [("sfo_2017_nps", "sfo-2017", "Recommend"), ("carpentrycon2020_nps", "carpentrycon-2020", "nps")],
)
def test_nps(
    loaded: tuple[Store, dict[str, list[Batch]]], expected: dict[str, Any], name: str, source: str, question: str
) -> None:
    score = answers.c.score
    mine = (answers.c.source == source) & (answers.c.question == question) & (answers.c.kind == "nps")
    ((n, promoters, detractors),) = _rows(
        loaded[0], func.count(), func.count().filter(score >= 9), func.count().filter(score <= 6), where=mine
    )
    want = expected[name]
    assert (n, promoters, detractors) == (want["n"], want["promoters"], want["detractors"])
    assert round(100 * (promoters - detractors) / n, 2) == want["nps"]


def test_sfo_weights_come_along(loaded: tuple[Store, dict[str, list[Batch]]]) -> None:
    rows = _rows(
        loaded[0], answers.c.source, func.count(answers.c.weight), by=answers.c.source, where=answers.c.source.like("sfo-%")
    )
    weighted = dict(rows)
    assert weighted["sfo-2012"] == 0
    assert min(weighted["sfo-2015"], weighted["sfo-2017"]) > 50_000


@pytest.mark.parametrize("month", ["08", "09", "10"])
def test_consumidor(loaded: tuple[Store, dict[str, list[Batch]]], expected: dict[str, Any], month: str) -> None:
    want = expected[f"consumidor_2014-{month}"]
    batch = next(b for b in loaded[1]["consumidor"] if b.file_name == f"2014-{month}.csv")
    mine = complaints.c.batch_id == batch.id
    score, confirmed = complaints.c.satisfaction_after, complaints.c.confirmed
    ((n, rated, mean, resolved, not_resolved, answered, closed),) = _rows(
        loaded[0],
        func.count(),
        func.count(score),
        func.avg(score),
        func.count().filter(confirmed == "yes"),
        func.count().filter(confirmed == "no"),
        func.count(complaints.c.first_response_at),
        func.count(complaints.c.resolved_day),
        where=mine,
    )
    assert (n, rated, round(mean, 4), closed) == (want["rows"], want["rated"], want["mean"], want["rows"])
    assert (resolved, not_resolved, answered) == (want["resolved"], want["not_resolved"], want["answered"])
    assert _rows(loaded[0], func.count(), where=answers.c.batch_id == batch.id) == [(want["rated"],)]
    assert {len(region) for (region,) in _rows(loaded[0], complaints.c.region, by=complaints.c.region, where=mine)} == {1, 2}


def test_boston(loaded: tuple[Store, dict[str, list[Batch]]], expected: dict[str, Any]) -> None:
    want, mine = expected["boston_six_types"], complaints.c.source == "boston-311"
    assert dict(_rows(loaded[0], complaints.c.channel, func.count(), by=complaints.c.channel, where=mine)) == want["by_source"]
    opened, closed, due = complaints.c.ts, complaints.c.closed_at, complaints.c.due_at
    ((shut, negative, no_due, last),) = _rows(
        loaded[0],
        func.count(closed),
        func.count().filter(closed < opened),
        func.count().filter(due.is_(None)),
        func.max(closed),
        where=mine,
    )
    sla = want["sla_attainment_E5"]
    assert (shut, negative, no_due) == (want["closed"], want["negative_durations"], sla["no_due_date"])
    assert last == datetime.fromisoformat(sla["as_of"])
    status = (attributes.c.source == "boston-311") & (attributes.c.name == "OnTime_Status") & (attributes.c.value == "ONTIME")
    ((on_time,),) = _rows(loaded[0], func.count(), where=status)
    assert round(100 * on_time / want["rows"], 3) == want["on_time_pct_of_rows"]


def test_boston_alone_is_as_of_its_last_closing(tmp_path: Path, expected: dict[str, Any]) -> None:
    store = Store.open(f"duckdb:///{tmp_path / 's.duckdb'}?threads=2&memory_limit=1GB")
    for path in sorted(DATA.glob(FILES["boston_311"])):
        bring(store, "boston_311", path)
    assert store.as_of(LOCAL_ADMIN) == datetime.fromisoformat(expected["boston_six_types"]["sla_attainment_E5"]["as_of"])
    store.close()


def test_cfpb(loaded: tuple[Store, dict[str, list[Batch]]], expected: dict[str, Any]) -> None:
    want, mine = expected["cfpb_2013"], complaints.c.source == "cfpb-2013"
    assert loaded[1]["cfpb_2013"][0].rows_flagged == want["dups"]
    assert dict(_rows(loaded[0], complaints.c.channel, func.count(), by=complaints.c.channel, where=mine)) == want["by_channel"]
    named = attributes.c.source == "cfpb-2013"
    late = named & (attributes.c.name == "Timely response?") & (attributes.c.value == "No")
    disputed = named & (attributes.c.name == "Consumer disputed?") & (attributes.c.value == "Yes")
    assert _rows(loaded[0], func.count(), where=late) == [(want["untimely"],)]
    ((said,),) = _rows(loaded[0], func.count(), where=disputed)
    answered = _rows(loaded[0], func.count(), where=named & (attributes.c.name == "Consumer disputed?"))[0][0]
    assert round(100 * said / answered, 3) == want["disputed_pct"]


@pytest.mark.parametrize(("name", "source"), [("wabo_receipt", "wabo-receipt"), ("sepsis", "sepsis")])
def test_event_logs(loaded: tuple[Store, dict[str, list[Batch]]], expected: dict[str, Any], name: str, source: str) -> None:
    want, mine = expected[name], contacts.c.source == source
    ((n, cases, stages),) = _rows(
        loaded[0], func.count(), func.count(contacts.c.case_id.distinct()), func.count(contacts.c.stage.distinct()), where=mine
    )
    assert (n, cases, stages) == (want["events"], want["cases"], want["activities"])
    if "cases_by_channel" in want:
        found = _rows(
            loaded[0], contacts.c.channel, func.count(contacts.c.case_id.distinct()), by=contacts.c.channel, where=mine
        )
        assert dict(found) == want["cases_by_channel"]
    if "top_activities" in want:
        found = dict(_rows(loaded[0], contacts.c.stage, func.count(), by=contacts.c.stage, where=mine))
        assert {k: found[k] for k in want["top_activities"]} == want["top_activities"]


def test_wabo_offsets_become_utc_and_the_case_na_is_a_case(loaded: tuple[Store, dict[str, list[Batch]]]) -> None:
    first = (contacts.c.source == "wabo-receipt") & (contacts.c.case_id == "case-10011")
    assert _rows(loaded[0], func.min(contacts.c.ts), where=first) == [(datetime(2011, 10, 11, 11, 45, 40, 276000),)]
    ((events,),) = _rows(loaded[0], func.count(), where=(contacts.c.source == "sepsis") & (contacts.c.case_id == "NA"))
    assert events > 0


@pytest.mark.parametrize("name", ["consumidor", "cfpb_2013", "sepsis"])
def test_the_same_files_again_add_nothing(loaded: tuple[Store, dict[str, list[Batch]]], name: str) -> None:
    for path in sorted(DATA.glob(FILES[name])):
        again = bring(loaded[0], name, path)
        assert (again.rows_loaded, again.rows_duplicate) == (0, again.rows_read)
        service.undo(loaded[0], again.id, "tester")
