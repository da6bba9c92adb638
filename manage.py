"""The second front door, without Streamlit: import, undo, show, metrics, check, prepare. See `manage.py --help`.

While the dashboard runs it owns the embedded store, so commands are handed to it over loopback; nobody is told
"could not set lock". Exit codes: 0 done, 1 refused or not sound (the reason is on stderr), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from data_access.batches import batches
from data_access.errors import ConfigError, LoadError, StoreError
from data_access.fetching import Fetch
from data_access.filters import COMPARISONS, Filters
from data_access.importing import service
from data_access.importing.answering import Answers
from data_access.importing.errors import DataError
from data_access.importing.mapping import Mapping
from data_access.importing.roles import IGNORE, KINDS
from data_access.importing.values import DATE_ORDERS
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.errors import QuestionError
from metrics.evaluate import evaluate
from metrics.frames import ATTRIBUTE, DIMENSIONS, GRAINS
from metrics.registry import METRICS, by_key
from reports import console
from server import handover


def run(argv: Sequence[str], out: TextIO, err: TextIO, store: Store | None = None) -> int:
    """Run one command. `store`: the open store of a serving process; None opens (or hands over) by STORE_URL."""
    parser = build_parser()
    try:
        args = parser.parse_args(list(argv))
    except SystemExit as stop:  # argparse speaks on its own; its code is ours
        return int(stop.code or 0)
    try:
        if store is not None:
            return int(args.command(args, store, out))
        if args.command not in (metrics_command,) and (answer := handover.forward(argv)) is not None:
            out.write(answer.stdout)
            err.write(answer.stderr)
            return answer.code
        opened = Store.open(handover.store_url())
        try:
            return int(args.command(args, opened, out))
        finally:
            opened.close()
    except (DataError, ConfigError, StoreError, LoadError, QuestionError, ValueError, OSError) as error:
        err.write(f"{error}\n")
        return 1


def build_parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = argparse.ArgumentParser(prog="manage.py", description="Touchstone from the command line.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    _import_parser(commands)
    take_back = commands.add_parser("undo", help="take a batch back")
    take_back.add_argument("batch", type=int)
    take_back.set_defaults(command=undo_command)

    commands.add_parser("batches", help="list what was loaded").set_defaults(command=batches_command)
    _show_parser(commands)
    commands.add_parser("metrics", help="list the metrics' keys").set_defaults(command=metrics_command)
    commands.add_parser("check", help="is the store, its migrations, the configuration sound").set_defaults(
        command=check_command
    )
    commands.add_parser("prepare", help="create the store; load the sample company into an empty one").set_defaults(
        command=prepare_command
    )
    return parser


def _import_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    load = commands.add_parser("import", help="load a file as one batch, or refuse it with the reason")
    load.add_argument("file", type=Path)
    load.add_argument("--kind", choices=KINDS)
    load.add_argument("--source", help="where the rows come from; default: the file's name")
    load.add_argument("--map", type=Path, dest="mapping", metavar="FILE", help="a mapping saved as JSON")
    load.add_argument("--save-map", type=Path, metavar="FILE", help="write the mapping that was used or suggested")
    load.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="of all rows, where no column dates them")
    load.add_argument("--date-order", choices=DATE_ORDERS, help="day or month first, where the file does not prove it")
    load.add_argument("--unit", metavar="NAME", help="the business unit that owns all rows")
    load.add_argument("--timezone", metavar="ZONE", help="of times without one, such as Europe/Lisbon; default: UTC")
    load.add_argument("--dry-run", action="store_true", help="say how the file is read and what would happen, load nothing")
    load.set_defaults(command=import_command)


def _show_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    show = commands.add_parser("show", help="the Readout a page shows")
    show.add_argument("metric")
    show.add_argument("--by", action="append", default=[], help="a dimension, or a file's own column; repeat to cross")
    show.add_argument("--grain", choices=GRAINS)
    show.add_argument("--from", type=date.fromisoformat, dest="start", metavar="YYYY-MM-DD")
    show.add_argument("--to", type=date.fromisoformat, dest="end", metavar="YYYY-MM-DD")
    show.add_argument("--as-of", type=_moment, metavar="YYYY-MM-DD[THH:MM:SS]")
    show.add_argument("--filter", action="append", default=[], metavar="DIM=VALUE", help="repeat for several values")
    show.add_argument("--compare", choices=COMPARISONS, default="previous")
    show.add_argument("--step", action="append", default=[], help="journeys: the steps, in order")
    show.add_argument("--mode", default="ordered", help="journeys: ordered | strictly_later | adjacent | any_order")
    show.add_argument("--window", type=float, default=7 * 24, metavar="HOURS", help="journeys: time to finish")
    show.add_argument("--counted", default=None, help="what is counted: customer | case")
    show.add_argument("--format", choices=("table", "json", "csv"), default="table")
    show.set_defaults(command=show_command)


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


def _mapping(args: argparse.Namespace, found: service.Inspection) -> tuple[Mapping, str]:
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


def show_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Evaluate one metric exactly as a page does, and print its Readout."""
    as_of = store.as_of(LOCAL_ADMIN) if args.as_of is None else args.as_of
    if as_of is None:
        raise DataError("The store holds no data yet. Load a file with `manage.py import FILE` first.")
    readout = evaluate(
        by_key(args.metric), Fetch(store, as_of, store.data_version()), _filters(args, store), LOCAL_ADMIN,
        by=tuple(_dimension(name, store) for name in args.by), grain=args.grain, compare=args.compare,
        options=_options(args),
    )
    console.show(readout, args.format, out)
    return 0


def metrics_command(_: argparse.Namespace, __: Store | None, out: TextIO) -> int:
    """Keys, titles and questions of every metric."""
    console.metric_list(METRICS, out)
    return 0


def check_command(_: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Say line by line what is sound and what is not."""
    from data_access.health import checks

    found = checks(store)
    for check in found:
        out.write(f"{'ok  ' if check.sound else 'FAIL'}  {check.name}: {check.seen}\n")
        if not check.sound:
            out.write(f"      {check.next_step}\n")
    return 0 if all(check.sound for check in found) else 1


def prepare_command(_: argparse.Namespace, store: Store, out: TextIO) -> int:
    """First start: an empty store gets the sample company, unless it was removed on purpose."""
    from sample_data.load import load_sample

    loaded = load_sample(store) if store.as_of(LOCAL_ADMIN) is None else []
    rows = sum(batch.rows_loaded for batch in loaded)
    out.write(f"sample company loaded: {rows:,} rows\n" if loaded else "store ready\n")
    return 0


def _moment(text: str) -> datetime:
    """A day means its end: what happened that day is in."""
    moment = datetime.fromisoformat(text)
    return moment.replace(hour=23, minute=59, second=59) if len(text) == len("2026-01-31") else moment


def _filters(args: argparse.Namespace, store: Store) -> Filters:
    chosen: dict[str, list[str]] = {}
    for pair in args.filter:
        name, mark, value = pair.partition("=")
        if not mark:
            raise QuestionError(f"--filter {pair!r}: expected DIM=VALUE, for example channel=Phone")
        chosen.setdefault(_dimension(name, store), []).append(value)
    return Filters(args.start, args.end, tuple((name, tuple(values)) for name, values in chosen.items()))


def _dimension(name: str, store: Store) -> str:
    """A dimension by name, or a file's own column as attr:NAME."""
    if name.startswith(ATTRIBUTE) or name in DIMENSIONS:
        return name
    return ATTRIBUTE + name if name in store.attributes(LOCAL_ADMIN) else name


def _options(args: argparse.Namespace) -> dict[str, object]:
    options: dict[str, object] = {}
    if args.step:
        options = {"steps": tuple(args.step), "mode": args.mode, "window_seconds": int(args.window * 3600)}
    if args.counted or args.step:
        options["counted"] = args.counted or "customer"
    return options


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], sys.stdout, sys.stderr))
