"""check, prepare: is everything sound; make a store ready for its first reader."""

from __future__ import annotations

import argparse
from typing import TextIO

from commands import agreement
from commands.parsers import Commands, whole
from data_access.health import checks
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from sample_data.load import load_sample


def add(commands: Commands) -> None:
    """The parsers of this group."""
    check = commands.add_parser("check", help="is the store, its migrations, the configuration sound")
    check.add_argument("--agreement", action="store_true", help="is every number the same on pages, in rows and in files")
    check.set_defaults(command=check_command)
    prepare = commands.add_parser("prepare", help="create the store; load the sample company into an empty one")
    prepare.set_defaults(command=prepare_command)


def check_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Say line by line what is sound and what is not."""
    if args.agreement:
        return 1 if agreement.check(whole(store), out) else 0
    found = checks(store)
    for check in found:
        out.write(f"{'ok  ' if check.sound else 'FAIL'}  {check.name}: {check.seen}\n")
        if not check.sound:
            out.write(f"      {check.next_step}\n")
    return 0 if all(check.sound for check in found) else 1


def prepare_command(_: argparse.Namespace, store: Store, out: TextIO) -> int:
    """First start: an empty store gets the sample company, unless it was removed on purpose."""
    loaded = load_sample(store) if store.as_of(LOCAL_ADMIN) is None else []
    rows = sum(batch.rows_loaded for batch in loaded)
    out.write(f"sample company loaded: {rows:,} rows\n" if loaded else "store ready\n")
    return 0
