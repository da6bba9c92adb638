"""What commands about numbers are asked with: the options of a selection, and the Ask that comes of them."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from data_access.fetching import Fetch
from data_access.filters import COMPARISONS, NONE, Filters
from data_access.importing.errors import DataError
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.errors import QuestionError
from metrics.frames import ATTRIBUTE, DIMENSIONS, GRAINS
from metrics.saying import LANGUAGES, SOURCE
from pages.cards.ask import Ask, fitting_grain
from pages.cards.journeys import COUNTED_WORDS, MODE_WORDS

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
_WHOLE_DAY = len("2026-01-31")
_LONGEST_WINDOW = 100 * 366 * 24  # hours: no journey takes a century


def add_selection(parser: argparse.ArgumentParser) -> None:
    """The options that say which facts are asked, and how."""
    parser.add_argument("--by", action="append", default=[], help="a dimension, or a file's own column; repeat to cross")
    parser.add_argument("--grain", choices=GRAINS)
    parser.add_argument("--from", type=_day, dest="start", metavar="YYYY-MM-DD")
    parser.add_argument("--to", type=_day, dest="end", metavar="YYYY-MM-DD")
    parser.add_argument("--as-of", type=_moment, metavar="YYYY-MM-DD[THH:MM:SS]")
    parser.add_argument("--filter", action="append", default=[], metavar="DIM=VALUE", help="repeat for several values")
    parser.add_argument("--compare", choices=COMPARISONS, default="previous")
    parser.add_argument("--weights", choices=("source",), help="answers count as their files weigh them")
    parser.add_argument("--step", action="append", default=[], help="journeys: the steps, in order")
    parser.add_argument("--mode", choices=tuple(MODE_WORDS), default="ordered", help="journeys: how strictly steps follow")
    parser.add_argument("--window", type=_hours, default=7 * 24, metavar="HOURS", help="journeys: time to finish")
    parser.add_argument("--counted", choices=tuple(COUNTED_WORDS), help="what is counted")
    add_language(parser)


def add_language(parser: argparse.ArgumentParser) -> None:
    """The option that says in which language the answer is told."""
    parser.add_argument("--lang", choices=tuple(LANGUAGES), default=SOURCE, help="the language of the answer's words")


def fetch_of(args: argparse.Namespace, store: Store) -> Fetch:
    """The store at the as-of that was asked, or its own."""
    return fetch_at(store, args.as_of)


def fetch_at(store: Store, as_of: datetime | None) -> Fetch:
    """The store at an as-of (None: its own). DataError where it holds nothing."""
    if as_of is None and (as_of := store.as_of(LOCAL_ADMIN)) is None:
        raise DataError("The store holds no data yet. Load a file with `manage.py import FILE` first.")
    return Fetch.now(store, LOCAL_ADMIN, as_of)


def filters_of(args: argparse.Namespace, store: Store) -> Filters:
    """The period and the values per dimension."""
    chosen: dict[str, list[str]] = {}
    for pair in args.filter:
        name, mark, value = pair.partition("=")
        if not mark:
            raise QuestionError(f"--filter {pair!r}: expected DIM=VALUE, for example channel=Phone")
        chosen.setdefault(dimension(name, store), []).append(value)
    return Filters(args.start, args.end, tuple((name, tuple(values)) for name, values in chosen.items()))


def ask_of(args: argparse.Namespace, store: Store) -> Ask:
    """The question as a page asks it: open ends closed by the data, the time step fitting the period. Without --from it is
    all dates, which nothing lies before."""
    asked = ask_over(fetch_of(args, store), filters_of(args, store))
    compare = args.compare if args.start else NONE
    return replace(
        asked, compare=compare, grain=args.grain or asked.grain, fixed_grain=args.grain is not None,
        weights=args.weights is not None,
    )  # fmt: skip


def whole(store: Store) -> Ask:
    """Everything in the store, compared with nothing."""
    return ask_over(fetch_at(store, None), Filters())


def ask_over(fetch: Fetch, filters: Filters) -> Ask:
    """The selection, closed by the days there are data of."""
    day = fetch.as_of.date()
    first, last = fetch.store.span(LOCAL_ADMIN) or (day, day)
    end = filters.end or min(last, day)
    closed = Filters(filters.start or min(first, end), end, filters.values)
    return Ask(fetch, closed, LOCAL_ADMIN, NONE, fitting_grain(closed), fixed_grain=False)


def dimension(name: str, store: Store) -> str:
    """A dimension by name, or a file's own column as attr:NAME."""
    if name.startswith(ATTRIBUTE) or name in DIMENSIONS:
        return name
    return ATTRIBUTE + name if name in store.attributes(LOCAL_ADMIN) else name


def options_of(args: argparse.Namespace) -> Mapping[str, Any]:
    """The options of a metric: a journey's steps and window, what is counted."""
    options: dict[str, object] = {}
    if args.step:
        options = {"steps": tuple(args.step), "mode": args.mode, "window_seconds": int(args.window * 3600)}
    if args.counted or args.step:
        options["counted"] = args.counted or "customer"
    return options


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no day {text!r}; expected one such as 2026-01-31") from None


def _moment(text: str) -> datetime:
    """A day means its end: what happened that day is in. A time with an offset is told in UTC."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(
            f"there is no time {text!r}; expected one such as 2026-01-31 (to its end) or 2026-01-31T18:00:00"
        ) from None
    return moment.replace(hour=23, minute=59, second=59) if len(text) == _WHOLE_DAY else moment


def _hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = -1.0
    if not 0 <= hours <= _LONGEST_WINDOW:
        raise argparse.ArgumentTypeError(f"{text!r} is no time to finish; expected hours from 0 to {_LONGEST_WINDOW:,}")
    return hours
