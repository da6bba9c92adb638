"""Runs the parsing process and stands guard: its death, its limits and its time end as a DataError, never as ours."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data_access.importing.errors import DataError

TIME_LIMIT = 1800.0  # seconds for one file: the largest allowed takes a few minutes
POLL = 0.05  # seconds between two looks at the process
_PREFIX = "touchstone-import-"
_ROOT = Path(__file__).resolve().parents[2]
_SMALLER = "Split the file into smaller ones and try again."
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
    task.write_text(json.dumps({**job, "folder": str(folder), "parent": os.getpid()}), encoding="utf-8")
    (folder / "result.json").unlink(missing_ok=True)
    with (folder / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-m", "data_access.importing.child", str(task)],
            cwd=_ROOT,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        try:
            _watch(process, folder, report, limit)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
    return _answer(process.returncode, folder)


def _watch(process: subprocess.Popen[bytes], folder: Path, report: Report | None, limit: float) -> None:
    deadline, last = time.monotonic() + limit, ""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(POLL)
            return
        if time.monotonic() > deadline:
            raise DataError(f"Reading the file took longer than {limit / 60:.0f} minutes.", "", _SMALLER)
        note = folder / "progress.json"
        if report is not None and note.exists():
            text = note.read_text()
            if text != last:
                said, last = json.loads(text), text
                report(float(said["share"]), int(said["rows"]))


def _answer(code: int, folder: Path) -> dict[str, Any]:
    result = folder / "result.json"
    if code == 0 and result.exists():
        answer: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        if "error" in answer:
            raise DataError(**answer["error"])
        return dict(answer["ok"])
    _log.error(
        "the parsing process ended with %s: %s",
        code,
        (folder / "stderr.txt").read_bytes()[-4000:].decode(errors="replace"),
    )
    if code == -signal.SIGXCPU:
        raise DataError("Reading the file took more processor time than a file may take.", "", _SMALLER)
    if code < 0:
        raise DataError(
            f"The process reading the file was ended by the system (signal {-code}), most likely for lack of memory.",
            "",
            _SMALLER,
        )
    raise DataError(
        "The file could not be read: the parsing process failed unexpectedly.",
        "",
        "Nothing was stored. Tell the operator: the log of the server has the details.",
    )


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
        "MALLOC_ARENA_MAX": "2",
    }


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
