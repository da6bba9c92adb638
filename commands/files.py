"""undo, redo, batches, rejected, history: files back, what was loaded and which history that changed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from commands.parsers import Commands
from data_access.batches import batches, changed_cells_of, left
from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.restatements import restatements
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from pages.cards.headline import Moved
from pages.cards.what_moved import Outcome, redo_and_tell, told, undo_and_tell
from reports import console
from server import handover


def add(commands: Commands) -> None:
    """The parsers of this group."""
    take_back = commands.add_parser("undo", help="take a batch back: what it had replaced is shown again")
    take_back.add_argument("batch", type=int)
    take_back.set_defaults(command=undo_command)
    again = commands.add_parser("redo", help="bring a batch in again that was taken back")
    again.add_argument("batch", type=int)
    again.set_defaults(command=redo_command)

    refused = commands.add_parser("rejected", help="write a batch's refused rows as CSV, to be mended and imported again")
    refused.add_argument("batch", type=int)
    refused.add_argument("--out", type=Path, required=True, metavar="FILE")
    refused.set_defaults(command=rejected_command)

    commands.add_parser("batches", help="list what was loaded").set_defaults(command=batches_command)
    commands.add_parser("history", help="list what changed history, newest first").set_defaults(command=history_command)


def undo_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Take one batch back."""
    tell(undo_and_tell(store, LOCAL_ADMIN, args.batch), store, out)
    return 0


def redo_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Bring one batch in again."""
    tell(redo_and_tell(store, LOCAL_ADMIN, args.batch), store, out)
    return 0


def rejected_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """The rows to be mended; a file somebody may have mended already is not overwritten."""
    content = service.rejected_csv(store, args.batch)
    target = handover.here() / args.out
    if target.exists():
        raise DataError(f"{args.out.name!r} exists already.", "A new file is expected.", "Choose another name.")
    target.write_bytes(content)
    out.write(f"{left(store, args.batch):,} rows written to {args.out}\n")
    return 0


def batches_command(_: argparse.Namespace, store: Store, out: TextIO) -> int:
    """One paragraph a batch."""
    for batch in batches(store):
        console.batch(batch, out)
    return 0


def history_command(_: argparse.Namespace, store: Store, out: TextIO) -> int:
    """One paragraph a change of history."""
    for entry in restatements(store):
        out.write(f"{entry.id}  {entry.at:%Y-%m-%d %H:%M} UTC  {entry.subject}  {entry.what}\n")
        if entry.first_day:
            out.write(f"  days {entry.first_day} to {entry.last_day}, in {', '.join(entry.facts)}\n")
        _moved(told(entry, LOCAL_ADMIN), out)
    return 0


def tell(done: Outcome, store: Store, out: TextIO) -> None:
    """What became of a batch, the cells it changed, and the headline numbers that moved."""
    console.batch(done.batch, out)
    console.changed(changed_cells_of(store, done.batch.id), out)
    _moved(done.moved, out)


def _moved(moved: Iterable[Moved], out: TextIO) -> None:
    for one in moved:
        name, (before, sure_before), (after, sure_after) = one.words()
        out.write(f"  {name}: {before} ({sure_before}) -> {after} ({sure_after})\n")
