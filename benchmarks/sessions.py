"""Many readers at once: every one opens a page, then changes filters. What they wait, what the server asks and holds."""

from __future__ import annotations

import asyncio
import statistics
from itertools import cycle, islice
from pathlib import Path

from benchmarks.served import Served, served
from benchmarks.visitor import Visitor, visiting

CHANGES = 4
THINKING_SECONDS = 5.0  # between two changes of one reader
PAGES = ("", "channels", "satisfaction", "recovery")
COMPARISONS = ("Nothing", "Same period last year", "Previous period")


def measure(home: Path, readers: int) -> list[dict[str, object]]:
    """Three rows: all open a page nobody has asked for yet, all open it again, then each changes filters at its own pace."""
    with served(home) as server:
        return asyncio.run(_visit(server, readers))


async def _visit(server: Served, readers: int) -> list[dict[str, object]]:
    rows = []
    for what in ("all open, nothing computed yet", "all open, computed before"):
        cpu = server.cpu()
        waits = await _all_open(server, readers)
        rows.append(_row(what, readers, waits, server.cpu() - cpu, server))
    cpu = server.cpu()
    waits = await _all_change(server, readers)
    rows.append(_row(f"each changes a filter every {THINKING_SECONDS:.0f} s", readers, waits, server.cpu() - cpu, server))
    return rows


async def _all_open(server: Served, readers: int) -> list[float]:
    async def one(page: str) -> float:
        async with visiting(server, page) as visitor:
            return (await visitor.run()).seconds

    return await asyncio.gather(*(one(page) for page in islice(cycle(PAGES), readers)))


async def _all_change(server: Served, readers: int) -> list[float]:
    async def one(number: int, page: str) -> list[float]:
        async with visiting(server, page) as visitor:
            await visitor.run()
            await asyncio.sleep(THINKING_SECONDS * number / readers)
            return [await _change(visitor, COMPARISONS[turn % len(COMPARISONS)]) for turn in range(CHANGES)]

    found = await asyncio.gather(*(one(n, page) for n, page in enumerate(islice(cycle(PAGES), readers))))
    return [seconds for waits in found for seconds in waits]


async def _change(visitor: Visitor, compare: str) -> float:
    await asyncio.sleep(THINKING_SECONDS)
    visitor.choose("compare", compare)
    return (await visitor.run()).seconds


def _row(what: str, readers: int, waits: list[float], cpu: float, server: Served) -> dict[str, object]:
    ninety_five = statistics.quantiles(waits, n=20)[-1]
    return {
        "what": what, "sessions": readers, "runs": len(waits), "median wait ms": round(statistics.median(waits) * 1000),
        "p95 wait ms": round(ninety_five * 1000), "CPU per run ms": round(cpu / len(waits) * 1000, 1),
        "server MiB": server.memory(),
    }  # fmt: skip
