"""What the parsing process may not do: grow, run on, reach the network, start programs, open files that are not its own.

`limit` is the kernel's part (Linux: no network either, the process gets an empty one of its own where that is allowed).
`seal` is the interpreter's: from then on every file opened, socket made or program started by Python code is looked at,
and refused unless this job needs it. Neither can be taken back.
"""

from __future__ import annotations

import contextlib
import ctypes
import mimetypes
import os
import resource
import signal
import sys
import sysconfig
import zoneinfo
from collections.abc import Iterable
from pathlib import Path
from typing import Any

MEMORY = 1 << 30  # of its own: a hostile file ends this process, not the machine
ADDRESSES = 2 << 30  # with libraries, files it maps and what allocators only reserve
CPU_SECONDS = 1800
OPEN_FILES = 128
FILE_BYTES = 16 << 30  # the largest Parquet file it may write
PROCESSES = 64  # more than its user has already: threads of libraries count too; does not bind root
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET
_PACKAGES = Path(__file__).resolve().parents[1], Path(__file__).resolve().parents[2] / "metrics"
_REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.kill", "pty.")
# (event, how many of its first arguments are paths): what changes files or looks into folders
_TOUCHING = {
    "os.remove": 1, "os.rename": 2, "os.link": 2, "os.symlink": 2, "os.mkdir": 1, "os.rmdir": 1, "os.truncate": 1,
    "os.chmod": 1, "os.chown": 1, "os.utime": 1, "os.setxattr": 1, "shutil.rmtree": 1, "sqlite3.connect": 1,
}  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def limit() -> None:
    """Limits of the kernel from here on, for good; and when the parent dies, so does this process (Linux)."""
    for kind, most in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_AS, ADDRESSES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NPROC, _processes() + PROCESSES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    enough = CPU_SECONDS + 5 if hard == resource.RLIM_INFINITY else min(CPU_SECONDS + 5, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (min(CPU_SECONDS, enough), enough))  # told first, ended five seconds later
    die_with_parent()
    if sys.platform == "linux":
        _leave_network()


def die_with_parent() -> None:
    """When the thread that started this process ends, so does this process (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def seal(reads: Iterable[Path], folder: Path) -> None:
    """From here on Python code reads these files and the interpreter's own, writes into `folder`, and does nothing else."""
    guard = _Guard(reads, folder)
    sys.addaudithook(guard)


def _leave_network() -> None:
    """An empty network instead of the machine's. Where even that is not allowed, the seal alone stands."""
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.unshare(_NEW_NETWORK) == 0:
        return
    user, group = os.getuid(), os.getgid()
    if kernel.unshare(_NEW_USER | _NEW_NETWORK) == 0:
        with contextlib.suppress(OSError):
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _processes() -> int:
    """Processes and threads on this machine: at least as many as count against this user's limit."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/loadavg").read_text().split()[3].split("/")[1])
    return 4096


class _Guard:
    """Looks at what Python code is about to do (PEP 578)."""

    def __init__(self, reads: Iterable[Path], folder: Path) -> None:
        self._files = {os.path.realpath(path) for path in (*reads, *mimetypes.knownfiles)}
        self._folder = os.path.realpath(folder) + os.sep
        installed = (*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, "/usr/lib", "/usr/share")
        own = [*installed, *zoneinfo.TZPATH, *map(str, _PACKAGES)]
        self._readable = (self._folder, *{os.path.realpath(path) + os.sep for path in own if Path(path).is_dir()})

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = args
            writing = bool(flags & _WRITING) if isinstance(flags, int) else any(c in str(mode) for c in "wax+")
            self._check(path, writing)
        elif event in _TOUCHING:
            for path in args[: _TOUCHING[event]]:
                self._check(path, True)
        elif event in ("os.listdir", "os.scandir"):
            self._check(args[0] or ".", False)
        elif event.startswith(_REFUSED):
            raise PermissionError(f"the parsing process may not do this: {event}")

    def _check(self, path: Any, writing: bool) -> None:
        if isinstance(path, int):
            return  # an open file's own number
        whole = os.path.realpath(os.fsdecode(path))
        inside = (whole + os.sep).startswith((self._folder,) if writing else self._readable)
        if not inside and (writing or whole not in self._files) and whole != os.devnull:
            raise PermissionError("the parsing process may not touch this file")
