"""Hand-over: a dashboard that serves an embedded store alone may open the file; `manage.py` sends its command here.

The command runs in this process exactly as it would have run there; what it printed goes back.
"""

from __future__ import annotations

import hmac
import http.client
import io
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data_access import serving
from data_access.errors import StoreError
from server.services import services
from server.settings import LOOPBACK, settings

_LOG = logging.getLogger(__name__)
_PATH = "/api/manage"
BODY_BYTES = 1 << 20  # a command line, not a file
_caller: ContextVar[Path | None] = ContextVar("caller", default=None)
_runners = anyio.CapacityLimiter(2)  # own threads: a long import must not hold up pages
_token: list[str] = []  # the serving file's token; empty while nothing is announced


@dataclass(frozen=True, slots=True)
class Result:
    """What a command ended with and what it said."""

    code: int
    stdout: str
    stderr: str


def store_url() -> str:
    """The store's address the environment names."""
    return settings().store_url


def forward(argv: Sequence[str]) -> Result | None:
    """Hand a command line to whoever serves the store; None when nobody does and the caller may open it itself.

    Raises:
        StoreError: somebody serves the store but did not take the command.
    """
    path = settings().store_path
    owner = serving.serving(path) if path is not None else None
    if owner is None:
        return None
    body = json.dumps({"argv": list(argv), "cwd": str(Path.cwd())})
    connection = http.client.HTTPConnection(LOOPBACK[0], owner.port)  # no time limit: an import takes what it takes
    try:
        connection.request("POST", _PATH, body, {"authorization": f"Bearer {owner.token}"})
        answer = connection.getresponse()
        content = json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise StoreError(
            f"The dashboard on port {owner.port} serves this store but broke off. Look at its output, and run the"
            f" command again: what was loaded already is not loaded twice."
        ) from error
    finally:
        connection.close()
    if answer.status != 200:
        raise StoreError(f"The dashboard on port {owner.port} did not take the command: {content['error']}")
    return Result(**content)


def accept(token: str) -> None:
    """Take commands from whoever can read this token from the serving file."""
    _token[:] = [token]


def refuse() -> None:
    """Take no more commands."""
    _token.clear()


def here() -> Path:
    """The folder relative paths of a command start from: the caller's when handed over, else this process's."""
    return _caller.get() or Path.cwd()


def run(argv: Sequence[str], cwd: Path) -> Result:
    """Run a `manage.py` command line as if started in `cwd`, capturing what it prints."""
    import manage  # the front door imports most of the house; only a command pays for it

    out, err = io.StringIO(), io.StringIO()
    with _called_from(cwd):
        try:
            code = manage.run(list(argv), out, err, store=services().store)
        except Exception:  # noqa: BLE001 (a defect of ours; the caller hears that it happened, the log has the rest)
            _LOG.exception("A command handed over failed: %s", argv[:1])
            code = 1
            err.write("The command failed inside the dashboard; its output says why.\n")
    return Result(code, out.getvalue(), err.getvalue())


async def handed_over(request: Request) -> Response:
    """POST /api/manage {"argv": […], "cwd": "…"} with the serving file's token as bearer; from this machine only."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    local = request.client is not None and request.client.host in LOOPBACK
    if not (local and _token and hmac.compare_digest(given.encode(), _token[0].encode())):
        return JSONResponse({"error": "Only manage.py of the user who serves this store may hand over commands."}, 403)
    command = _command(await _body(request))
    if command is None:
        return JSONResponse({"error": 'Expected JSON like {"argv": ["show", "nps"], "cwd": "/folder"}.'}, 400)
    argv, cwd = command
    result = await anyio.to_thread.run_sync(run, argv, cwd, limiter=_runners)
    return JSONResponse(asdict(result))


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            return b""
    return body


def _command(body: bytes) -> tuple[list[str], Path] | None:
    """The command in a request's body, or None when it is anything else."""
    try:
        asked = json.loads(body)
    except ValueError:
        return None
    argv, cwd = (asked.get("argv"), asked.get("cwd")) if isinstance(asked, dict) else (None, None)
    if not (isinstance(argv, list) and all(isinstance(word, str) for word in argv) and isinstance(cwd, str)):
        return None
    return argv, Path(cwd)


@contextmanager
def _called_from(cwd: Path) -> Iterator[None]:
    mark = _caller.set(cwd)
    try:
        yield
    finally:
        _caller.reset(mark)


ROUTE = Route(_PATH, handed_over, methods=["POST"])
