"""Hostile and huge files: the parsing process may die, its parent says so and stays small."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from data_access.importing import confinement, job, service
from data_access.importing.errors import DataError
from data_access.store import Store
from tests.data_access.importing.files import mapped, written

_ROOT = Path(__file__).resolve().parents[3]
_MEASURED = """
import resource, sys
from pathlib import Path
from data_access.importing import job, mapping_json, service
from data_access.store import Store
store = Store.open("duckdb:///" + sys.argv[1] + "?threads=2&memory_limit=1GB")
small, big, mapping = Path(sys.argv[2]), Path(sys.argv[3]), mapping_json.from_json(Path(sys.argv[4]).read_text())
service.import_file(store, small, mapping, "small", "ana")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
batch = service.import_file(store, big, mapping, "big", "ana")
job.close()  # what children took is known when they are gone
own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(before, own, child, batch.rows_loaded)
"""


def test_a_200_mb_file_leaves_the_parents_memory_flat(tmp_path: Path) -> None:
    mapping = mapped(
        "contacts", {"id": "id", "day": "ts", "channel": "channel", "text": {"role": "ignore", "reason": "free text"}}
    )
    (tmp_path / "map.json").write_text(service.export_mapping(mapping))
    filler = "a long text nobody reads here " * 60
    small = written(tmp_path, f"id,day,channel,text\n1,2026-01-05,Phone,{filler}\n", "small.csv")
    big = tmp_path / "big.csv"
    with big.open("w") as out:
        out.write("id,day,channel,text\n")
        for start in range(2, 115_002, 1000):
            out.write("".join(f"{i},2026-01-{i % 28 + 1:02},Chat,{filler}\n" for i in range(start, start + 1000)))
    assert big.stat().st_size > 200e6
    command = [sys.executable, "-c", _MEASURED, str(tmp_path / "s.duckdb"), str(small), str(big), str(tmp_path / "map.json")]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    before, after, child, rows = map(int, done.stdout.split())
    assert rows == 115_000
    assert after - before < 150 * 1024  # kilobytes: the rows loaded, never the file
    assert child < 500 * 1024


def forge(tmp_path: Path, body: str) -> Path:
    """A package whose parsing process does something else."""
    package = tmp_path / "forged" / "data_access" / "importing"
    package.mkdir(parents=True)
    for folder in (package.parent, package):
        (folder / "__init__.py").write_text("")
    for name in ("template.py", "confinement.py"):
        shutil.copy(_ROOT / "data_access" / "importing" / name, package)
    main = textwrap.indent(body or "pass", "    ")
    (package / "child.py").write_text(f"def load():\n    pass\ndef main(job_file, parent):\n{main}\n    return 0\n")
    return tmp_path / "forged"


def _forged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> Path:
    monkeypatch.setattr(job, "_ROOT", forge(tmp_path, body))
    return written(tmp_path, "day,channel\n2026-01-05,Phone\n")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended by the system (signal 9)"),
        ("import os; os.abort()", "ended by the system (signal 6)"),
        ("raise RuntimeError('secret detail')", "failed unexpectedly"),
        ("import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass", "processor time"),
        ("", "failed unexpectedly"),
    ],
)
def test_a_dying_process_becomes_an_explanation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, said: str) -> None:
    path = _forged(tmp_path, monkeypatch, body)
    with pytest.raises(DataError) as failure:
        service.preview(path, mapped("contacts", {"day": "ts", "channel": "channel"}))
    assert said in failure.value.seen
    assert "secret" not in str(failure.value)


def test_a_process_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _forged(tmp_path, monkeypatch, "import time; time.sleep(60)")
    with pytest.raises(DataError, match="took longer than"), job.workplace() as folder:
        job.run({"task": "inspect"}, folder, limit=0.5)


def test_memory_is_capped_in_the_parsing_process(tmp_path: Path) -> None:
    code = (
        "from data_access.importing import confinement\nconfinement.limit()\n"
        "try:\n    bytearray(confinement.MEMORY)\nexcept MemoryError:\n    print('capped')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "capped"
    assert resource.getrlimit(resource.RLIMIT_DATA)[0] != confinement.MEMORY  # this process is not restricted


def test_the_parsing_process_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHSTONE_SECRET", "x")
    assert "TOUCHSTONE_SECRET" not in job._environment()


def test_folders_of_dead_processes_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job.tempfile, "gettempdir", lambda: str(tmp_path))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f"touchstone-import-{dead.pid}-left").mkdir()
    (tmp_path / "touchstone-import-1-alive").mkdir()
    (tmp_path / "other").mkdir()
    job.sweep()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other", "touchstone-import-1-alive"]


def test_a_failed_import_stores_nothing(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "day,channel\n2026-01-05,Phone\n" + '2026-01-05,"never closed\n')
    version = store.data_version()
    with pytest.raises(DataError, match="never closed"):
        service.import_file(store, path, mapped("contacts", {"day": "ts", "channel": "channel"}), "f.csv", "ana")
    assert store.data_version() == version
