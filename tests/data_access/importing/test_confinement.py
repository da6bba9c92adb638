"""What the parsing process cannot do, tried in a process of its own: the kernel's wall and the interpreter's, each alone."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data_access.importing import job
from data_access.importing.errors import LONGEST_SENTENCE, DataError

_ROOT = Path(__file__).resolve().parents[3]
_TRIED = """
import json, os, sys
from pathlib import Path
from data_access.importing import confinement
own, folder, other = map(Path, sys.argv[1:4])
if "network" not in sys.argv[4]:
    confinement._leave_network = lambda: None
confinement.limit()
if "seal" in sys.argv[4]:
    from data_access.importing import tasks
    confinement.seal([own], folder)
def attempt(body):
    try:
        known = {}
        exec("def tried():\\n    " + body.replace("\\n", "\\n    "), globals(), known)
        return f"did {known['tried']()}"
    except (PermissionError, OSError, MemoryError) as error:
        return f"refused {type(error).__name__}"
print(json.dumps([attempt(body) for body in json.loads(sys.argv[5])]))
"""


def _attempts(tmp_path: Path, walls: str, bodies: list[str]) -> list[str]:
    """What came of a few lines of Python each behind these walls; they may speak of `own`, `folder` and `other`."""
    for name in ("own.csv", "other.csv"):
        (tmp_path / name).write_text("a,b\n")
    (tmp_path / "job").mkdir(exist_ok=True)
    files = [str(tmp_path / name) for name in ("own.csv", "job", "other.csv")]
    command = [sys.executable, "-c", _TRIED, *files, walls, json.dumps(bodies)]
    done = subprocess.run(command, cwd=_ROOT, env=job._environment(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    found: list[str] = json.loads(done.stdout)
    return found


_DIAL = "import socket\nsocket.create_connection(('127.0.0.1', 9), 2)"


_REFUSED = [
    _DIAL,
    "import socket\nsocket.socket().bind(('127.0.0.1', 0))",
    "import socket\nsocket.getaddrinfo('localhost', 80)",
    "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')",
    "import subprocess\nsubprocess.run(['true'])",
    "os.system('true')",
    "os.execv('/bin/true', ['true'])",
    "os.fork()",
    "os.kill(os.getppid(), 0)",
    "open(other)",
    "open('/etc/passwd')",
    "open('/proc/self/environ')",
    "other.write_text('x')",
    "own.write_text('x')",
    "own.unlink()",
    "(folder / '..' / 'other.csv').read_text()",
    "os.symlink(other, folder / 'link')\nopen(folder / 'link')",
    "os.rename(own, folder / 'x')",
    "os.listdir('/')",
    "os.open(other, os.O_RDONLY)",
    "os.open(folder.parent / 'new', os.O_WRONLY | os.O_CREAT)",
]


def test_the_kernel_gives_no_network(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("an empty network of one's own is Linux's")
    raw = (
        "import ctypes, struct\nc = ctypes.CDLL(None, use_errno=True)\ns = c.socket(2, 1, 0)\n"
        "a = struct.pack('=HHI8x', 2, 0x0900, 0x0100007f)\nreturn c.connect(s, a, len(a)), ctypes.get_errno()"
    )
    devices, dialled = _attempts(tmp_path, "network", ["return open('/proc/net/dev').read().count(':')", raw])
    if devices != "did 1":  # the loopback of the empty network, which is down
        pytest.skip("this machine does not allow an empty network: the seal alone stands (next test)")
    assert dialled == "did (-1, 101)"  # native code too: ENETUNREACH


@pytest.mark.parametrize("walls", ["seal", "network seal"])
def test_the_seal_refuses(tmp_path: Path, walls: str) -> None:
    found = dict(zip(_REFUSED, _attempts(tmp_path, walls, _REFUSED), strict=True))
    assert {body: what for body, what in found.items() if not what.startswith("refused")} == {}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["job", "other.csv", "own.csv"]
    assert (tmp_path / "own.csv").read_text() == (tmp_path / "other.csv").read_text() == "a,b\n"


def test_the_seal_lets_the_job_do_its_work(tmp_path: Path) -> None:
    body = "import zoneinfo, json, csv, openpyxl, xlrd, lxml.etree\nzoneinfo.ZoneInfo('Asia/Shanghai')\n" + (
        "(folder / 'a').write_text(own.read_text())\n(folder / 'a').replace(folder / 'b')\n"
        "return (folder / 'b').read_text().encode('gb18030').decode('big5').strip()"
    )
    assert _attempts(tmp_path, "network seal", [body]) == ["did a,b"]


def test_limits_hold(tmp_path: Path) -> None:
    tried = [
        "bytearray(confinement.MEMORY)",
        "import mmap\nmmap.mmap(-1, confinement.ADDRESSES)",  # shared memory counts too
        "return [os.dup(0) for _ in range(1000)]",
    ]
    assert _attempts(tmp_path, "", tried) == ["refused MemoryError", "refused OSError", "refused OSError"]


def test_the_process_dies_with_its_parent(tmp_path: Path) -> None:
    child = (
        "import time; from data_access.importing import confinement as c; c.limit(); print('up', flush=True); time.sleep(60)"
    )
    parent = (
        "import subprocess, sys, time\n"
        f"p = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=subprocess.PIPE, start_new_session=True)\n"
        "p.stdout.readline()\nprint(p.pid, flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", parent], cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while _running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _running(pid)


def _running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] not in ("Z", "X")


def test_of_an_error_output_only_kinds_and_places_are_told(tmp_path: Path) -> None:
    log = tmp_path / "stderr.txt"
    log.write_text(
        'Traceback (most recent call last):\n  File "/srv/app/data_access/importing/reader.py", line 12, in chunks\n'
        "    raise ValueError(row)\nValueError: Ana Silva, +351 912 345 678\x1b[31m\nterminate called after throwing 'x'\n" * 50
    )
    told = job.excerpt(log)
    assert "reader.py:12 ValueError terminate called" in told
    assert len(told) <= job.LONGEST_EXCERPT
    assert not [word for word in ("Ana", "912", "srv", "\x1b", "raise") if word in told]


def test_a_refusal_is_one_line_whatever_it_quotes() -> None:
    refusal = DataError("a\x1b[31mb\nc\u202e" + "x" * 5000, "y " * 5000)
    assert refusal.seen == "a [31mb c " + "x" * 59 + "…"
    assert len(refusal.expected) == LONGEST_SENTENCE
    assert str(refusal) == f"{refusal.seen} {refusal.expected}"
