"""Six request types of Boston 311, 2015, against counts taken from the files by other means."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics import frames
from tests.conftest import load_rows

FILES = Path(__file__).parents[3] / "shared" / "data" / "complaints_boston311_2015"


def moment(cell: str) -> datetime | None:
    return datetime.strptime(cell, "%m/%d/%Y %I:%M:%S %p") if cell else None


@pytest.mark.real_files
@pytest.mark.skipif(not FILES.exists(), reason="the real files are not beside the project")
def test_deadlines_durations_and_backlog(store: Store) -> None:
    rows = []
    for path in sorted(FILES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows += [
                {
                    "ts": moment(row["OPEN_DT"]),
                    "due_at": moment(row["TARGET_DT"]),
                    "resolved_at": moment(row["CLOSED_DT"]),
                    "theme": row["TYPE"],
                    "channel": row["Source"],
                }
                for row in csv.DictReader(lines)
            ]
    load_rows(store, "complaints", rows)
    as_of = store.as_of(LOCAL_ADMIN)
    assert as_of == datetime(2016, 1, 12, 9, 51, 3)
    fetch = Fetch.now(store, LOCAL_ADMIN)

    deadlines = fetch(frames.DEADLINES, Filters(), LOCAL_ADMIN).iloc[0].to_dict()
    assert deadlines == {
        "closed_within": 9943, "closed_late": 5044, "open_over": 1952, "open_within": 609, "no_due": 1, "negative": 3,
        "no_deadlines": 0, "not_recorded": 0,
    }  # fmt: skip
    durations = fetch(frames.DURATIONS, Filters(), LOCAL_ADMIN, options={"clock": "resolution"})
    assert (durations["events"].sum(), durations["censored"].sum()) == (14991 - 3, 2561)
    assert fetch(frames.BACKLOG, Filters(), LOCAL_ADMIN)["n"].sum() == 2561
    faults = fetch(frames.DURATION_FAULTS, Filters(), LOCAL_ADMIN, options={"clock": "resolution"})
    assert faults["n"].tolist() == [3]
    channels = fetch(frames.COMPLAINTS, Filters(), LOCAL_ADMIN, by=("channel",)).set_index("channel")["n"].to_dict()
    assert channels["Constituent Call"] == 13398
    assert sum(channels.values()) == 17552
