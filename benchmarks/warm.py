"""What a warm rerun costs the server: CPU of its whole process, garbage collection and sending included."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from pathlib import Path
from unittest.mock import patch

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from benchmarks.served import ROOT, Served, served
from benchmarks.visitor import visiting
from pages.cards.pages import PAGES, Page
from server.services import close

RERUNS = 30
SETTLED_SECONDS = 0.05  # after its last message the server still collects its garbage: that belongs to the rerun
TURNS = ("Nothing", "Previous period")


def measure(home: Path) -> list[dict[str, object]]:
    """One row per page, of the store in `home`. Goal: at most 25 ms CPU per rerun."""
    with served(home) as server:
        rows = asyncio.run(_pages(server))
    return [row | {"without a server, CPU ms": _by_itself(home, page)} for row, page in zip(rows, PAGES, strict=True)]


async def _pages(server: Served) -> list[dict[str, object]]:
    return [await _page(server, page) for page in PAGES]


async def _page(server: Served, page: Page) -> dict[str, object]:
    """`again`: nothing changed · `seen before`: a filter goes back to what somebody had already chosen."""
    async with visiting(server, _address(page)) as visitor:
        await visitor.run()
        for compare in TURNS:
            visitor.choose("compare", compare)
            last = await visitor.run()
        cpu: dict[str, list[float]] = {"again": [], "seen before": []}
        waits = []
        for turn in range(2 * RERUNS):
            what = "again" if turn % 2 == 0 else "seen before"
            if what == "seen before":
                visitor.choose("compare", TURNS[turn // 2 % 2])
            await asyncio.sleep(SETTLED_SECONDS)
            before = server.cpu()
            last = await visitor.run()
            await asyncio.sleep(SETTLED_SECONDS)
            cpu[what].append(server.cpu() - before)
            waits.append(last.seconds)
    middle = {what: round(statistics.median(taken) * 1000, 1) for what, taken in cpu.items()}
    return {
        "page": page.title, "rerun CPU ms": middle["again"], "selection seen before CPU ms": middle["seen before"],
        "wait ms": round(statistics.median(waits) * 1000, 1), "elements": last.elements, "kB": round(last.received / 1000, 1),
    }  # fmt: skip


def _by_itself(home: Path, page: Page) -> float:
    """The same rerun in this process by Streamlit's test driver: no connection, no collection after the run."""
    environ = {key: value for key, value in os.environ.items() if key not in ("STORE_URL", "HOST", "PORT")}
    with patch.dict(os.environ, environ | {"TOUCHSTONE_HOME": str(home)}, clear=True):
        try:
            app = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=300)
            app._page_hash = calc_hash(_address(page)) if _address(page) else ""
            app.run()
            taken = []
            for _ in range(RERUNS):
                started = time.process_time()
                app.run()
                taken.append(time.process_time() - started)
        finally:
            close()
    return round(statistics.median(taken) * 1000, 1)


def _address(page: Page) -> str:
    return "" if page.key == "overview" else page.key
