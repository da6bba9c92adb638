"""export: a page's or a metric's cards as PowerPoint, Excel, CSV or HTML, the same files as the pages give."""

from __future__ import annotations

import argparse
import secrets
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from commands.parsers import Commands, add_selection, ask_of, dimension, options_of
from commands.questions import breakdown
from data_access.errors import StoreError
from data_access.importing.errors import DataError
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.errors import QuestionError
from metrics.registry import by_key
from pages.cards.ask import Ask
from pages.cards.breakdown import FIRST
from pages.cards.contents import card_content, page_content
from pages.cards.dimensions import splitting_dimensions
from pages.cards.pages import BY_KEY, Page
from pages.cards.single import metric_card
from pages.cards.usual_journey import usual_journey
from reports.content import CardContent, PageContent
from reports.files import FORMATS
from server import handover

_TRIES = 3


def add(commands: Commands) -> None:
    """The parsers of this group."""
    export = commands.add_parser("export", help="a page or a metric as a file for leadership")
    export.add_argument("what", metavar="PAGE|METRIC", help=f"a page ({', '.join(BY_KEY)}) or a metric's key")
    add_selection(export)
    export.add_argument("--split-by", metavar="DIM", help="satisfaction: by what its changes are split (channel)")
    export.add_argument("--format", choices=tuple(FORMATS), required=True)
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.add_argument("--replace", action="store_true", help="overwrite FILE where it exists")
    export.set_defaults(command=export_command)


def export_command(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Write one file; one that exists is replaced only with --replace."""
    target = handover.here() / args.out
    if target.is_dir():
        raise DataError(f"{str(args.out)!r} is a folder.", "The name of a file is expected.", "Give the file a name in it.")
    if target.exists() and not args.replace:
        raise DataError(f"{args.out.name!r} exists already.", "A new file is expected.", "Take another name, or say --replace.")
    if not target.parent.is_dir():
        raise DataError(f"There is no folder for {args.out.name!r}.", "An existing folder is expected.", "Create it first.")
    content = _settled(args, store)
    written = FORMATS[args.format].write(content)
    _put(target, written)
    out.write(f"{content.question} → {args.out} ({len(written):,} bytes)\n")
    return 0


def _put(target: Path, written: bytes) -> None:
    """All of it or nothing: a full disk leaves what was there before."""
    beside = target.parent / f".touchstone-{secrets.token_hex(8)}.part"
    try:
        with beside.open("xb") as file:
            file.write(written)
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _settled(args: argparse.Namespace, store: Store) -> CardContent | PageContent:
    """Content of one data version: asked anew where a file was loaded or a setting changed meanwhile."""
    for _ in range(_TRIES):
        content = _content(args, store)
        if store.data_version() == content.data_version:
            return content
    raise StoreError("The data kept changing while the file was made. Nothing was written. Export again when loading is done.")


def _content(args: argparse.Namespace, store: Store) -> CardContent | PageContent:
    ask, by = ask_of(args, store), tuple(dimension(name, store) for name in args.by)
    if args.split_by:
        ask = replace(ask, split_by=_splitting(args.split_by, store))
    page = BY_KEY.get(args.what)
    metric = None if page is not None else by_key(args.what)
    if (page is not None and page.needs_journey) or (metric is not None and metric.topic == "journeys"):
        ask = replace(ask, journey=options_of(args) or usual_journey(ask))
    if page is not None:
        return _page(page, ask, by)
    over_time = True if args.grain else None
    by, asked = breakdown(args.what, args.by, store)
    return card_content(metric_card(ask, args.what, by=by, over_time=over_time, options={**options_of(args), **asked}), ask)


def _splitting(name: str, store: Store) -> str:
    """The dimension by its name; QuestionError, naming what is possible, for one no change can be split by."""
    asked, known = dimension(name, store), splitting_dimensions(by_key("csat"), store, LOCAL_ADMIN)
    if asked not in known:
        raise QuestionError(f"--split-by {name!r}: a change can be split by {', '.join(known)}")
    return asked


def _page(page: Page, ask: Ask, by: tuple[str, ...]) -> PageContent:
    """The page as it opens; --by says what its last card breaks down by."""
    if page.needs_journey and ask.journey is None:
        raise DataError("There are no journeys in the data yet.", "Contacts that name a stage and a case or a customer.",
                        "Load some, or name the steps with --step.")
    builders = page.builders()
    if by and page.choice is not None:
        builders = (*page.cards, page.choice.of(FIRST.get(page.choice.topic, ""), *by[:2]))
    return page_content(page, ask, builders)
