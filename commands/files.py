"""undo, batches: what was loaded, and taking it back."""

from __future__ import annotations

import argparse
from typing import TextIO

from commands.parsers import Commands
from data_access.batches import batches
from data_access.importing import service
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from reports import console


def add(commands: Commands) -> None:
    """The parsers of this group."""
    take_back = commands.add_parser("undo", help="take a batch back")
    take_back.add_argument("batch", type=int)
    take_back.set_defaults(command=undo_command)

    commands.add_parser("batches", help="list what was loaded").set_defaults(command=batches_command)


def undo_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Take one batch back."""
    console.batch(service.undo(store, args.batch, LOCAL_ADMIN.subject), out)
    return 0


def batches_command(_: argparse.Namespace, store: Store, out: TextIO) -> int:
    """One line a batch."""
    for batch in batches(store):
        console.batch(batch, out)
    return 0
