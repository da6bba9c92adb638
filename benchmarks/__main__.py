"""`python -m benchmarks [load|imports|frames|pages|together|warm|sessions|redaction|redaction_speed|all|refresh]
    [--contacts N] [--json FILE]`

Stores are built once per size in `--folder` and read again later. Ratios travel between machines, seconds do not.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import frames, imports, pages, redaction, sessions, stores, tables, together, warm
from benchmarks.served import ROOT
from benchmarks.stores import Built
from data_access.store import Store

FOLDER = Path(tempfile.gettempdir()) / "touchstone-benchmarks"
PAGE = ROOT / "docs" / "performance.md"
READERS = 50
IMPORTS = "imports"  # makes stores of its own
FITS_INTO_MEMORY = 2_000_000  # contacts up to which pandas is asked too
Rows = list[dict[str, object]]


def main(argv: list[str]) -> int:
    """Measure what was asked for, print Markdown, and put it where it was asked for."""
    asked = _asked(argv)
    page = PAGE if asked.what == "refresh" else None
    wanted = tables.places(PAGE) if page else _wanted(asked)
    found: dict[str, Rows] = {}
    for what, contacts in wanted:
        rows = _measured(what, contacts, asked)
        found[f"{what} {contacts}"] = rows
        print(f"\n{what}, {contacts:,} contacts\n\n{tables.markdown(rows)}", flush=True)
        if page:
            tables.put_in(page, f"{what} {contacts}", tables.markdown(rows))
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1))
    return 0


def _wanted(asked: argparse.Namespace) -> list[tuple[str, int]]:
    """(measure, contacts); what needs no store is measured once, with none."""
    chosen = [IMPORTS, *MEASURES, *ALONE] if asked.what == "all" else [asked.what]
    return [(w, n) for n in asked.contacts for w in chosen if w not in ALONE] + [(w, 0) for w in chosen if w in ALONE]


def _measured(what: str, contacts: int, asked: argparse.Namespace) -> Rows:
    if what in ALONE:
        return ALONE[what]()
    if what == IMPORTS:
        return imports.measure(contacts, asked.folder)
    return MEASURES[what](stores.at_size(contacts, asked.folder), asked.readers)


def _asked(argv: Iterable[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "what", nargs="?", default="all", choices=["all", "refresh", IMPORTS, *MEASURES, *ALONE],
        help="refresh: measure anew every table of docs/performance.md and write it there",
    )  # fmt: skip
    parser.add_argument("--contacts", type=int, nargs="+", default=[1_000_000], metavar="N")
    parser.add_argument("--readers", type=int, default=READERS, help=f"sessions at once (default {READERS})")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"where stores are kept (default {FOLDER})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures to FILE")
    return parser.parse_args([*argv])


def _load(built: Built, _: int) -> Rows:
    return [{
        "facts": built.facts, "made in s": round(built.generating_seconds, 1), "loaded in s": round(built.loading_seconds, 1),
        "facts / s": round(built.facts / built.loading_seconds), "store MB": round(built.megabytes),
    }]  # fmt: skip


def _frames(built: Built, _: int) -> Rows:
    return _opened(built, lambda store: frames.measure(store, small=built.contacts <= FITS_INTO_MEMORY))


def _pages(built: Built, _: int) -> Rows:
    return _opened(built, pages.measure)


def _warm(built: Built, _: int) -> Rows:
    return warm.measure(Path(built.home))


def _sessions(built: Built, readers: int) -> Rows:
    return sessions.measure(Path(built.home), readers)


def _together(built: Built, readers: int) -> Rows:
    return _opened(built, lambda store: together.measure(store, readers))


def _opened(built: Built, measure: Callable[[Store], Rows]) -> Rows:
    store = Store.open(built.url)
    try:
        return measure(store)
    finally:
        store.close()


MEASURES: dict[str, Callable[[Built, int], Rows]] = {
    "load": _load, "frames": _frames, "pages": _pages, "together": _together, "warm": _warm,
    "sessions": _sessions,
}  # fmt: skip

ALONE: dict[str, Callable[[], Rows]] = {"redaction": redaction.measure, "redaction_speed": redaction.speed}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
