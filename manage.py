"""The second front door, without Streamlit: import, undo, show, export, check and more. See `manage.py --help`.

While the dashboard runs it owns the embedded store, so commands are handed to it over loopback; nobody is told
"could not set lock". Exit codes: 0 done, 1 refused or not sound (the reason is on stderr), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TextIO

from commands import bring, export, files, keeping, settings, show
from data_access.errors import ConfigError, LoadError, StoreError
from data_access.importing.errors import DataError
from data_access.store import Store
from metrics.errors import QuestionError
from metrics.saying import SOURCE, speaking
from server import handover


def run(argv: Sequence[str], out: TextIO, err: TextIO, store: Store | None = None) -> int:
    """Run one command. `store`: the open store of a serving process; None opens (or hands over) by STORE_URL."""
    parser = build_parser()
    try:
        args = parser.parse_args(list(argv))
    except SystemExit as stop:  # argparse speaks on its own; its code is ours
        return int(stop.code or 0)
    with speaking(getattr(args, "lang", SOURCE)):
        return _answered(args, argv, out, err, store)


def _answered(args: argparse.Namespace, argv: Sequence[str], out: TextIO, err: TextIO, store: Store | None) -> int:
    try:
        if store is not None:
            return int(args.command(args, store, out))
        if args.command is show.metrics_command:
            return show.metrics_command(args, None, out)
        if (answer := handover.forward(argv)) is not None:
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
    for group in (bring, files, show, export, settings, keeping):
        group.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], sys.stdout, sys.stderr))
