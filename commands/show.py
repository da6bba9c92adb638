"""show, metrics: one metric as its page shows it; which metrics there are."""

from __future__ import annotations

import argparse
from typing import TextIO

from commands import drivers
from commands.parsers import Commands, add_selection, fetch_of, filters_of, options_of
from commands.questions import breakdown
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.drivers.asking import OUTCOMES
from metrics.errors import QuestionError
from metrics.evaluate import evaluate
from metrics.registry import METRICS, by_key
from reports import console


def add(commands: Commands) -> None:
    """The parsers of this group."""
    show = commands.add_parser("show", help="the Readout a page shows")
    show.add_argument("metric", help=f"a metric's key (see metrics), or {drivers.NAME}: what matters most to customers")
    show.add_argument("--outcome", choices=OUTCOMES, help=f"{drivers.NAME}: for which outcome (the first there is)")
    add_selection(show)
    show.add_argument("--format", choices=("table", "json", "csv"), default="table")
    show.set_defaults(command=show_command)
    commands.add_parser("metrics", help="list the metrics' keys").set_defaults(command=metrics_command)


def show_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Evaluate one metric (or the drivers) exactly as a page does, and print its Readout."""
    if args.metric == drivers.NAME:
        return drivers.show(args, store, out)
    if args.outcome:
        raise QuestionError(f"--outcome is for {drivers.NAME}: leave it out.")
    by, asked = breakdown(args.metric, args.by, store)
    weights = {} if args.weights is None else {"weights": args.weights}
    readout = evaluate(
        by_key(args.metric), fetch_of(args, store), filters_of(args, store), LOCAL_ADMIN,
        by=by, grain=args.grain, compare=args.compare, options={**options_of(args), **weights, **asked},
    )  # fmt: skip
    console.show(readout, args.format, out)
    return 0


def metrics_command(_: argparse.Namespace, __: Store | None, out: TextIO) -> int:
    """Keys, titles and questions of every metric."""
    console.metric_list(METRICS, out)
    return 0
