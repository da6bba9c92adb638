"""How near a suggested mapping comes to the kept one, from the file alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.importing import service
from data_access.importing.mapping import Mapping
from tests.real_files.files import DATA, REAL

_ROOT = Path(__file__).resolve().parents[2]
pytestmark = REAL
# file, kept mapping, least share of columns with the same meaning, questions that must be asked
_CASES = [
    ("survey_sfo_airport/2012_SFO_Customer_Survey_20250817.csv", "sfo_2012", 1.0, {"ts", "no_answer"}),
    ("survey_sfo_airport/2015_SFO_Customer_Survey_20250817.csv", "sfo_2015", 0.98, {"ts", "no_answer"}),
    ("survey_sfo_airport/2017_SFO_Customer_Survey_20250817.csv", "sfo_2017", 0.98, {"ts", "no_answer"}),
    ("complaints_consumidor_gov_br/2014-08.csv", "consumidor", 0.85, set()),
    ("complaints_boston311_2015/Request for Recycling Cart.csv", "boston_311", 0.94, set()),
    ("complaints_cfpb_2013/consumer_complaints.csv", "cfpb_2013", 1.0, set()),
    ("survey_carpentries/2020_carpentryconhome_raw.csv", "carpentrycon_2020", 0.94, {"ts"}),
    ("journeys_wabo_receipt/receipt.csv", "wabo_receipt", 0.93, set()),
    ("journeys_eventdataR/sepsis.csv", "sepsis", 0.97, set()),
]


def _meanings(mapping: Mapping) -> dict[str, set[tuple[object, ...]]]:
    found: dict[str, set[tuple[object, ...]]] = {}
    for c in mapping.columns:
        found.setdefault(c.column, set()).add((c.role, c.kind, c.scale))
    return found


@pytest.mark.parametrize(("file", "name", "share", "asked"), _CASES, ids=[case[1] for case in _CASES])
def test_suggestion_is_near_the_kept_mapping(file: str, name: str, share: float, asked: set[str]) -> None:
    kept = service.load_mapping((_ROOT / "tests" / "fixtures" / "mappings" / f"{name}.json").read_text(encoding="utf-8"))
    found = service.inspect(DATA / file, Path(file).name)
    assert found.refusal is None
    assert found.mapping is not None
    assert found.mapping.kind == kept.kind
    suggested, right = _meanings(found.mapping), _meanings(kept)
    assert list(suggested) == list(right)
    same = sum(suggested[column] == right[column] for column in right)
    different = {c: (suggested[c], right[c]) for c in right if suggested[c] != right[c]}
    assert same >= share * len(right), different
    assert asked <= {q.key for q in found.questions}
    assert {q.key for q in found.questions if q.blocking} == asked & {"ts"}


@pytest.mark.parametrize(("file", "name", "share", "asked"), _CASES, ids=[case[1] for case in _CASES])
def test_suggestion_imports_once_the_questions_are_answered(file: str, name: str, share: float, asked: set[str]) -> None:
    mapping = service.inspect(DATA / file, Path(file).name).mapping
    assert mapping is not None
    if "ts" in asked:
        mapping = mapping.with_constants(ts="2020-01-01")
    preview = service.preview(DATA / file, mapping, rows=50)
    assert preview.ledger.loaded == 50
    assert preview.rejected == ()


@pytest.mark.parametrize(
    ("year", "headline", "also_rated"),
    [
        ("2012", "Q8N_WHOLE", {"Q11SAFE", "Q15A_FIND", "Q15B_SECURITY"}),
        ("2015", "Q7ALL", {"Q14FIND", "Q14PASSTHRU"}),
        ("2017", "Q7ALL", {"Q14FIND", "Q14PASSTHRU", "NETPRO"}),
    ],
)
def test_sfo_scores_are_told_from_facts_about_people(year: str, headline: str, also_rated: set[str]) -> None:
    kept = service.load_mapping((_ROOT / "tests" / "fixtures" / "mappings" / f"sfo_{year}.json").read_text(encoding="utf-8"))
    (path,) = (DATA / "survey_sfo_airport").glob(f"{year}*.csv")
    found = service.inspect(path, path.name).mapping
    assert found is not None
    rated = {c.column: c.kind for c in found.columns if c.rated}
    assert [name for name, kind in rated.items() if kind == "csat"] == [headline]
    assert also_rated <= set(rated) <= {c.column for c in kept.columns if c.rated}


def test_carpentrycon_has_items_and_an_nps_but_no_headline_of_satisfaction() -> None:
    (path,) = (DATA / "survey_carpentries").glob("2020_*.csv")
    found = service.inspect(path, path.name).mapping
    assert found is not None
    kinds = {c.column: c.kind for c in found.columns if c.rated}
    assert kinds.pop("nps") == "nps"
    assert len(kinds) == 13
    assert set(kinds.values()) == {"rating"}


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("micro-surveys/CNCF GitOps Microsurvey.csv", "What platforms are you running?: Other (please specify)"),
        ("maintainer/2019/maintainer-survey-results-2019-h2.csv", "Which CNCF Project(s) are you maintaining?: Kubernetes"),
        (
            "maintainer/2021/h2/CNCF_Maintainers_Survey_2021_H2.csv",
            "Do you feel that CNCF reached out to collaborate and gather info about your project needs?",
        ),
    ],
)
def test_questions_above_the_options_are_kept(file: str, wanted: str) -> None:
    path = DATA / "survey_cncf" / file
    found = service.inspect(path, path.name)
    assert found.mapping is not None
    assert (found.mapping.kind, found.mapping.header_rows) == ("answers", 2)
    assert wanted in found.headers
    assert not [h for h in found.headers if h.startswith("Response")]
    mapping = found.mapping.with_constants(ts="2021-11-01") if "ts" in {q.key for q in found.questions} else found.mapping
    if "score" not in {q.key for q in found.questions}:
        assert service.preview(path, mapping, rows=10).ledger.loaded == 10


def test_nyc_is_understood_without_a_kept_mapping() -> None:
    found = service.inspect(DATA / "complaints_nyc311_animals_2025" / "311_Animals_short.csv", "311.csv")
    assert found.mapping is not None
    roles = {c.column: c.role for c in found.mapping.columns}
    assert (found.mapping.kind, found.mapping.date_order) == ("complaints", "mdy")
    assert (roles["Unique Key"], roles["Created Date"], roles["Complaint Type"], roles["Borough"]) == (
        "id",
        "ts",
        "theme",
        "region",
    )
    personal = {c.column for c in found.mapping.columns if c.personal}
    assert {"Latitude", "Longitude", "Incident Address", "Location"} <= personal


@pytest.mark.parametrize("path", sorted(DATA.glob("**/*.*")), ids=lambda p: p.name[:40])
def test_every_file_of_the_collection_is_read_or_refused_in_words(path: Path) -> None:
    found = service.inspect(path, path.name)
    if found.refusal is None:
        assert found.mapping is not None
        assert {c.column for c in found.columns} == set(found.headers)
    else:
        assert found.refusal.seen
        assert found.refusal.expected
