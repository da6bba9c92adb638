"""What matters most: the page, its choice of outcome, its cards' words, rows and files."""

from __future__ import annotations

import html
import io
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pptx import Presentation

from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.settings.document import change
from data_access.store import Store
from metrics.results import Estimate
from metrics.rules import Target
from pages.cards import drivers
from pages.cards.ask import Ask
from pages.cards.behind import Behind
from pages.cards.contents import card_content, page_content
from pages.cards.drivers_answer import answer as answer_of
from pages.cards.pages import DRIVERS
from pages.cards.receipt import card_receipt
from reports.deck import deck
from reports.html_page import html_page
from reports.table import csv_file
from reports.workbook import workbook
from tests.conftest import load_rows
from tests.data_access.facts import answer
from tests.laws.test_rows_behind import ask_of
from tests.pages.opened import Opened
from tests.pages.small_stores import HOSTILE, START

ITEMS = ("Solution", "Clarity", "Staff")


def survey(
    first: int, n: int = 120, *, kind: str = "csat", instrument: str = "long", items: Sequence[str] = ITEMS, **more: Any
) -> list[dict[str, Any]]:
    """n responses: three items on 1-5, and an outcome that mostly follows the first of them, which is rated lowest."""
    rng, found = random.Random(first), []
    high, outcome = (10.0, "Recommend") if kind == "nps" else (5.0, "Overall")
    for i in range(n):
        mood = rng.gauss(0, 0.7)
        scores = [min(5, max(1, round(level + mood + rng.gauss(0, 0.8)))) for level in (2.9, 3.6, 4.2)]
        overall = (0.7 * scores[0] + 0.2 * scores[1] + 0.1 * scores[2]) / 5 * high + rng.gauss(0, 0.07 * high)
        common = {"record": first + i, "instrument": instrument, **more}
        ts = START + timedelta(hours=5 * i)
        for seq, (name, score) in enumerate(zip(items, scores, strict=False)):
            found.append(answer(ts, float(score), None, kind="rating", question=name, **common) | {"seq": seq})
        scale = {"kind": kind, "question": outcome, "scale_min": 0.0 if kind == "nps" else 1.0, "scale_max": high}
        found.append(answer(ts, float(min(high, max(1, round(overall)))), None, **common) | scale | {"seq": 9})
    return found


def filled(store: Store, *surveys: list[dict[str, Any]]) -> Ask:
    for rows in surveys:
        load_rows(store, "answers", rows)
    ask = ask_of(store)
    assert ask is not None
    return ask


def words(card: Any) -> str:
    return " ".join(f"{term}: {text}" for term, text in card_receipt(card))


def test_the_sample_company_is_told_what_matters(company: Store) -> None:
    shown = Opened(period="all").page("drivers")
    cards = shown.cards()
    first, *others = cards
    assert first == "What matters most for CSAT?"
    assert others == ["Where does what matters fall short?", "Where would better service reach most customers?"]
    assert re.match(r"(Solution|Clarity|Staff)\b.* matters? most for CSAT\.", cards[first])
    assert len(shown.charts()) == 3
    assert not [box for box in shown.at.selectbox if box.key == "outcome"]  # one outcome is no choice
    assert "ts-wide" in next(body for body in shown.html() if "fall short" in body)


def test_the_outcome_is_chosen_in_the_link(bare: Store) -> None:
    filled(bare, survey(1), survey(1000, kind="nps"))
    assert "What matters most for CSAT?" in Opened().page("drivers").cards()
    shown = Opened(outcome="nps").page("drivers")
    assert "What matters most for NPS?" in shown.cards()
    assert shown.at.selectbox(key="outcome").value == "nps"
    stale = Opened(outcome="ces").page("drivers")
    assert "The link asks for what is not there" in stale.words()
    assert "What matters most for CSAT?" in stale.cards()


def test_where_there_is_only_nps_it_speaks(bare: Store) -> None:
    filled(bare, survey(1, kind="nps"))
    assert Opened().page("drivers").cards()["What matters most for NPS?"].startswith("Solution matters most for NPS.")
    assert "What matters most for NPS?" in Opened(outcome="csat").page("drivers").cards()


def test_verdicts_name_the_first_and_the_lowest(bare: Store) -> None:
    ask = filled(bare, survey(1, n=300))
    assert drivers.importance(ask).verdict == "Solution matters most for CSAT. It is also rated lowest."
    assert drivers.importance_performance(ask).verdict.startswith("Fix first: Solution.")
    assert drivers.priorities(ask).verdict.startswith("Work on Solution first: it is ")


def test_the_target_of_the_house_is_what_items_are_held_against(bare: Store) -> None:
    ask = filled(bare, survey(1, n=300))
    assert "below the average rating of" in drivers.priorities(ask).verdict
    now = bare.settings()
    for metric, wanted in (("csat", 0.9), ("rating", 0.95)):  # the items' own target goes before that of CSAT
        targets = (*bare.settings().rules.targets, Target(metric, wanted))
        change(bare, replace(now, rules=replace(now.rules, targets=targets)), LOCAL_ADMIN, "test")
        found = ask_of(bare)
        assert found is not None
        aimed = replace(found, fetch=type(found.fetch).now(bare, LOCAL_ADMIN))
        assert f"below the target of {wanted * 100:.1f} %" in drivers.priorities(aimed).verdict
        assert f"distance from the target of {wanted * 100:.1f} %" in drivers.priorities(aimed).caption


def test_rows_behind_a_card_are_those_of_its_survey(bare: Store) -> None:
    """The card counts one of two surveys: so does its drill-down, as a whole and for every item."""
    ask = filled(bare, survey(1, n=90), survey(1000, n=140, instrument="short"))
    for build in drivers.CARDS:
        view = build(ask)
        whole = Behind(ask, view.main)
        assert whole.count() == whole.expected() == 3 * 140
        assert "survey: short" in whole.sentence()
        for row in view.main.rows:
            assert Behind(ask, view.main, row).count() == row.result.n == 140
    assert "also asked in long: choose with the filter Survey" in drivers.importance(ask).caption
    chosen = replace(ask, filters=replace(ask.filters, values=(("instrument", ("long",)),)))
    assert Behind(chosen, drivers.importance(chosen).main).count() == 3 * 90


def test_a_selection_with_too_few_says_how_many_are_missing(bare: Store) -> None:
    ask = filled(bare, survey(1, n=32))
    for build in drivers.CARDS:
        view = build(ask)
        assert view.verdict == "Too few answers: 32 with every item rated. Still missing: 18."
        assert view.draw is None
    shown = Opened().page("drivers")
    assert not shown.charts()
    assert set(shown.cards().values()) == {"Too few answers: 32 with every item rated. Still missing: 18."}


def test_two_items_have_importance_and_no_plane(bare: Store) -> None:
    ask = filled(bare, survey(1, items=ITEMS[:2]))
    assert drivers.importance(ask).draw is not None
    assert drivers.importance_performance(ask).verdict == "Three rated items are needed to compare them."
    assert len(Opened().page("drivers").charts()) == 2


def test_without_an_outcome_the_page_says_what_is_missing(bare: Store) -> None:
    filled(bare, survey(1, items=ITEMS[:1]))
    said = set(Opened().page("drivers").cards().values())
    assert said == {"No survey in this selection asks for CSAT and rates two items."}


def test_what_the_filters_cannot_do_here_is_said(bare: Store) -> None:
    ask = filled(bare, survey(1))
    asked = replace(ask, filters=Filters(ask.filters.start, ask.filters.end, (("question", ("Staff",)),)), weights=True)
    view = drivers.importance(asked)
    assert "the filter Question does not apply" in view.caption
    assert "importance counts every answer once" in view.caption
    assert view.verdict == drivers.importance(ask).verdict
    assert "importance counts every answer once" in drivers.importance_performance(asked).caption
    assert "importance and the number of customers concerned count every answer once" in drivers.priorities(asked).caption
    plain = [card(ask).caption for card in drivers.CARDS]
    assert not any("every answer once" in caption for caption in plain)


def test_names_from_the_data_stay_words(bare: Store) -> None:
    items = [f"{HOSTILE} {k}" for k in range(3)]
    filled(bare, survey(1, items=items, instrument=HOSTILE), survey(1000, n=70, items=items, instrument=f"{HOSTILE} 2"))
    shown = Opened().page("drivers")
    assert len(shown.charts()) == 3
    assert html.escape(HOSTILE) in " ".join(shown.html())
    assert "<img src=x" not in " ".join(shown.html()) + str(shown.charts())


def test_a_receipt_begins_with_how_importance_comes_about(bare: Store) -> None:
    ask = filled(bare, survey(1, n=300))
    view = drivers.importance(ask)
    got = answer_of(ask, "csat")
    assert got.found is not None
    told = dict(card_receipt(view))
    assert next(iter(told)) == "Outcome"
    assert told["Outcome"] == "“Overall” (CSAT) of long"
    assert told["Explained (R²)"].startswith(f"{got.found.r2:.4f} (between ")
    for one in got.found.items:
        assert f"weight {one.weight:.4f} (between" in told[one.name]
        assert f"relative weight {one.other:.4f}" in told[one.name]
    assert "Lindeman, Merenda & Gold 1980" in words(view)
    assert "300 responses drawn with replacement (seed 20240601)" in told["Intervals"]
    assert f"level: the average rating of {drivers.priorities(ask).verdict.split('rating of ')[1][:6]}" in words(
        drivers.priorities(ask)
    )
    assert "Martilla & James 1977" in words(drivers.importance_performance(ask))


def test_files_hold_the_importance_and_what_it_is(bare: Store) -> None:
    ask = filled(bare, survey(1, n=300))
    got = answer_of(ask, "csat")
    assert got.found is not None
    for build, series in zip(drivers.CARDS, (("Importance",), ("Satisfied",), ("Priority",)), strict=True):
        content = card_content(build(ask), ask)
        assert tuple(one.name for one in content.chart.series) == series
        assert content.definition.startswith("Importance: an item's share")
        assert workbook(content)[:2] == b"PK"
    chart = card_content(drivers.importance(ask), ask).chart
    assert dict(zip(chart.categories, chart.series[0].values, strict=True)) == {d.name: d.share for d in got.found.items}
    page = page_content(DRIVERS, replace(ask, family=DRIVERS.family))
    assert "What matters most for CSAT?" in html_page(page).decode("utf-8")
    slides = Presentation(io.BytesIO(deck(page))).slides
    assert sum(shape.has_chart for slide in slides for shape in slide.shapes) == 3
    lines = csv_file(page.readouts()).decode("utf-8-sig")
    assert re.findall(r"^(rating|csat),overall", lines, re.MULTILINE) == ["rating", "csat"]


def test_ratings_are_those_of_the_satisfaction_page(bare: Store) -> None:
    ask = filled(bare, survey(1, n=300))
    page = {row.group[0]: row.result for row in ask.readout("rating", by=("question",)).rows}
    for name, result in answer_of(ask, None).rated.items():
        assert isinstance(result, Estimate)
        assert result == page[name]


def test_another_scope_is_asked_anew(bare: Store) -> None:
    """What one person's drivers were is nothing another is told."""
    ask = filled(bare, survey(1, business_unit="Retail"), survey(1000, business_unit="Digital"))
    everybody = answer_of(ask, "csat").found
    narrow = replace(ask, scope=replace(ask.scope, role="analyst", units=("Retail",)))
    own = answer_of(narrow, "csat").found
    assert everybody is not None
    assert own is not None
    assert (everybody.n, own.n) == (240, 120)
