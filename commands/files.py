"""import, undo, batches: files in, files back, what was loaded."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TextIO

from commands.parsers import Commands
from data_access.batches import batches
from data_access.importing import service
from data_access.importing.answering import Answers
from data_access.importing.errors import DataError
from data_access.importing.inspection import Inspection
from data_access.importing.mapping import Mapping
from data_access.importing.roles import IGNORE, KINDS
from data_access.importing.values import DATE_ORDERS
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
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
    load.set_defaults(command=import_command)

    take_back = commands.add_parser("undo", help="take a batch back")
    take_back.add_argument("batch", type=int)
    take_back.set_defaults(command=undo_command)

    commands.add_parser("batches", help="list what was loaded").set_defaults(command=batches_command)


def import_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Load one file: mapping given, remembered or suggested; open questions refuse instead of guessing."""
    path = handover.here() / args.file
    if not path.is_file():
        raise DataError(f"There is no file {args.file.name!r} here.", "A readable file is expected.", "Check the path.")
    said = Answers(args.date, args.date_order, args.unit, args.timezone)
    found = service.inspect(path, path.name, kind=args.kind, source=args.source, store=store)
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
        console.ledger(service.dry_run(store, path, mapping, path.name), out)
    else:
        console.batch(service.import_file(store, path, mapping, path.name, LOCAL_ADMIN.subject), out)
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
    console.batch(service.undo(store, args.batch, LOCAL_ADMIN.subject), out)
    return 0


def batches_command(_: argparse.Namespace, store: Store, out: TextIO) -> int:
    """One line a batch."""
    for batch in batches(store):
        console.batch(batch, out)
    return 0
