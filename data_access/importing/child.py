"""The parsing process: untrusted bytes in, typed Parquet and a ledger out, inside limits of memory, time and files.

Forked off the template, or run as `python -m data_access.importing.child JOB.json PARENT`. The job names the file, the
task (inspect | preview | parse), the mapping and a folder of its own; the answer is `result.json` in that folder:
{"ok": …} or, for a file that is wrong, {"error": …}, both with the places of their phrases (told.py), or {"failed": …} for a
mistake of ours: what kind and where, never what the file held.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from data_access.importing import confinement, told
from data_access.importing.errors import DataError
from metrics.phrases import phrase

_PLACES = 8  # innermost places of a failure that are told


def run(job: dict[str, Any]) -> dict[str, Any]:
    """The job's answer. The file is opened behind the seal."""
    try:
        from data_access.importing import tasks

        reads = [Path(job[name]) for name in ("path", "key_file") if job.get(name)]
        confinement.seal(reads, Path(job["folder"]))
        return _answer("ok", tasks.TASKS[job["task"]](job))
    except DataError as error:
        return _answer("error", error.as_dict())
    except MemoryError:
        return _answer("error", _too_large().as_dict())
    except Exception as error:  # noqa: BLE001 - whatever it was, the parent is told what and where, and nothing else
        return {"failed": _told(error)}


def _answer(kind: str, found: dict[str, Any]) -> dict[str, Any]:
    return {kind: found, "phrases": told.placed(found)}


def _too_large() -> DataError:
    return DataError(
        phrase("The file needs more memory than a file may."),
        phrase("{size} GB are allowed.", size=confinement.MEMORY >> 30),
        phrase("Split it into smaller files."),
    )


def _told(error: BaseException) -> str:
    """The error's kind and its innermost places. Its message may quote the file, so it stays here."""
    places = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    return f"{type(error).__name__} at " + " < ".join(f"{Path(p.filename).name}:{p.lineno}" for p in reversed(places))


def load() -> None:
    """Everything a job may need, before there is one."""
    from data_access.importing import tasks  # noqa: F401 - to have it


def main(job_file: str, parent: int) -> int:
    """Reads the job, restricts itself, answers."""
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    confinement.limit()
    if os.getppid() != parent:
        return 1  # it died before its death could be told
    answer = run(job)
    out = Path(job["folder"])
    (out / "result.part").write_text(json.dumps(answer, ensure_ascii=True), encoding="utf-8")
    (out / "result.part").replace(out / "result.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
