"""Runs the parsing process and stands guard: its death, its limits and its time end as a DataError, never as ours.

Nothing it says is believed unread: an answer has a bounded size, its texts lose control characters, its files have plain
names, and of its error output only the kinds and places of errors reach the log.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from data_access.importing import told
from data_access.importing.errors import DataError, sentence
from data_access.importing.forks import Fork, Forks
from metrics.phrases import phrase

TIME_LIMIT = 1800.0  # seconds for one file: the largest allowed takes a few minutes
POLL = 0.05  # seconds between two looks at the process
LARGEST_ANSWER = 64 << 20  # bytes: rows travel as Parquet files, so an answer is small
LONGEST_EXCERPT = 500  # characters of the error output that are logged
_TOLD = re.compile(  # places and kinds of errors in a traceback, and what native code says at its end: no message, no data
    r'File "[^"\n]{0,300}?(\w{1,80}\.py)", line (\d{1,7})|^((?:\w{1,40}\.){0,6}\w{0,40}(?:Error|Exception|Exit|Interrupt))\b'
    r"|^(Fatal Python error|terminate called|Segmentation fault|double free|corrupted)\b",
    re.MULTILINE,
)
_PREFIX = "touchstone-import-"
_ROOT = Path(__file__).resolve().parents[2]
_SMALLER = phrase("Split the file into smaller ones and try again.")
_log = logging.getLogger(__name__)

Report = Callable[[float, int], None]  # (share of the file read, rows read)


@contextmanager
def workplace() -> Iterator[Path]:
    """A private folder for one job, gone afterwards; what processes that died have left behind goes too."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Removes the folders of processes that are no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def run(job: dict[str, Any], folder: Path, report: Report | None = None, limit: float = TIME_LIMIT) -> dict[str, Any]:
    """The task's answer; raises DataError for a file that is wrong and for a process that died or ran too long."""
    task = folder / "job.json"
    task.write_text(json.dumps({**job, "folder": str(folder)}), encoding="utf-8")
    (folder / "result.json").unlink(missing_ok=True)
    process = _forks(_ROOT).start(task)
    try:
        code = _watched(process, folder, report, limit)
    finally:
        process.end()
    return _answer(code, folder)


def close() -> None:
    """Ends whatever is still parsed, and the template; the next job starts a new one."""
    _forks(_ROOT).close()


@cache
def _forks(root: Path) -> Forks:
    """One template per process, alive until the process ends."""
    return Forks(root, _environment())


def _watched(process: Fork, folder: Path, report: Report | None, limit: float) -> int:
    deadline, last = time.monotonic() + limit, ""
    while True:
        with contextlib.suppress(TimeoutError):
            return process.ended.result(POLL)
        if time.monotonic() > deadline:
            raise DataError(phrase("Reading the file took longer than {n:.0f} minutes.", n=limit / 60), "", _SMALLER)
        if report is not None and (text := _progress(folder)) not in ("", last):
            said, last = json.loads(text), text
            report(min(1.0, float(said["share"])), int(said["rows"]))


def _progress(folder: Path) -> str:
    with contextlib.suppress(OSError), (folder / "progress.json").open(encoding="utf-8") as note:
        return note.read(200)
    return ""


def _answer(code: int, folder: Path) -> dict[str, Any]:
    result = folder / "result.json"
    answer: dict[str, Any] = {}
    if code == 0 and result.exists() and result.stat().st_size <= LARGEST_ANSWER:
        answer = json.loads(result.read_text(encoding="utf-8"))
    phrases = answer.get("phrases", [])
    if "error" in answer:
        parts = {part: str(text) for part, text in answer["error"].items()}
        raise DataError(**told.restored(parts, phrases))
    if "ok" in answer and all(Path(name).name == name for name in answer["ok"].get("files", {}).values()):
        return dict(told.restored(answer["ok"], phrases))
    why = sentence(str(answer.get("failed", ""))) or excerpt(folder / "stderr.txt")
    _log.error("the parsing process ended with %s: %s", code, why)
    raise _ended(code)


def _ended(code: int) -> DataError:
    if code == -signal.SIGXCPU:
        return DataError(phrase("Reading the file took more processor time than a file may take."), "", _SMALLER)
    if code < 0:
        return DataError(
            phrase(
                "The process reading the file was ended by the system (signal {n}), most likely for lack of memory.",
                n=-code,
            ),
            "",
            _SMALLER,
        )
    return DataError(
        phrase("The file could not be read: the parsing process failed unexpectedly."),
        "",
        phrase("Nothing was stored. Tell the operator: the log of the server has the details."),
    )


def excerpt(errors: Path) -> str:
    """Of an error output, the kinds and places of errors: what a message quotes may be a row of the file."""
    if not errors.exists():
        return "no error output"
    with errors.open("rb") as handle:
        handle.seek(max(0, errors.stat().st_size - 20_000))
        text = handle.read().decode("ascii", errors="replace")
    places = " ".join(f"{file}:{line}" if file else kind or last for file, line, kind, last in _TOLD.findall(text))
    return places[-LONGEST_EXCERPT:]


def _environment() -> dict[str, str]:
    """No secrets, no threads of numeric libraries, and an allocator that lives within the memory limit."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LANG", "LC_ALL", "TZDIR", "TMPDIR", "LD_LIBRARY_PATH")
        if name in os.environ
    }
    return {
        **kept,
        "PYTHONUTF8": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "2",  # each arena reserves address space, which is what is limited
    }


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
