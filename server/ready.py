"""Readiness: /readyz answers 200 only when the store does. It tells nothing but that."""

from __future__ import annotations

import logging

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from server.services import services

_LOG = logging.getLogger(__name__)


async def ready(_: Request) -> Response:
    """GET /readyz."""
    try:
        await anyio.to_thread.run_sync(lambda: services().store.data_version())
    except Exception:  # noqa: BLE001 (whatever keeps the store from answering means: not ready)
        _LOG.exception("The store does not answer")
        return JSONResponse({"ready": False}, 503, {"cache-control": "no-store"})
    return JSONResponse({"ready": True}, headers={"cache-control": "no-store"})


ROUTE = Route("/readyz", ready)
