"""The small files beside the generator are what it would write today."""

from __future__ import annotations

import csv
import io

import pytest

from sample_data import exports


@pytest.fixture(scope="module")
def fresh() -> dict[str, bytes]:
    return exports.files()


def test_committed_files_are_current(fresh):
    committed = {path.name: path.read_bytes() for path in exports.FOLDER.glob("*.csv")}
    assert committed == fresh, "run python -m sample_data.exports"


def test_small_enough_to_read(fresh):
    for name, content in fresh.items():
        assert 100 < content.count(b"\n") <= exports.ROWS + 1, name


def test_survey_marks_what_was_not_asked_and_what_was_left_out(fresh):
    rows = list(csv.DictReader(io.StringIO(fresh["survey_export.csv"].decode())))
    assert any(row["Staff (1-5)"] == "N/A" for row in rows)
    assert any(row["Clarity (1-5)"] == "0" for row in rows)
    assert all(row["Overall (1-5)"] in "12345" for row in rows)


def test_register_is_european(fresh):
    text = fresh["complaint_register.csv"].decode("utf-8-sig")
    assert fresh["complaint_register.csv"].startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert any(int(row["Opened"][:2]) > 12 for row in rows)
    assert any("," in row["Compensation"] for row in rows)
    assert any(row["Resolved"] == "" for row in rows)


def test_written_again_elsewhere(fresh, tmp_path):
    exports.write(tmp_path / "files")
    assert {path.name: path.read_bytes() for path in (tmp_path / "files").iterdir()} == fresh
