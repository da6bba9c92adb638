"""import, undo, redo, batches, rejected, history: files in, files back, what was loaded and which history that changed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TextIO

from commands.parsers import Commands
from data_access.batches import batch_of, batches, changed_cells_of, left
from data_access.importing import service
from data_access.importing.answering import Answers
from data_access.importing.errors import DataError
from data_access.importing.inspection import Inspection
from data_access.importing.mapping import Mapping
from data_access.importing.roles import IGNORE, KINDS
from data_access.importing.values import DATE_ORDERS
from data_access.restatements import restatements
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from pages.cards.headline import Moved
from pages.cards.what_moved import Outcome, import_and_tell, redo_and_tell, told, undo_and_tell
from reports import console
from server import handover


def add(commands: Commands) -> None:
    """The parsers of this group."""
    load = commands.add_parser("import", help="load a file as one batch, or refuse it with the reason")
    load.add_argument("file", type=Path)
    load.add_argument("--kind", choices=KINDS)
    load.add_argument("--source", help="where the rows come from; default: the file's name")
    load.add_argument("--map", type=Path, dest="mapping", metavar="FILE", help="a mapping saved as JSON")
    load.add_argument("--save-map", type=Path, metavar="FILE", help="write the mapping that was used or suggested")
    load.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="of all rows, where no column dates them")
    load.add_argument("--date-order", choices=DATE_ORDERS, help="day or month first, where the file does not prove it")
    load.add_argument("--unit", metavar="NAME", help="the business unit that owns all rows")
    load.add_argument("--timezone", metavar="ZONE", help="of times without one, such as Europe/Lisbon; default: the house's")
    load.add_argument("--dry-run", action="store_true", help="say how the file is read and what would happen, load nothing")
    load.add_argument("--replaces", type=int, metavar="BATCH", help="undo this batch as the file is loaded in its place")
    load.set_defaults(command=import_command)

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


def import_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Load one file: mapping given, remembered or suggested; open questions refuse instead of guessing."""
    path = handover.here() / args.file
    if not path.is_file():
        raise DataError(f"There is no file {args.file.name!r} here.", "A readable file is expected.", "Check the path.")
    said = Answers(args.date, args.date_order, args.unit, args.timezone)
    source = args.source or (batch_of(store, args.replaces).source if args.replaces is not None else None)
    found = service.inspect(path, path.name, kind=args.kind, source=source, store=store)
    mapping, chosen = _mapping(args, found)
    mapping = said.applied(mapping)
    asked = [] if args.mapping is not None else said.open(found.questions, mapping)
    blocking = [question.text for question in asked if question.blocking]
    if args.save_map is not None:
        _save(args, mapping, out)
    if args.dry_run:
        console.reading(mapping, found, chosen, out)
        console.questions([question for question in asked if not question.blocking], out)
    if blocking:
        if args.dry_run:
            console.left_out([(c.column, c.reason) for c in mapping.having(IGNORE)], out)
        raise DataError(
            "The file leaves something open: " + " ".join(blocking), "Nothing is guessed.",
            "Answer with --date, --date-order or --unit, or write the mapping with --save-map FILE, complete it and give it"
            " with --map FILE.",
        )
    if args.dry_run:
        console.ledger(service.dry_run(store, path, mapping, path.name, replaces=args.replaces), out)
    else:
        _tell(import_and_tell(store, LOCAL_ADMIN, path, mapping, path.name, replaces=args.replaces), store, out)
    return 0


def _mapping(args: argparse.Namespace, found: Inspection) -> tuple[Mapping, str]:
    """(the mapping given, else the one remembered or suggested; where it is from)."""
    if args.mapping is not None:
        given = service.load_mapping((handover.here() / args.mapping).read_bytes())
        if args.kind not in (None, given.kind):
            raise DataError(f"The mapping is for {given.kind}.", f"--kind says {args.kind}.", "Give the one that is right.")
        return replace(given, source=args.source or given.source), args.mapping.name
    if found.refusal is not None or found.mapping is None:
        raise found.refusal or DataError("The file cannot be read.", "A table is expected.", "Give a mapping with --map.")
    return found.mapping, "the one used last for this source" if found.remembered else "suggested from names and contents"


def _save(args: argparse.Namespace, mapping: Mapping, out: TextIO) -> None:
    """Write the mapping; a file somebody may have edited is not overwritten, unless it is the one just given."""
    target = handover.here() / args.save_map
    if target.exists() and args.save_map != args.mapping:
        raise DataError(f"{args.save_map.name!r} exists already.", "A new file is expected.", "Choose another name.")
    target.write_text(service.export_mapping(mapping), encoding="utf-8")
    out.write(f"mapping written to {args.save_map}\n")


def undo_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Take one batch back."""
    _tell(undo_and_tell(store, LOCAL_ADMIN, args.batch), store, out)
    return 0


def redo_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Bring one batch in again."""
    _tell(redo_and_tell(store, LOCAL_ADMIN, args.batch), store, out)
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


def _tell(done: Outcome, store: Store, out: TextIO) -> None:
    console.batch(done.batch, out)
    console.changed(changed_cells_of(store, done.batch.id), out)
    _moved(done.moved, out)


def _moved(moved: Iterable[Moved], out: TextIO) -> None:
    for one in moved:
        name, (before, sure_before), (after, sure_after) = one.words()
        out.write(f"  {name}: {before} ({sure_before}) -> {after} ({sure_after})\n")
