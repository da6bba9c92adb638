"""settings show, set, history, revert: what the house decided, as one document; changes say what they move."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from commands.parsers import Commands
from data_access.errors import SettingsError
from data_access.scope import LOCAL_ADMIN
from data_access.settings import document
from data_access.settings.model import Effect, Settings
from data_access.store import Store
from metrics.registry import by_key
from server import handover

_MOST_BYTES = 2_000_000  # as the page takes: thousands of labels


def add(commands: Commands) -> None:
    """The parsers of this group."""
    group = commands.add_parser("settings", help="what the house decided: targets, channels, hours and more").add_subparsers(
        required=True, metavar="ACTION"
    )
    group.add_parser("show", help="print the settings as JSON").set_defaults(command=show_command)
    replace = group.add_parser("set", help="take the settings from a JSON file; what it leaves out is as delivered")
    replace.add_argument("file", type=Path)
    replace.set_defaults(command=set_command)
    group.add_parser("history", help="every version, newest first").set_defaults(command=history_command)
    revert = group.add_parser("revert", help="make an earlier version hold again, as a new one; 0: as delivered")
    revert.add_argument("version", type=int)
    revert.set_defaults(command=revert_command)
    for changing in (replace, revert):
        changing.add_argument("--why", default="", metavar="TEXT", help="the reason, kept with the version")
        changing.add_argument("--dry-run", action="store_true", help="say what would move, change nothing")


def show_command(_: argparse.Namespace, store: Store, out: TextIO) -> int:
    """The settings that hold."""
    out.write(document.as_json(store.settings()) + "\n")
    return 0


def set_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Replace all settings by a file's."""
    path = handover.here() / args.file
    if not path.is_file():
        raise SettingsError(f"There is no file {args.file.name!r} here.", "A readable file is expected.", "Check the path.")
    if path.stat().st_size > _MOST_BYTES:
        raise SettingsError(
            f"{args.file.name!r} has {path.stat().st_size:,} bytes.", f"At most {_MOST_BYTES:,} are expected.",
            "Bring a smaller file.",
        )
    new = document.from_json(path.read_bytes())
    for target in new.rules.targets:
        by_key(target.metric)  # a target of no metric would be stored and never be seen
    return _change(store, new, args, out)


def history_command(_: argparse.Namespace, store: Store, out: TextIO) -> int:
    """One paragraph a version."""
    for made in document.history(store):
        out.write(f"version {made.number}  {made.at:%Y-%m-%d %H:%M} UTC  {made.subject}  {made.why}".rstrip() + "\n")
        _tell(made.effects, out)
    return 0


def revert_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Bring an earlier version back, on top of the others."""
    args.why = args.why or f"back to version {args.version}"
    return _change(store, document.version(store, args.version).settings, args, out)


def _change(store: Store, new: Settings, args: argparse.Namespace, out: TextIO) -> int:
    effects = document.preview(store, new)
    if new == store.settings():
        out.write("these settings hold already\n")
    elif args.dry_run:
        out.write("would change:\n")
        _tell(effects, out)
    else:
        made = document.change(store, new, LOCAL_ADMIN, args.why)
        out.write(f"settings are now version {made.number}\n")
        _tell(made.effects, out)
    return 0


def _tell(effects: Iterable[Effect], out: TextIO) -> None:
    """Facts with rows and days; what every number reads anew by its name."""
    for effect in effects:
        days = f", {effect.first_day} to {effect.last_day}" if effect.first_day else ""
        rows = f"{effect.rows:,} rows of {effect.table} restated{days}" if effect.rows else "read anew by every number"
        told = "files loaded from now on; those loaded before keep theirs" if effect.what == "no_answer" else rows
        out.write(f"  {effect.what}: {told}\n")
