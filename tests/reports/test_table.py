"""The CSV: equal to the readout, safe to open, complete for a machine."""

import csv
import io
from dataclasses import replace
from types import SimpleNamespace

import pytest

from metrics.readout import Row
from metrics.results import Estimate
from reports.safe_text import cell, clean
from reports.table import csv_file
from tests.charts import chart_factories as make

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\x00=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "  =1",
    "\u200b=1",
    "\ufeff=1",
    "\u00a0=1",
]


def rows_of(content: bytes):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_values_are_the_readouts_to_the_last_bit():
    readout = make.csat_months(14, make.CHANNELS[:3])
    lines = rows_of(csv_file(readout))
    assert len(lines) == len(readout.rows) + 1
    assert lines[0]["level"] == "overall"
    for line, row in zip(lines[1:], readout.rows, strict=True):
        assert (line["period"], line["channel"]) == (row.period.isoformat(), row.group[0])
        if isinstance(row.result, Estimate):
            assert [float(line[k]) for k in ("value", "low", "high")] == [
                row.result.value,
                row.result.low,
                row.result.high,
            ]
        assert int(line["n"]) == row.result.n


def test_withheld_is_empty_with_its_reason_and_unfinished_is_named():
    lines = rows_of(csv_file(make.csat_months()))
    empty = next(line for line in lines if line["status"] == "empty")
    assert (empty["value"], empty["low"], empty["high"]) == ("", "", "")
    assert [line["complete"] for line in lines[-2:]] == ["yes", "no"]


def test_circumstances_stand_on_every_line():
    for line in rows_of(csv_file(make.csat_months())):
        assert line["filters"] == "1 Jan 2026 – 17 Sep 2026 · region: North, South"
        assert line["as_of"] == "2026-09-17T14:05:00+00:00"
        assert line["data_version"] == "f12.s3"
        assert line["left_out"] == "without a score: 12"


def test_excel_finds_the_encoding_and_chinese_survives():
    content = csv_file(make.csat_by(("网站", "Phone")))
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows_of(content)[1]["channel"] == "网站"


def test_several_readouts_share_one_table():
    lines = rows_of(csv_file([make.csat_by(), replace(make.csat_by(), by=("attr:age_group",))]))
    assert lines[1]["channel"] == "Phone" and lines[1]["age group"] == ""
    assert lines[-1]["channel"] == "" and lines[-1]["age group"] == "Social"


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_from_data_can_be_computed(text):
    readout = make.readout("csat", [Row(None, (text,), make.share(80, 100))], by=(f"attr:{text}",))
    content = csv_file(replace(readout, selected=SimpleNamespace(sentence=lambda: text))).decode("utf-8-sig")
    assert "\x00" not in content
    for line in csv.reader(io.StringIO(content)):
        for found in line:
            bare = found.lstrip(" \u00a0\u200b\ufeff")
            assert not bare.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))


@pytest.mark.parametrize("text", ["a;=1+1", "a; \ufeff@SUM(1)", "a;;-1", "a;＝1"])
def test_a_program_that_splits_at_semicolons_finds_no_formula_either(text):
    pieces = cell(text).split(";")
    assert pieces[0] == "a" and pieces[-1].lstrip(" \ufeff").startswith("'")


def test_harmless_text_is_not_touched():
    for text in ("Phone", "O'Brien", "a=b", "网站", "5-10", "a; b", "a;5"):
        assert cell(text) == clean(text) == text


def test_negative_numbers_stay_numbers():
    readout = make.readout("nps", [Row(None, ("Phone",), Estimate(-12.5, -20.0, -5.0, 80))], by=("channel",))
    assert float(rows_of(csv_file(readout))[1]["value"]) == -12.5
