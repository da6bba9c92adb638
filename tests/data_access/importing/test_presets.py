"""Files in the shapes of survey and ticket tools load without a mapping by hand; what only resembles them is no preset."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data_access.importing import service
from data_access.importing.answering import apply_all
from data_access.importing.inspection import Inspection
from data_access.importing.ledger import Ledger
from data_access.importing.mapping import Mapping
from data_access.importing.presets import PRESETS, called
from tests.data_access.importing.files import parsed, written

_VENDORS = Path(__file__).resolve().parents[2] / "fixtures" / "vendors"
# file → preset, kind, rows read, rows left out as previews or tests, questions only a person can answer
_FILES = {
    "qualtrics.csv": ("qualtrics", "answers", 24, 2, set()),
    "surveymonkey.csv": ("surveymonkey", "answers", 20, 0, set()),
    "typeform.csv": ("typeform", "answers", 20, 0, set()),
    "alchemer.csv": ("alchemer", "answers", 20, 1, set()),
    "google_forms.csv": ("google-forms", "answers", 20, 0, set()),
    "wjx_texts.csv": ("wjx-texts", "answers", 20, 0, {"encoding"}),
    "wjx_codes.csv": ("wjx-codes", "answers", 20, 0, {"reversed"}),
    "zendesk_tickets.csv": ("zendesk-tickets", "complaints", 20, 0, set()),
    "zendesk_satisfaction.csv": ("zendesk-satisfaction", "answers", 16, 0, set()),
    "chatwoot.csv": ("chatwoot-csat", "answers", 16, 0, set()),
    "tickets.csv": ("tickets", "complaints", 20, 0, set()),
    "event_log.csv": ("event-log", "contacts", 30, 0, set()),
    "xes_names.csv": ("xes", "contacts", 30, 0, set()),
}
_ANSWERS = {"reversed": "no", "encoding": "yes"}


def _seen(name: str) -> Inspection:
    found = service.inspect(_VENDORS / name, name)
    assert found.refusal is None
    assert found.mapping is not None
    return found


def _loaded(name: str, folder: Path) -> tuple[Ledger, dict[str, list[dict[str, Any]]], Mapping]:
    found = _seen(name)
    assert found.mapping is not None
    mapping, still = apply_all(replace(found.mapping, source="test"), found.questions, _ANSWERS)
    assert not [q.key for q in still if q.blocking]
    folder.mkdir(exist_ok=True)
    return *parsed(_VENDORS / name, mapping, folder / "out"), mapping


def test_every_preset_has_a_file_in_its_shape() -> None:
    assert {preset for preset, *_ in _FILES.values()} == {p.key for p in PRESETS}
    assert all(called(p.key) is p for p in PRESETS)


@pytest.mark.parametrize("name", _FILES)
def test_a_vendors_file_loads_without_a_mapping_by_hand(name: str, tmp_path: Path) -> None:
    preset, kind, rows, left_out, asked = _FILES[name]
    found = _seen(name)
    assert (found.preset, found.mapping and found.mapping.kind) == (preset, kind)
    assert {q.key for q in found.questions} - {"business_unit"} == asked
    assert "recognised as" in found.evidence["preset"]
    ledger, tables, _ = _loaded(name, tmp_path)
    assert (ledger.read, ledger.rejected, ledger.loaded) == (rows, left_out, rows - left_out)
    assert ledger.balanced()
    assert not any(counts["invalid"] for counts in ledger.cells.values()), ledger.examples
    assert all(r["reason"].startswith("marked ") for r in tables["rejected"])


@pytest.mark.parametrize("name", [n for n, (_, kind, *_) in _FILES.items() if kind == "answers"])
def test_nothing_personal_of_a_survey_is_stored(name: str, tmp_path: Path) -> None:
    _, tables, mapping = _loaded(name, tmp_path)
    stored = str([rows for table, rows in tables.items() if table != "rejected"])
    for secret in ("@example.org", "203.0.113", "198.51.100", "223.5.5", "+351", "Muster", "Person ", "38.7"):
        assert secret not in stored
    assert not [c.column for c in mapping.columns if c.personal and c.role != "ignore"]


def test_qualtrics_times_are_of_the_zone_its_keys_name(tmp_path: Path) -> None:
    _, tables, mapping = _loaded("qualtrics.csv", tmp_path)
    assert mapping.timezone == "America/Denver"
    first = min(tables["answers"], key=lambda r: r["ts"])
    assert (first["ts"].hour, first["day"].isoformat()) == (6, "2026-03-04"), (
        "half past eleven in Denver is the next day in UTC"
    )


def test_the_headline_is_found_and_its_words_are_scores(tmp_path: Path) -> None:
    kinds = {}
    for name in ("qualtrics.csv", "surveymonkey.csv", "google_forms.csv", "alchemer.csv", "wjx_texts.csv", "chatwoot.csv"):
        _, tables, _ = _loaded(name, tmp_path / name.split(".")[0])
        csat = [r for r in tables["answers"] if r["kind"] == "csat"]
        assert {(r["scale_min"], r["scale_max"]) for r in csat} == {(1.0, 5.0)}, name
        kinds[name] = Counter(r["score"] for r in csat)
    assert kinds["surveymonkey.csv"] == dict.fromkeys((1.0, 2.0, 3.0, 4.0, 5.0), 4)
    assert kinds["google_forms.csv"] == dict.fromkeys((1.0, 2.0, 3.0, 4.0, 5.0), 4)
    assert kinds["wjx_texts.csv"] == {5.0: 3, 4.0: 4, 3.0: 4, 2.0: 4, 1.0: 4}, "one was skipped"


def test_zendesk_good_and_bad_are_the_ends_and_offered_is_no_answer(tmp_path: Path) -> None:
    ledger, tables, _ = _loaded("zendesk_tickets.csv", tmp_path)
    assert Counter(r["satisfaction_after"] for r in tables["complaints"]) == {5.0: 5, 1.0: 5, None: 10}
    assert ledger.cells["Satisfaction Score"] == {"valid": 10, "no_answer": 10, "invalid": 0}


def test_texts_and_codes_of_wjx_give_the_same_results(tmp_path: Path) -> None:
    _, texts, _ = _loaded("wjx_texts.csv", tmp_path / "t")
    _, codes, _ = _loaded("wjx_codes.csv", tmp_path / "c")

    def scores(tables: dict[str, list[dict[str, Any]]]) -> Counter[Any]:
        return Counter((r["question"], r["kind"], r["score"], r["day"]) for r in tables["answers"])

    def chosen(tables: dict[str, list[dict[str, Any]]]) -> Counter[str]:
        picked = [r for r in tables["attributes"] if r["value"] == "yes"]
        return Counter(next(o for o in ("官网", "门店", "电话") if o in r["name"]) for r in picked)

    assert scores(texts) == scores(codes)
    assert chosen(texts) == chosen(codes)
    assert sum(chosen(texts).values()) > 20
    assert len(texts["comments"]) == len(codes["comments"]) == 10


def test_choices_in_one_cell_become_one_breakdown_each(tmp_path: Path) -> None:
    _, tables, _ = _loaded("typeform.csv", tmp_path)
    names = Counter(r["name"] for r in tables["attributes"] if r["value"] == "yes")
    assert names == {f"What did you come for?: {o}": 12 for o in ("Returns", "Advice")} | {"What did you come for?: Repairs": 8}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Respondent ID,Which?", "{i},a"),  # no collector, no dates: not SurveyMonkey's
        ("StartDate,EndDate,Q1", "2026-01-0{d},2026-01-0{d},5"),  # no keys, no response id
        ("timestamp,case,activity", "2026-01-0{d} 10:00:00,c{i},a"),  # one row per case: no log
        ("序号,内容", "{i},好"),
        ("ID,Status,Type", "{i},Open,x"),  # tickets without dates
        ("Rating,Comment", "{d},fine"),
    ],
)
def test_what_only_resembles_is_no_preset(header: str, row: str, tmp_path: Path) -> None:
    text = header + "\n" + "".join(row.format(i=i, d=i % 5 + 1) + "\n" for i in range(20))
    found = service.inspect(written(tmp_path, text), "export.csv")
    assert found.refusal is None
    assert found.preset == ""


def test_a_name_never_makes_a_preset(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n" + "".join(f"{i},x\n" for i in range(20)), "SurveyMonkey Qualtrics export.csv")
    assert service.inspect(path, path.name).preset == ""
