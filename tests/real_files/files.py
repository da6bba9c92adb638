"""Where the real files lie, and how each is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.importing import service
from data_access.loading import Batch
from data_access.store import Store

_ROOT = Path(__file__).resolve().parents[2]
DATA = _ROOT.parent / "shared" / "data"
_MAPPINGS = _ROOT / "tests" / "fixtures" / "mappings"
FILES = {
    "sfo_2012": "survey_sfo_airport/2012*.csv",
    "sfo_2015": "survey_sfo_airport/2015*.csv",
    "sfo_2017": "survey_sfo_airport/2017*.csv",
    "consumidor": "complaints_consumidor_gov_br/2014-*.csv",
    "boston_311": "complaints_boston311_2015/*.csv",
    "cfpb_2013": "complaints_cfpb_2013/*.csv",
    "carpentrycon_2020": "survey_carpentries/2020_*.csv",
    "wabo_receipt": "journeys_wabo_receipt/*.csv",
    "sepsis": "journeys_eventdataR/*.csv",
}
REAL = [
    pytest.mark.real_files,
    pytest.mark.xdist_group("real files"),  # loaded once, by one worker
    pytest.mark.skipif(not DATA.is_dir(), reason="the real files (../shared/data) are not on this machine"),
]


def bring(store: Store, name: str, path: Path) -> Batch:
    """One file by the kept mapping of this name."""
    mapping = service.load_mapping((_MAPPINGS / f"{name}.json").read_text(encoding="utf-8"))
    return service.import_file(store, path, mapping, path.name, "tester")
