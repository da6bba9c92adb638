"""The parent's side of the template: one per process, started when first needed, and again should it die."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import IO, Any

_KILLED = -signal.SIGKILL


class Fork:
    """One parsing process: `ended` gives its exit code, negative for a signal."""

    def __init__(self, forks: Forks, number: int, ended: Future[int]) -> None:
        self.ended, self._forks, self._number = ended, forks, number

    def end(self) -> None:
        """Kills it, if it still runs, and waits for its end."""
        if not self.ended.done():
            self._forks.tell({"end": self._number})
            self.ended.result()


class Forks:
    """The parsing processes of this one. Safe to share between threads.

    root: the folder the package lies in · environment: what they may know of ours.
    """

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        self._root, self._environment = root, dict(environment)
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, Future[int]] = {}  # of the present template
        self._orders: IO[bytes] | None = None
        self._template: subprocess.Popen[bytes] | None = None

    def start(self, job_file: Path) -> Fork:
        """A process at work on the job."""
        number, ended = next(self._numbers), Future[int]()
        with self._lock:
            if self._orders is None:
                self._begin()
            self._waiting[number] = ended
        self.tell({"start": number, "job": str(job_file)})
        return Fork(self, number, ended)

    def tell(self, order: Mapping[str, Any]) -> None:
        """A line to the template. What it no longer hears, its end answers."""
        with self._lock:
            if self._orders is None:
                return
            try:
                self._orders.write(json.dumps(order).encode() + b"\n")
                self._orders.flush()
            except OSError:
                self._orders = None

    def close(self) -> None:
        """Ends the template and all it forked."""
        with self._lock:
            template, self._template = self._template, None
            if self._orders is not None:
                self._orders.close()
                self._orders = None
        if template is not None:
            template.wait()

    def _begin(self) -> None:
        """By a thread that lives as long as the template: a process is told of the death of its parent's *thread*."""
        begun: Future[subprocess.Popen[bytes]] = Future()
        self._waiting = {}
        listening = threading.Thread(target=self._listen, args=(begun, self._waiting), daemon=True, name="parsing processes")
        listening.start()
        self._template = begun.result()
        self._orders = self._template.stdin

    def _listen(self, begun: Future[subprocess.Popen[bytes]], waiting: dict[int, Future[int]]) -> None:
        try:
            template = self._spawned()
        except OSError as error:
            begun.set_exception(error)
            return
        begun.set_result(template)
        for line in template.stdout or ():
            told = json.loads(line)
            waiting.pop(int(told["ended"])).set_result(int(told["code"]))
        code = template.wait() or _KILLED  # its jobs died with it
        with self._lock:
            if self._template is template:
                self._template, self._orders = None, None
            lost = list(waiting.values())
        for ended in lost:
            ended.set_result(code)

    def _spawned(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-m", "data_access.importing.template", str(os.getpid())],
            cwd=self._root,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
