"""import: files in, each as one batch or refused with the reason; and what the doctor found, as JSON."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TextIO

from commands import explaining
from commands.files import tell
from commands.looking import answered, looked_at
from commands.parsers import Commands
from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.importing.inspection import Inspection
from data_access.importing.mapping import Mapping
from data_access.importing.mapping_json import ENCODINGS
from data_access.importing.roles import ID, IGNORE, KINDS
from data_access.importing.values import DATE_ORDERS
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from pages.cards.what_moved import import_and_tell
from reports import console
from server import handover


def add(commands: Commands) -> None:
    """The parser of this group."""
    load = commands.add_parser("import", help="load files, each as one batch, or refuse them with the reason")
    load.add_argument("files", type=Path, nargs="+", metavar="FILE")
    load.add_argument("--kind", choices=KINDS)
    load.add_argument("--source", help="where the rows come from; default: known by the columns, else the file's name")
    load.add_argument("--map", type=Path, dest="mapping", metavar="FILE", help="a mapping saved as JSON")
    load.add_argument("--save-map", type=Path, metavar="FILE", help="write the mapping that was used or suggested")
    load.add_argument("--sheet", metavar="NAME", help="of a workbook with several tables")
    load.add_argument("--encoding", choices=ENCODINGS, help="where the text is not in the one that was found")
    load.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="of all rows, where no column dates them")
    load.add_argument("--date-order", choices=DATE_ORDERS, help="day or month first, where the file does not prove it")
    load.add_argument("--unit", metavar="NAME", help="the business unit that owns all rows")
    load.add_argument("--timezone", metavar="ZONE", help="of times without one, such as Europe/Lisbon; default: the house's")
    load.add_argument("--replaces", type=int, metavar="BATCH", help="undo this batch as the file is loaded in its place")
    load.add_argument(
        "--answer", action="append", default=[], metavar="KEY=VALUE", help="to a question that --explain lists; may be repeated"
    )
    load.add_argument("--dry-run", action="store_true", help="say how the file is read and what would happen, load nothing")
    load.add_argument("--explain", action="store_true", help="print what was found out about the files as JSON, load nothing")
    load.set_defaults(command=import_command)


def import_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Every file for itself: one that is refused leaves the others as they are, and is told last."""
    if args.save_map is not None and len(args.files) > 1:
        raise DataError("One mapping cannot be saved for several files.", "", "Give the files one by one.")
    if args.explain:
        found = [explaining.told(args, store, file) for file in args.files]
        out.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        return 0
    refused: list[DataError] = []
    for file in args.files:
        try:
            _bring(args, store, file, out)
        except DataError as refusal:
            if len(args.files) == 1:
                raise
            refused.append(_of_file(refusal, file.name))
            out.write(f"{file.name}: refused\n")
    if refused:
        raise DataError("\n".join(str(refusal) for refusal in refused))
    return 0


def _of_file(refusal: DataError, name: str) -> DataError:
    """The refusal with the file it speaks of."""
    return DataError(f"{name}: {refusal.seen}", refusal.expected, refusal.next_step)


def _bring(args: argparse.Namespace, store: Store, file: Path, out: TextIO) -> None:
    """One file: mapping given, remembered or suggested; open questions refuse instead of guessing."""
    path, found = looked_at(args, store, file)
    mapping, chosen = _mapping(args, found)
    mapping, asked = answered(args, mapping, found)
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
            "Answer with --date, --date-order, --unit or --answer KEY=VALUE (--explain lists the keys), or write the mapping"
            " with --save-map FILE, complete it and give it with --map FILE.",
        )
    if args.dry_run:
        console.ledger(service.dry_run(store, path, mapping, path.name, replaces=args.replaces), out)
    else:
        _refuse_to_overwrite(args, store, path, mapping, found)
        tell(import_and_tell(store, LOCAL_ADMIN, path, mapping, path.name, replaces=args.replaces), store, out)


def _refuse_to_overwrite(
    args: argparse.Namespace, store: Store, path: Path, mapping: Mapping, found: Inspection
) -> None:
    """Many rows changed without a word about the source: another source with the same columns, or conflicts come back."""
    if args.source is not None or args.replaces is not None or not found.remembered or not mapping.having(ID):
        return
    would = service.dry_run(store, path, mapping, path.name)
    if would.overwrites:
        raise DataError(
            f"{would.changed:,} of these {would.read:,} rows, refused in batch {would.completes}, would overwrite rows that are"
            " stored: they have the same numbers and other content (outcome \"conflict\").",
            "Corrections change few rows, and those mean to.",
            f"Take the rows in conflict out of the file to keep what is stored, or say --source {mapping.source} to load them"
            " all the same.",
        )
    if would.corrects:
        raise DataError(
            f"{would.changed:,} of {would.read:,} rows have the numbers of rows of the source {mapping.source!r} and other"
            " content.",
            "Corrections change few rows: this looks like another source with the same columns.",
            f"Give it a name of its own with --source NAME, or say --source {mapping.source} to correct those rows.",
        )


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
