"""The command line's import: it says how a file is read, takes simple answers, and gives the mapping away to be edited."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import manage
from data_access.batches import batches
from data_access.importing import service
from data_access.store import Store
from metrics.registry import METRICS

_SURVEY = "respondent id,channel,overall satisfaction,effort,note,junk\n" + "".join(
    f"r{i},{'Phone' if i % 3 else 'Chat'},{(5, 4, 3, 1, 6)[i % 5]},{1 + i % 7},,\n" for i in range(40)
)
_UNDATED = ["--kind", "answers", "--source", "autumn-survey"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"duckdb:///{tmp_path / 'touchstone.duckdb'}?threads=1&memory_limit=500MB")
    yield opened
    opened.close()


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "survey.csv"
    path.write_text(_SURVEY, encoding="utf-8")
    return path


def _run(store: Store | None, *argv: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return manage.run([str(a) for a in argv], out, err, store), out.getvalue(), err.getvalue()


def test_a_dry_run_says_how_the_file_is_read_and_what_would_happen(store: Store, survey: Path) -> None:
    code, out, err = _run(store, "import", survey, *_UNDATED, "--date", "2026-03-31", "--unit", "Shops", "--dry-run")
    assert (code, err) == (0, "")
    for part in (
        "kind:       answers\n", "source:     autumn-survey\n", "encoding:   utf-8: every byte", "delimiter:  comma: 100%",
        "time zone:  UTC", "constants:  business_unit = Shops, ts = 2026-03-31\n", "date order: ",
        "  respondent id: id (name and contents agree; confidence high)\n",
        "  overall satisfaction: score, csat on 1 to 5, no answer: 6 (", "  effort: score, ces on 1 to 7 (",
        'overall satisfaction: does 6 mean "no answer"?', "rows: 40 read = 40 loaded",
        "overall satisfaction: 32 valid, 8 no answer, 0 invalid", "column left out: junk (empty)",
    ):
        assert part in out, part
    assert "business unit" not in out.lower().split("open questions")[1]
    assert batches(store) == []


def test_without_a_day_it_refuses_but_still_says_what_it_found(store: Store, survey: Path) -> None:
    code, out, err = _run(store, "import", survey, *_UNDATED, "--dry-run")
    assert code == 1
    assert "overall satisfaction: score, csat on 1 to 5" in out
    assert "column left out: junk (empty)" in out
    assert "rows:" not in out
    assert "--date" in err
    assert "--save-map" in err
    assert _run(store, "import", survey, *_UNDATED)[0] == 1
    assert batches(store) == []


def test_a_saved_mapping_can_be_completed_and_used(store: Store, survey: Path, tmp_path: Path) -> None:
    saved = tmp_path / "map.json"
    code, out, _ = _run(store, "import", survey, *_UNDATED, "--dry-run", "--save-map", saved)
    assert (code, f"mapping written to {saved}" in out) == (1, True)
    mapping = service.load_mapping(saved.read_bytes())
    assert (mapping.kind, mapping.source, mapping.constant("ts")) == ("answers", "autumn-survey", None)
    saved.write_text(service.export_mapping(mapping.with_constants(ts="2026-03-31")), encoding="utf-8")
    code, out, err = _run(store, "import", survey, "--map", saved)
    assert (code, err) == (0, "")
    assert "40 read = 40 loaded" in out
    assert [b.rows_loaded for b in batches(store)] == [40]


def test_an_edited_mapping_is_not_overwritten(store: Store, survey: Path, tmp_path: Path) -> None:
    saved = tmp_path / "map.json"
    saved.write_text("mine", encoding="utf-8")
    code, _, err = _run(store, "import", survey, *_UNDATED, "--date", "2026-03-31", "--save-map", saved)
    assert (code, saved.read_text("utf-8")) == (1, "mine")
    assert "exists already" in err
    assert batches(store) == []


def test_day_or_month_first_is_answered_on_the_command_line(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    rows = (f"0{1 + i % 9}/0{1 + i % 8}/2026,Phone,inbound\n" for i in range(30))
    path.write_text("date,channel,direction\n" + "".join(rows), encoding="utf-8")
    asked = ["import", path, "--kind", "contacts", "--dry-run"]
    code, _, err = _run(store, *asked)
    assert (code, "Day or month first?" in err) == (1, True)
    code, out, err = _run(store, *asked, "--date-order", "mdy", "--timezone", "Europe/Lisbon")
    assert (code, err) == (0, "")
    assert "date order: mdy, as the mapping says" in out
    assert "time zone:  Europe/Lisbon" in out
    assert _run(store, *asked, "--date", "31/03/2026")[0] == 2
    assert _run(store, *asked, "--date-order", "mdy", "--date", "2026-03-31")[0] == 1


def test_the_list_of_metrics_stands_in_columns() -> None:
    code, out, _ = _run(None, "metrics")
    assert code == 0
    lines = out.splitlines()
    starts = {line.index(m.question) for line, m in zip(lines, METRICS, strict=True)}
    assert len(starts) == 1
    assert all(line[min(starts) - 2 : min(starts)] == "  " for line in lines)


def test_what_was_found_out_is_told_as_json(store: Store, survey: Path) -> None:
    code, out, err = _run(store, "import", survey, *_UNDATED, "--explain")
    assert (code, err) == (0, "")
    (found,) = json.loads(out)
    assert (found["file"], found["refusal"], found["kind"], found["would"]) == ("survey.csv", None, "answers", None)
    assert [q["key"] for q in found["questions"] if q["blocking"]] == ["ts"]
    assert {c["column"]: c["role"] for c in found["columns"]}["overall satisfaction"] == "score"
    assert dict(found["histograms"]["overall satisfaction"])["6"] == 8
    _, out, _ = _run(store, "import", survey, *_UNDATED, "--date", "2026-03-31", "--explain")
    would = json.loads(out)[0]["would"]
    assert (would["read"], would["loaded"], would["first_day"]) == (40, 40, "2026-03-31")
    assert batches(store) == []


def test_of_several_files_one_refused_leaves_the_others_loaded(store: Store, survey: Path) -> None:
    bad = survey.with_name("picture.csv")
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    other = survey.with_name("winter.csv")
    other.write_text(_SURVEY.replace("r1,", "x1,"), encoding="utf-8")
    code, out, err = _run(store, "import", survey, bad, other, "--kind", "answers", "--date", "2026-03-31")
    assert code == 1
    assert err.startswith("picture.csv: The file is a picture.")
    assert "picture.csv: refused" in out
    assert sorted((b.file_name, b.state) for b in batches(store)) == [("survey.csv", "loaded"), ("winter.csv", "loaded")]


def test_a_question_is_answered_by_its_key(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    rows = (f"0{1 + i % 9}/0{1 + i % 8}/2025,Phone,inbound\n" for i in range(30))
    path.write_text("date,channel,direction\n" + "".join(rows), encoding="utf-8")
    asked = ["import", path, "--kind", "contacts"]
    code, _, err = _run(store, *asked, "--answer", "weather=fine")
    assert (code, "'weather' is no question of this file" in err) == (1, True)
    code, out, err = _run(store, *asked, "--answer", "date_order=dmy")
    assert (code, err) == (0, "")
    assert "30 read = 30 loaded" in out


def test_another_source_with_the_same_columns_corrects_nothing_by_itself(store: Store, tmp_path: Path) -> None:
    def written(name: str, channel: str) -> Path:
        path = tmp_path / name
        lines = (f"{i},2025-03-{1 + i % 28:02d} 10:00,{channel},inbound\n" for i in range(60))
        path.write_text("contact id,timestamp,channel,direction\n" + "".join(lines), encoding="utf-8")
        return path

    assert _run(store, "import", written("north.csv", "Phone"), "--kind", "contacts")[0] == 0
    code, _, err = _run(store, "import", written("south.csv", "Chat"), "--kind", "contacts")
    assert (code, "this looks like another source" in err) == (1, True)
    assert _run(store, "import", tmp_path / "south.csv", "--kind", "contacts", "--source", "south")[0] == 0
    code, _, _ = _run(store, "import", written("north.csv", "E-mail"), "--kind", "contacts", "--source", "north")
    assert (code, [b.rows_changed for b in batches(store)]) == (0, [60, 0, 0])
