"""The template of parsing processes: what they need is loaded once, then one is forked off for every job.

Run as `python -m data_access.importing.template PARENT`. It reads no file and no data: on standard input it is told, a
line of JSON each, {"start": NUMBER, "job": JOB.json} or {"end": NUMBER}; on standard output it tells
{"ended": NUMBER, "code": how}, negative for a signal. It ends when its input does, and everything it forked with it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from data_access.importing import child, confinement

_FILES = 64  # more than the template ever has open
_FORKS = sys.platform == "linux"  # elsewhere system libraries may not survive a fork: there each job loads for itself


class Template:
    """Starts, ends and reaps the parsing processes of one parent. `out`: where it tells how they ended."""

    def __init__(self, out: int) -> None:
        self._out = out
        self._running: dict[int, int] = {}  # process → job's number

    def hear(self, order: dict[str, Any]) -> None:
        """One line of the parent."""
        if "start" in order:
            self._running[_forked(Path(order["job"]))] = int(order["start"])
            return
        for process, number in self._running.items():
            if number == order["end"]:
                _kill(process)

    def reap(self) -> None:
        """Tells of every process that has ended."""
        for process in list(self._running):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                number, code = self._running.pop(process), os.waitstatus_to_exitcode(status)
                os.write(self._out, json.dumps({"ended": number, "code": code}).encode() + b"\n")

    def close(self) -> None:
        for process in self._running:
            _kill(process)


def _forked(job_file: Path) -> int:
    parent = os.getpid()
    process = os.fork()
    if process:
        return process
    code = 1
    try:  # nothing may return into the template's loop
        _settle(job_file.with_name("stderr.txt"))
        if not _FORKS:
            os.execv(sys.executable, [sys.executable, "-m", child.__name__, str(job_file), str(parent)])  # noqa: S606 - ours
        code = child.main(str(job_file), parent)
    except BaseException:  # noqa: BLE001 - the parent reads kind and place of it from the error output
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _settle(errors: Path) -> None:
    """A session of its own, no input, no output but the errors' file."""
    confinement.die_with_parent()
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    told = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for fd, onto in ((nothing, 0), (nothing, 1), (told, 2)):
        os.dup2(fd, onto)
    os.closerange(3, _FILES)


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(process, signal.SIGKILL)  # it may be too young to lead a session
        os.killpg(process, signal.SIGKILL)


def serve(template: Template) -> None:
    """Until the input ends."""
    wake, woken = os.pipe()
    for fd in (wake, woken):
        os.set_blocking(fd, False)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    heard = b""
    with selectors.DefaultSelector() as selector:
        selector.register(0, selectors.EVENT_READ)
        selector.register(wake, selectors.EVENT_READ)
        while True:
            ready = {key.fd for key, _ in selector.select()}
            if wake in ready:
                os.read(wake, 4096)
            if 0 in ready:
                more = os.read(0, 65_536)
                if not more:
                    return
                *lines, heard = (heard + more).split(b"\n")
                for line in lines:
                    template.hear(json.loads(line))
            template.reap()


def main(parent: int) -> int:
    """Loads, then serves."""
    out = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no answer
    confinement.die_with_parent()
    if os.getppid() != parent:
        return 1  # it died before its death could be told
    if _FORKS:
        child.load()
        gc.freeze()  # the forks share these pages as long as nobody touches them
    template = Template(out)
    try:
        serve(template)
    finally:
        template.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
