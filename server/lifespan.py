"""From start to stop: warm what every page needs, sweep what a crash left, say who serves the store, take it back."""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from streamlit import config

from data_access import serving
from server import handover, memory, services, spool, transfers

_LOG = logging.getLogger(__name__)
SWEEP_SECONDS = 3600.0
# Big libraries pages import sooner or later: here the first visitor does not wait for them.
_HEAVY = ("pandas", "pyarrow", "plotly.graph_objects", "plotly.io", "scipy.stats", "pptx", "orjson")


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """The application's lifespan (ASGI)."""
    await anyio.to_thread.run_sync(_start)
    async with anyio.create_task_group() as background:
        background.start_soon(_sweep_by_age)
        try:
            yield
        finally:
            background.cancel_scope.cancel()
    _stop()


def _start() -> None:
    for module in _HEAVY:
        importlib.import_module(module)
    try:
        opened = services.services()
    except Exception:  # noqa: BLE001 (pages and /readyz say it; the next request tries again)
        _LOG.exception("The store could not be opened")
    else:
        spool.sweep(older_than=0)  # nobody else serves this store: who waited for these files is gone
        if opened.settings.store_path is not None:
            handover.accept(serving.announce(opened.settings.store_path, int(config.get_option("server.port"))))
    _say_where()
    memory.keep_collections_short()


def _say_where() -> None:
    """The one line a person who started it waits for; the port is final here, also when it was left to the system."""
    host = config.get_option("server.address")
    shown = f"[{host}]" if ":" in host else host
    sys.stdout.write(f"Touchstone: http://{shown}:{config.get_option('server.port')}\n")
    sys.stdout.flush()


def _stop() -> None:
    handover.refuse()
    serving.retire()
    services.close()
    spool.sweep(older_than=0)


async def _sweep_by_age() -> None:
    while True:
        await anyio.sleep(SWEEP_SECONDS)
        await anyio.to_thread.run_sync(transfers.close_abandoned)
        await anyio.to_thread.run_sync(spool.sweep)
        await anyio.to_thread.run_sync(memory.thaw)
