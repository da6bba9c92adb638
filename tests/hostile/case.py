"""One hostile file: how it is made, and what must come of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NEEDLE = "needle-4711"  # planted in cells: may never be logged
HEADER = "day,channel,note\n"
COLUMNS: dict[str, Any] = {"day": "ts", "channel": "channel", "note": "comment"}
Maker = Callable[[Path], object]


@dataclass(frozen=True)
class Loaded:
    """The file is imported: rows loaded, rejected with a reason, duplicate, in conflict; `invalid`: optional cells emptied."""

    rows: int
    rejected: int = 0
    duplicate: int = 0
    conflict: int = 0
    invalid: int = 0


@dataclass(frozen=True)
class Refused:
    """Nothing is stored; the refusal's first sentence matches this pattern."""

    saying: str = ""


Outcome = Loaded | Refused


@dataclass(frozen=True)
class Case:
    """`with_readers`: the outcome once workbooks, event logs in XML and Parquet are read; None: the same."""

    name: str
    make: Maker
    outcome: Outcome
    columns: dict[str, Any] = field(default_factory=lambda: COLUMNS)
    more: dict[str, Any] = field(default_factory=dict)
    file_name: str = "file.csv"
    with_readers: Outcome | None = None


def rows(count: int, note: str = f"fine {NEEDLE}", start: int = 0) -> str:
    """Rows that have nothing wrong."""
    return "".join(f"2026-01-{i % 28 + 1:02},Phone,{note}\n" for i in range(start, start + count))


def text(content: str, encoding: str = "utf-8") -> Maker:
    """A file of this text, line ends as given."""
    return raw(content.encode(encoding, "surrogatepass"))


def raw(content: bytes) -> Maker:
    """A file of these bytes."""
    return lambda path: path.write_bytes(content)


def table(*lines: str, good: int = 3) -> Maker:
    """A header, some good rows, and these lines."""
    return text(HEADER + rows(good) + "".join(f"{line}\n" for line in lines))


def streamed(parts: Callable[[], Iterable[bytes]]) -> Maker:
    """A big file written piece by piece: the test's own memory is measured too."""

    def make(path: Path) -> None:
        with path.open("wb") as out:
            for part in parts():
                out.write(part)

    return make


def sparse(size: int, head: bytes = b"") -> Maker:
    """A file of zero bytes that takes no room."""

    def make(path: Path) -> None:
        with path.open("wb") as out:
            out.write(head)
            out.truncate(size)

    return make


def noise(size: int, seed: int = 4711) -> bytes:
    """Bytes without meaning, the same every time."""
    return random.Random(seed).randbytes(size)
