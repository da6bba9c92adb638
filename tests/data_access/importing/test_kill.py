"""kill −9 in the middle of an import: afterwards the batch is there whole, or not at all."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.importing import service
from data_access.loading import batches
from data_access.schema import answers, attributes, contacts, records
from data_access.store import Store
from tests.data_access.importing.files import mapped, score

_ROOT = Path(__file__).resolve().parents[3]
_ROUNDS = 12
_MEASURED = 3  # whole imports, to know how long one takes
_ROWS = 10_000
_IMPORT = """
import sys
from pathlib import Path
from data_access.importing import mapping_json, service
from data_access.store import Store
store = Store.open(sys.argv[1])
print("open", flush=True)
mapping = mapping_json.from_json(Path(sys.argv[3]).read_text())
tell = lambda share, what: print(what, flush=True)
batch = service.import_file(store, Path(sys.argv[2]), mapping, "f.csv", "ana", progress=tell)
print("acknowledged", batch.id, flush=True)
"""


@pytest.mark.timeout(300)
def test_killed_imports_leave_nothing_half_loaded(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 's.duckdb'}?threads=2&memory_limit=1GB"
    mapping = mapped("contacts", {"id": "id", "day": "ts", "channel": "channel", "q": score(), "kind": "attribute"})
    (tmp_path / "map.json").write_text(service.export_mapping(mapping))
    whole = [_import(url, tmp_path, -place) for place in range(_MEASURED)]
    assert all(acked for _, acked in whole)
    took = min(seconds for seconds, _ in whole)  # a busy moment must not move the kills behind the end
    landed = acknowledged = _MEASURED
    killed = 0
    for place in range(1, _ROUNDS + 1):
        _, acked = _import(url, tmp_path, place, kill_after=took * (place - 0.5) / _ROUNDS)
        killed += not acked
        acknowledged += acked
        landed = _check(url, landed, acked)
    assert killed >= _ROUNDS // 2  # the rounds were spread over the phases, not all too late
    assert landed >= acknowledged


def _import(url: str, tmp_path: Path, place: int, kill_after: float | None = None) -> tuple[float, bool]:
    """(seconds from the store's opening to the end, whether the import was acknowledged)."""
    path = tmp_path / f"{place}.csv"
    path.write_text(
        "id,day,channel,q,kind\n"
        + "".join(f"{place}-{i},2026-01-{i % 28 + 1:02} 10:00:00,Phone,{i % 5 + 1},k{i % 9}\n" for i in range(_ROWS))
    )
    command = [sys.executable, "-c", _IMPORT, url, str(path), str(tmp_path / "map.json")]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        began = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            process.kill()
        output = process.stdout.read()
        process.wait()
    return time.monotonic() - began, "acknowledged" in output


def _check(url: str, landed_before: int, acked: bool) -> int:
    """The store holds whole batches only; the one just tried counts when it was acknowledged (or was about to be)."""
    store = Store.open(url)
    try:
        found = batches(store)
        with store.engine.connect() as connection:
            rows = {
                t.name: connection.execute(select(func.count()).select_from(t)).scalar_one()
                for t in (contacts, answers, attributes, records)
            }
        assert set(rows.values()) == {_ROWS * len(found)}
        assert all(b.rows_loaded == _ROWS for b in found)
        assert len(found) - landed_before in ({1} if acked else {0, 1})
        return len(found)
    finally:
        store.close()
