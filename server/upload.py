"""Upload: a request's body streams to a spool file, at flat memory, off the event loop.

Streamlit's own uploader keeps whole files in memory and takes them from anybody; it is closed (see `server.guard`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

import anyio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from server import spool, tickets, transfers
from server.identity import who

IDLE_SECONDS = 60.0  # a sender that says nothing for so long has gone
BLOCK = 1 << 20  # written at once: one thread hand-over per MiB, not per network packet
_writers = anyio.CapacityLimiter(8)  # own threads: a slow disk must not starve the assets
_STATUS = {transfers.TOO_LARGE: 413, transfers.TOO_MANY: 429, transfers.NO_SPACE: 507, transfers.BROKEN: 400}


async def upload(request: Request) -> Response:
    """POST /api/upload/<ticket>: one file as the raw body, its name percent-encoded in X-File-Name."""
    ticket = request.path_params["ticket"]
    if tickets.redeem("upload", ticket, who(request.cookies).owner) is None:
        return JSONResponse({"error": "stale"}, 403)
    try:
        transfer = transfers.begin(ticket, _name(request), _announced(request))
    except transfers.RefusedError as refusal:
        return _refused(refusal.reason)
    path = spool.new_file(spool.UPLOAD)
    reason = await _receive(request, ticket, transfer.slot, path)
    if reason is None:
        transfers.finish(ticket, transfer.slot, path)
        return JSONResponse({"slot": transfer.slot})
    path.unlink(missing_ok=True)
    transfers.fail(ticket, transfer.slot, reason)
    return _refused(reason)


async def _receive(request: Request, ticket: str, slot: str, path: Path) -> str | None:
    """Write the body to `path`; None when it is whole, else why not."""
    try:
        with path.open("wb") as target:
            received = 0
            async for block in _blocks(request):
                await anyio.to_thread.run_sync(_write, target, block, limiter=_writers)
                received += len(block)
                transfers.advance(ticket, slot, received)
        return None
    except transfers.RefusedError as refusal:
        return refusal.reason
    except ClientDisconnect:
        return transfers.CANCELLED
    except TimeoutError:
        return transfers.BROKEN
    except OSError:
        return transfers.NO_SPACE
    except asyncio.CancelledError:  # the server is going down
        path.unlink(missing_ok=True)
        raise


async def _blocks(request: Request) -> AsyncIterator[bytes]:
    """The body in blocks of about BLOCK bytes."""
    chunks, buffer = request.stream(), bytearray()
    while True:
        with anyio.fail_after(IDLE_SECONDS):
            chunk = await anext(chunks, None)
        if chunk is None:
            break
        buffer += chunk
        if len(buffer) >= BLOCK:
            yield bytes(buffer)
            buffer.clear()
    if buffer:
        yield bytes(buffer)


def _write(target: BinaryIO, block: bytes) -> None:
    target.write(block)


def _name(request: Request) -> str:
    return unquote(request.headers.get("x-file-name", ""), errors="replace")


def _announced(request: Request) -> int | None:
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else None


def _refused(reason: str) -> JSONResponse:
    return JSONResponse({"error": reason}, _STATUS.get(reason, 400))


ROUTE = Route("/api/upload/{ticket}", upload, methods=["POST"])
