"""Importing a plain CSV file beside what the engine and pandas need to read the same file, and the memory it takes.

Ours: bytes to one atomic batch in a store of its own, with parsing process, validation, identities and ledgers. Each
import is a process of its own, so that the memory told is the import's; as on the page and the command line, the file has
been looked at before, which starts the template of the parsing processes (told as "look s").
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv

from benchmarks.served import ROOT

ROUNDS = 5
ONCE = 15_000_000  # rows from which each way is gone once, and pandas is not asked
MEMORY_LIMIT = "1GB"  # of the engine in the importing process, as an operator of a small machine would set it
_PART = 1_000_000
_RAW = "CREATE TABLE raw AS SELECT * FROM read_csv('{}')"
_IMPORT = """
import json, os, resource, sys, time
from pathlib import Path
from data_access.importing import job, mapping_json, service
from data_access.store import Store
store = Store.open(sys.argv[1])
steps = []
def cpu(process):  # its own and that of its ended children
    return sum(map(int, Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[11:15])) / os.sysconf("SC_CLK_TCK")
began = time.perf_counter()
service.inspect(Path(sys.argv[2]), "contacts.csv", store=store)
look = time.perf_counter() - began
(template,) = (one.parent.name for one in Path("/proc").glob("[0-9]*/stat") if one.read_text().split()[3] == str(os.getpid()))
began, before = time.perf_counter(), cpu("self") + cpu(template)
tell = lambda share, what: steps.append((time.perf_counter() - began, share, what))
mapping = mapping_json.from_json(Path(sys.argv[3]).read_text())
batch = service.import_file(store, Path(sys.argv[2]), mapping, "contacts.csv", "bench", progress=tell)
took = time.perf_counter() - began
used = cpu("self") + cpu(template) - before
job.close()  # what children held is known when they are gone
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
status = Path("/proc/self/status").read_text()  # getrusage tells a process's peak with that of whoever started it
own = int(status.split("VmHWM:")[1].split()[0]) / 1024
storing = next(at for at, _, what in steps if what == "storing")
off = max(abs(share - at / took) for at, share, _ in steps)
answer = {"s": took, "parsing": storing, "rows": batch.rows_loaded, "own": own, "child": child, "off": off, "cpu": used}
answer["look"] = look
print(json.dumps(answer))
"""
_COLUMNS = {
    "contact_id": "id", "timestamp": "ts", "customer_id": "customer", "channel": "channel", "direction": "direction",
    "reason": "reason", "resolved": "resolved", "handling_seconds": "handling_seconds", "cost": "cost",
}  # fmt: skip


def measure(rows: int, folder: Path) -> list[dict[str, object]]:
    """One row of figures: medians of interleaved rounds."""
    file = made(rows, folder)
    home = folder / "imports"
    mapping = home / "mapping.json"
    ours: list[dict[str, float]] = []
    engine: list[tuple[float, float]] = []
    pandas: list[tuple[float, float]] = []
    for _ in range(1 if rows >= ONCE else ROUNDS):
        ours.append(_imported(file, mapping, home))
        engine.append(_timed(lambda: _engine(file, home)))
        if rows < ONCE:
            pandas.append(_timed(lambda: pd.read_csv(file)))
    seconds = statistics.median(one["s"] for one in ours)
    if any(one["rows"] != rows for one in ours):
        raise RuntimeError("the import did not load every row")
    alone, alone_cpu, cpu = (statistics.median(x) for x in (*zip(*engine, strict=True), [one["cpu"] for one in ours]))
    return [{
        "rows": rows, "MB": round(file.stat().st_size / 1e6), "ours s": round(seconds, 1),
        "look s": round(statistics.median(one["look"] for one in ours), 1),
        "of it parsing s": round(statistics.median(one["parsing"] for one in ours), 1), "engine alone s": round(alone, 1),
        "ours / engine": f"{seconds / alone:.1f}", "CPU: ours / engine": f"{cpu:.1f} / {alone_cpu:.1f} = {cpu / alone_cpu:.1f}",
        "pandas.read_csv s": round(statistics.median(one for one, _ in pandas), 1) if pandas else None,
        "parsing process MB": round(max(one["child"] for one in ours)),
        "server's process MB": round(max(one["own"] for one in ours)),
        "progress off by": f"{100 * statistics.median(one['off'] for one in ours):.0f} %",
    }]  # fmt: skip


def made(rows: int, folder: Path) -> Path:
    """A file of so many contacts with 9 columns, in the order of time, the same every time; with its mapping beside it."""
    home = folder / "imports"
    home.mkdir(parents=True, exist_ok=True)
    columns = [{"column": name, "role": role} for name, role in _COLUMNS.items()]
    mapping = {"kind": "contacts", "source": "bench", "columns": columns, "constants": {"business_unit": "Bench"}}
    (home / "mapping.json").write_text(json.dumps(mapping))
    file = home / f"contacts-{rows}.csv"
    if not file.exists():
        with file.with_suffix(".part").open("wb") as out:
            for start in range(0, rows, _PART):
                options = pa_csv.WriteOptions(include_header=start == 0, quoting_style="needed")
                pa_csv.write_csv(_contacts(start, min(_PART, rows - start), rows), out, options)
        file.with_suffix(".part").replace(file)
    return file


def _contacts(start: int, count: int, rows: int) -> pa.Table:
    rng = np.random.default_rng(start)
    place = np.arange(start, start + count)
    seconds = np.datetime64("2024-01-01T00:00:00") + (place * (2 * 365 * 86_400 // rows)).astype("timedelta64[s]")
    words = {"channel": ["Phone", "Web", "App", "Chat", "E-mail"], "direction": ["inbound", "outbound"]}
    words |= {"reason": [f"Reason {i}" for i in range(25)], "resolved": ["yes", "no"]}
    picked = {name: pa.array(np.array(some)[rng.integers(0, len(some), count)]) for name, some in words.items()}
    return pa.table({
        "contact_id": pa.array(np.char.add("C", place.astype(str))),
        "timestamp": pa.array(np.char.replace(np.datetime_as_string(seconds), "T", " ")),
        "customer_id": pa.array(np.char.add("U", rng.integers(0, 200_000, count).astype(str))),
        **picked,
        "handling_seconds": rng.integers(0, 2_000, count),
        "cost": np.round(rng.random(count) * 9, 2),
    })  # fmt: skip


def _imported(file: Path, mapping: Path, home: Path) -> dict[str, float]:
    store = home / "store"
    shutil.rmtree(store, ignore_errors=True)
    store.mkdir()
    url = f"duckdb:///{store / 'touchstone.duckdb'}?memory_limit={MEMORY_LIMIT}"
    command = [sys.executable, "-c", _IMPORT, url, str(file), str(mapping)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    shutil.rmtree(store)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _engine(file: Path, home: Path) -> None:
    path = home / "raw.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute(_RAW.format(file))
    path.unlink()


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """(seconds, seconds of CPU of all threads)."""
    started, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - cpu
