"""Imports under way: each in a thread of its own. They outlive the page that began them and can be stopped until their rows
are stored."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from data_access.importing.errors import DataError

RUNNING, DONE, FAILED, STOPPED = "running", "done", "failed", "stopped"
AT_ONCE = 2  # files read at the same time: each takes a core and up to a gigabyte
KEPT_SECONDS = 3600.0  # a result nobody fetches is forgotten after so long
_log = logging.getLogger("touchstone.imports")

Report = Callable[[float, str], None]
Task = Callable[[Report], Any]


class StoppedError(Exception):
    """The person stopped it; raised inside the work at its next report."""


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work on one file. share: 0..1 · what: what is being done · result: what the task returned, once done ·
    error: why it failed. `what` and `error` are phrases (metrics.phrases): said when they are read."""

    key: str
    name: str
    state: str = RUNNING
    share: float = 0.0
    what: str = ""
    result: Any = None
    error: str = ""
    ended: float | None = None


@dataclass(slots=True)
class _Held:
    owner: str
    work: Work
    stop: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)


_lock = threading.Lock()
_held: dict[tuple[str, str], _Held] = {}
_turns = threading.BoundedSemaphore(AT_ONCE)


def begin(owner: str, key: str, name: str, task: Task) -> Work:
    """Start `task` on the file called `name`, or return the work that already has this key. `task` gets a report function
    (share, what) and should call it often: that is where it can be stopped."""
    with _lock:
        _forget_old()
        held = _held.get((owner, key))
        if held is None:
            held = _held[owner, key] = _Held(owner, Work(key, name))
            threading.Thread(target=_run, args=(held, task), name="import", daemon=True).start()
        return held.work


def of(owner: str) -> tuple[Work, ...]:
    """All work of this owner, in the order it began."""
    with _lock:
        return tuple(held.work for held in _held.values() if held.owner == owner)


def get(owner: str, key: str) -> Work | None:
    """The work under this key, None where there is none (any more)."""
    with _lock:
        held = _held.get((owner, key))
        return held.work if held else None


def stop(owner: str, key: str) -> None:
    """Ask for an end; rows that are stored already stay stored (all of them: a batch is whole or not there)."""
    with _lock:
        held = _held.get((owner, key))
    if held is not None:
        held.stop.set()


def forget(owner: str, key: str) -> None:
    """The work's outcome has been told. Work still under way is stopped first."""
    stop(owner, key)
    with _lock:
        _held.pop((owner, key), None)


def wait(owner: str, key: str, seconds: float) -> Work | None:
    """The work once it is over, or as it stands after so many seconds."""
    with _lock:
        held = _held.get((owner, key))
    if held is not None:
        held.over.wait(seconds)
    return get(owner, key)


def _run(held: _Held, task: Task) -> None:
    def report(share: float, what: str) -> None:
        if held.stop.is_set():
            raise StoppedError
        _change(held, share=share, what=what)

    try:
        with _turns:
            report(0.0, "")
            _change(held, state=DONE, share=1.0, result=task(report))
    except StoppedError:
        _change(held, state=STOPPED)
    except DataError as refusal:
        _change(held, state=FAILED, error=refusal.whole)
    except Exception:  # noqa: BLE001 (whatever it was, the page must not wait for ever; the log has it)
        _log.exception("an import failed")
        _change(held, state=FAILED)
    finally:
        held.over.set()


def _change(held: _Held, **changes: Any) -> None:
    with _lock:
        over = changes.get("state", RUNNING) != RUNNING
        held.work = replace(held.work, **changes, ended=time.monotonic() if over else None)


def _forget_old() -> None:
    limit = time.monotonic() - KEPT_SECONDS
    for place in [place for place, held in _held.items() if held.work.ended is not None and held.work.ended < limit]:
        del _held[place]
