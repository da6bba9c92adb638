"""One template, a parsing process per job: many at once, ended on request, replaced when the template dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data_access.importing.forks import Forks
from tests.data_access.importing.test_limits import forge

_ACTS = """
import json, os, pathlib, signal, time
job = pathlib.Path(job_file)
what = job.read_text()
job.with_suffix(".pid").write_text(f"{os.getpid()} {os.getsid(0)} {os.getppid()}")
if what == "sleep":
    time.sleep(60)
if what == "print":
    print("no answer of the template")
if what == "die":
    os.kill(os.getpid(), signal.SIGSEGV)
if what == "raise":
    raise ValueError
if what == "seven":
    return 7
"""


@pytest.fixture
def forks(tmp_path: Path) -> Iterator[Forks]:
    made = Forks(forge(tmp_path, _ACTS), {"PATH": os.environ["PATH"]})
    yield made
    made.close()


def _job(tmp_path: Path, name: str, what: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "job.json").write_text(what)
    return folder / "job.json"


def _told(job: Path) -> list[int]:
    """(process, session, parent) of a job that runs."""
    for _ in range(200):
        if (said := job.with_suffix(".pid")).exists() and said.read_text().count(" ") == 2:
            return [int(part) for part in said.read_text().split()]
        time.sleep(0.05)
    raise AssertionError("the job never began")


def _gone(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(("what", "code"), [("", 0), ("print", 0), ("seven", 7), ("raise", 1), ("die", -signal.SIGSEGV)])
def test_every_way_to_end_is_told(forks: Forks, tmp_path: Path, what: str, code: int) -> None:
    job = _job(tmp_path, "one", what)
    assert forks.start(job).ended.result(10) == code
    assert ("ValueError" in job.with_name("stderr.txt").read_text()) == (what == "raise")


def test_many_at_once_are_told_apart(forks: Forks, tmp_path: Path) -> None:
    jobs = [_job(tmp_path, f"j{n}", "seven" if n % 2 else "") for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda job: forks.start(job).ended.result(10), jobs))
    assert codes == [7 * (n % 2) for n in range(24)]
    assert len({_told(job)[0] for job in jobs}) == 24
    assert len({_told(job)[2] for job in jobs}) == 1  # one template


def test_ending_one_leaves_the_others(forks: Forks, tmp_path: Path) -> None:
    slow, other = (_job(tmp_path, name, "sleep") for name in ("slow", "other"))
    first, second = forks.start(slow), forks.start(other)
    process, session, _ = _told(slow)
    assert session == process != os.getsid(0)
    _told(other)
    first.end()
    assert first.ended.result(0) == -signal.SIGKILL
    assert not second.ended.done()
    assert _gone(process)


def test_a_dead_template_ends_its_jobs_and_is_replaced(forks: Forks, tmp_path: Path) -> None:
    slow = _job(tmp_path, "slow", "sleep")
    lost = forks.start(slow)
    process, _, template = _told(slow)
    os.kill(template, signal.SIGKILL)
    assert lost.ended.result(10) == -signal.SIGKILL
    assert _gone(process) or sys.platform != "linux"
    assert forks.start(_job(tmp_path, "next", "seven")).ended.result(10) == 7


def test_closing_ends_what_runs(forks: Forks, tmp_path: Path) -> None:
    slow = _job(tmp_path, "slow", "sleep")
    running = forks.start(slow)
    process, _, template = _told(slow)
    forks.close()
    assert running.ended.result(10) == -signal.SIGKILL
    assert _gone(process)
    assert _gone(template)


def test_the_template_dies_with_its_parent(tmp_path: Path) -> None:
    job = _job(tmp_path, "slow", "sleep")
    code = (
        "import os, sys, threading, time\nfrom pathlib import Path\nfrom data_access.importing.forks import Forks\n"
        "forks = Forks(Path(sys.argv[1]), {})\n"
        # started by a thread that ends at once, as the server's do
        "threading.Thread(target=lambda: forks.start(Path(sys.argv[2]))).start()\ntime.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(forge(tmp_path, _ACTS)), str(job)]
    parent = subprocess.Popen(command, cwd=Path(__file__).resolve().parents[3])
    process, _, template = _told(job)
    time.sleep(0.3)
    assert parent.poll() is None
    os.kill(process, 0)  # still there although the thread that asked is not
    parent.kill()
    parent.wait()
    assert _gone(template)
    assert _gone(process)
