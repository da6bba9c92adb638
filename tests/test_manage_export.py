"""`manage.py export`: the page's cards in every format, with the same filters as show; and the check that all of them agree."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import manage
from commands import agreement
from commands.agreement import checking, numbers, recount
from commands.parsers import whole
from data_access.fetching import Fetch
from data_access.scope import LOCAL_ADMIN
from data_access.settings import document
from data_access.settings.model import Channel, Settings
from data_access.store import Store
from metrics.evaluate import evaluate
from metrics.registry import by_key
from pages.cards.contents import card_content
from pages.cards.pages import PAGES
from pages.cards.single import metric_card
from reports.reading import csv_lines, sheet_lines, slide_charts
from sample_data.load import load_sample
from server import handover
from tests.pages.small_stores import fill

FORMATS = ("pptx", "xlsx", "csv", "html")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(f"duckdb:///{tmp_path_factory.mktemp('export') / 'touchstone.duckdb'}?threads=2&memory_limit=1GB")
    load_sample(store, scale=0.05)
    yield store
    store.close()


def run(store: Store, *argv: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return manage.run([str(a) for a in argv], out, err, store), out.getvalue(), err.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_a_page_in_every_format(company: Store, tmp_path: Path, page) -> None:
    files = {}
    for form in FORMATS:
        target = tmp_path / f"{page.key}.{form}"
        code, out, err = run(company, "export", page.key, "--from", "2026-01-01", "--format", form, "--out", target)
        assert (code, err) == (0, ""), err
        assert page.question in out
        files[form] = target.read_bytes()
    cards = len(page.builders())
    assert len(slide_charts(files["pptx"])) == cards
    assert len([name for name in parts(files["xlsx"]) if name.startswith("xl/charts/chart")]) >= cards
    assert files["html"].count(b"<svg") == cards
    said = {form: _text(form, content) for form, content in files.items()}
    for form, text in said.items():
        for words in ("1 Jan 2026", "2026-09-30" if form == "csv" else "as of 30 Sep 2026"):
            assert words in text, (form, words)
    assert len(csv_lines(files["csv"])) == len(sheet_lines(files["xlsx"]))
    for content in (files["pptx"], files["xlsx"]):
        for name, part in parts(content).items():
            inner = parts(part).items() if name.endswith(".xlsx") else [(name, part)]
            for sheet, xml in inner:
                if "worksheets" in sheet:
                    assert not re.search(rb"<f[ >]|<hyperlink", xml), (name, sheet)


def _text(form: str, content: bytes) -> str:
    if form in ("html", "csv"):
        return content.decode("utf-8-sig")
    wanted = "slides/slide" if form == "pptx" else "sharedStrings"
    return " ".join(re.sub(r"<[^>]+>", "", part.decode()) for name, part in parts(content).items() if wanted in name)


def test_filters_and_breakdown_reach_the_file(company: Store, tmp_path: Path) -> None:
    asked = ["--from", "2026-01-01", "--to", "2026-06-30", "--filter", "channel=Phone", "--compare", "none"]
    code, shown, _ = run(company, "show", "nps", *asked, "--by", "segment", "--format", "csv")
    assert code == 0
    target = tmp_path / "nps.csv"
    assert run(company, "export", "nps", *asked, "--by", "segment", "--format", "csv", "--out", target)[0] == 0
    assert csv_lines(target.read_bytes()) == csv_lines(shown.encode("utf-8-sig"))
    assert "channel: Phone" in shown and "1 Jan 2026" in shown


def test_the_last_card_of_a_page_breaks_down_by_what_was_asked(company: Store, tmp_path: Path) -> None:
    target = tmp_path / "s.csv"
    assert run(company, "export", "satisfaction", "--by", "region", "--format", "csv", "--out", target)[0] == 0
    assert {line["region"] for line in csv_lines(target.read_bytes())} > {"", "North"}


def test_the_changes_of_a_page_are_split_by_what_was_asked(company: Store, tmp_path: Path) -> None:
    target = tmp_path / "s.html"
    asked = ["--from", "2026-07-01", "--to", "2026-09-30", "--format", "html", "--out", target]
    assert run(company, "export", "satisfaction", "--split-by", "segment", *asked)[0] == 0
    text = target.read_text("utf-8")
    assert "What moved satisfaction, by segment?" in text and "What moved the recommendation, by segment?" in text
    assert "oved between segments" in text and "oved between channels" not in text
    refused = run(company, "export", "satisfaction", "--split-by", "shoe", *asked, "--replace")[2]
    assert "a change can be split by channel, segment" in refused


def test_it_speaks_chinese(company: Store, tmp_path: Path) -> None:
    target = tmp_path / "zh.html"
    code, _, err = run(company, "export", "satisfaction", "--lang", "zh", "--format", "html", "--out", target)
    assert (code, err) == (0, "")
    text = target.read_text("utf-8")
    assert '<html lang="zh">' in text
    assert len(re.findall(r"[\u4e00-\u9fff]", text)) > 100


def test_what_it_refuses(company: Store, tmp_path: Path) -> None:
    target = tmp_path / "x.csv"
    asked = ["--format", "csv", "--out", target]
    assert run(company, "export", "npss", *asked)[2].startswith("there is no metric 'npss'; did you mean nps")
    assert run(company, "export", "nps", "--format", "pdf", "--out", target)[0] == 2
    assert "no folder" in run(company, "export", "nps", "--format", "csv", "--out", tmp_path / "no" / "x.csv")[2]
    assert run(company, "export", "nps", *asked)[0] == 0
    code, _, err = run(company, "export", "nps", *asked)
    assert code == 1 and "exists already" in err
    assert run(company, "export", "nps", *asked, "--replace")[0] == 0
    assert "is a folder" in run(company, "export", "nps", "--format", "csv", "--out", tmp_path, "--replace")[2]
    assert [found.name for found in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (["--from", "2026-02-30"], "there is no day '2026-02-30'"),
        (["--as-of", "noon"], "there is no time 'noon'"),
        (["--as-of", "9999-12-31T23:59:59-12:00"], "there is no time"),
        (["--window", "inf"], "'inf' is no time to finish"),
        (["--window", "nan"], "'nan' is no time to finish"),
        (["--window", "-5"], "'-5' is no time to finish"),
        (["--mode", "junk"], "invalid choice: 'junk'"),
        (["--counted", "junk"], "invalid choice: 'junk'"),
    ],
)
def test_options_that_say_nothing_are_wrong_usage(
    company: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: list[str], said: str
) -> None:
    target = tmp_path / "x.csv"
    assert run(company, "export", "journeys", "--format", "csv", "--out", target, *option)[0] == 2
    assert said in capsys.readouterr().err
    assert not target.exists()


def test_a_file_that_cannot_be_written_whole_leaves_what_was_there(
    company: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.csv"
    target.write_text("before")

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    code, _, err = run(company, "export", "nps", "--format", "csv", "--out", target, "--replace")
    assert code == 1 and "No space left" in err
    assert target.read_text() == "before" and list(tmp_path.iterdir()) == [target]


def test_a_file_holds_numbers_of_one_data_version(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting changes between two questions of the first try: the second asks everything anew."""
    fill(store, "only answers")
    asked, changed = Fetch.__call__, []

    def meanwhile(self: Fetch, *args: object, **options: object) -> object:
        found = asked(self, *args, **options)  # type: ignore[arg-type]
        if not changed:
            changed.append(document.change(store, Settings(channels=(Channel("Net", ("Web",)),)), LOCAL_ADMIN))
        return found

    monkeypatch.setattr(Fetch, "__call__", meanwhile)
    target = tmp_path / "x.csv"
    assert run(store, "export", "satisfaction", "--format", "csv", "--out", target)[0] == 0
    lines = csv_lines(target.read_bytes())
    assert {line["data_version"] for line in lines} == {store.data_version()}
    assert "Web" not in {line.get("channel") for line in lines}


def test_data_that_never_rests_gives_no_file(company: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moving = iter(range(1_000))
    monkeypatch.setattr(company, "data_version", lambda: f"{next(moving)}.0")
    code, _, err = run(company, "export", "nps", "--format", "csv", "--out", tmp_path / "x.csv")
    assert code == 1 and "kept changing" in err and not [*tmp_path.iterdir()]


def test_a_period_from_the_first_day_of_the_calendar_is_compared_with_nothing(company: Store) -> None:
    for how in ("previous", "last_year", "to_date"):
        code, _, err = run(company, "show", "nps", "--from", "0001-01-01", "--compare", how, "--to", "2026-01-01")
        assert (code, err) == (0, "")


def test_a_relative_name_starts_from_the_callers_folder(company: Store, tmp_path: Path) -> None:
    with handover._called_from(tmp_path):
        assert run(company, "export", "contacts", "--format", "csv", "--out", "here.csv")[0] == 0
    assert (tmp_path / "here.csv").is_file()


@pytest.mark.parametrize("name", ["one contact", "only answers", "only complaints", "hostile words"])
def test_small_stores_are_exported_without_a_fall(store: Store, tmp_path: Path, name: str) -> None:
    fill(store, name)
    for page in PAGES:
        if page.needs_journey and name != "hostile words":
            assert "no journeys" in run(store, "export", page.key, "--format", "html", "--out", tmp_path / "j.html")[2]
            continue
        for form in FORMATS:
            code, _, err = run(store, "export", page.key, "--format", form, "--out", tmp_path / f"{page.key}.{form}")
            assert code == 0, err


def test_an_empty_store_says_what_to_do(store: Store, tmp_path: Path) -> None:
    code, _, err = run(store, "export", "overview", "--format", "csv", "--out", tmp_path / "x.csv")
    assert code == 1 and "Load a file" in err
    assert run(store, "check", "--agreement")[0] == 1


def test_every_number_agrees_everywhere(company: Store) -> None:
    code, out, err = run(company, "check", "--agreement")
    lines = out.splitlines()
    assert (code, err) == (0, ""), out
    assert all(line.startswith("ok  ") for line in lines[:-1]), out
    assert lines[-1].endswith("agree everywhere: no difference")
    assert any(line.startswith("ok    funnel_conversion: ") and "(0 known)" not in line for line in lines)


def test_a_difference_is_found_wherever_it_is(company: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check can fail: one number in one file, or one row, is enough."""
    ask = whole(company)
    card = card_content(metric_card(ask, "csat", by=("channel",)), ask)
    readout = card.readouts[0]
    again = evaluate(by_key("csat"), Fetch.now(company, LOCAL_ADMIN), ask.filters, LOCAL_ADMIN, by=("channel",), compare="none")
    assert list(numbers.differences(card, again)) == []
    row = readout.rows[0]
    moved = replace(row, result=replace(row.result, value=row.result.value + 1e-9))
    tampered = replace(readout, rows=(moved, *readout.rows[1:]))
    assert [words for words in numbers.differences(card, tampered) if "asked directly" in words]
    for where in ("csv_file", "workbook"):
        real = getattr(numbers, where)
        with monkeypatch.context() as patch:
            other = tampered if where == "csv_file" else replace(card, readouts=(tampered,))
            patch.setattr(numbers, where, lambda _, real=real, other=other: real(other))
            assert list(numbers.differences(card, again))
    real_deck = numbers.deck
    chart = card.chart
    first = chart.series[0]
    point = replace(first.points[0], value=(first.points[0].value or 0) + 1e-9)
    other = replace(card, chart=replace(chart, series=(replace(first, points=(point, *first.points[1:])),)))
    with monkeypatch.context() as patch:
        patch.setattr(numbers, "deck", lambda _: real_deck(other))
        assert any("the slide" in words for words in numbers.differences(card, again))
    assert list(recount.differences(ask, readout)) == []
    fewer = replace(readout, overall=replace(readout.overall, n=readout.overall.n - 1))
    assert any("the rows are" in words for words in recount.differences(ask, fewer))
    higher = replace(readout, overall=replace(readout.overall, value=readout.overall.value + 1e-6))
    assert any("counted from its rows" in words for words in recount.differences(ask, higher))


def test_the_check_counts_what_differs(company: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "METRICS", (by_key("csat"), by_key("contacts")))
    monkeypatch.setattr(checking, "PAGES", ())
    differing = {"csat": ["it differs"]}
    monkeypatch.setattr(recount, "differences", lambda _, readout, **__: differing.get(readout.metric.key, []))
    out = io.StringIO()
    assert agreement.check(whole(company), out) == 1
    assert out.getvalue().splitlines()[-1] == "1 of 2 agree everywhere"
    assert "FAIL  csat" in out.getvalue()
