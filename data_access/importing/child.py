"""The parsing process: untrusted bytes in, typed Parquet and a ledger out, inside limits of memory, time and files.

Run as `python -m data_access.importing.child JOB.json`. The job names the file, the task (inspect | preview | parse),
the mapping and a folder of its own; the answer is `result.json` in that folder: {"ok": …} or {"error": …}.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from data_access.importing.errors import DataError

MEMORY = 1 << 30  # of its own: a hostile file ends this process, not the machine
ADDRESSES = 2 << 30  # with libraries, files it maps and what allocators only reserve
CPU_SECONDS = 1800
OPEN_FILES = 128
FILE_BYTES = 16 << 30  # the largest Parquet file it may write
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def restrict() -> None:
    """Limits from here on; and when the parent dies, so does this process (Linux)."""
    for kind, limit in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_AS, ADDRESSES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def run(job: dict[str, Any]) -> dict[str, Any]:
    """The job's answer. Imports lie behind the limits on purpose."""
    from data_access.importing import tasks

    try:
        return {"ok": tasks.TASKS[job["task"]](job)}
    except DataError as error:
        return {"error": error.as_dict()}
    except MemoryError:
        return {
            "error": DataError(
                "The file needs more memory than a file may.",
                f"{MEMORY >> 30} GB are allowed.",
                "Split it into smaller files.",
            ).as_dict()
        }


def main(job_file: str) -> int:
    """Reads the job, restricts itself, answers."""
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    restrict()
    if os.getppid() != job["parent"]:
        return 1  # the parent died before its death could be told
    answer = run(job)
    out = Path(job["folder"])
    (out / "result.part").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    (out / "result.part").replace(out / "result.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
