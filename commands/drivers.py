"""show drivers: the importance of the rated items, from the same reckoning as the page's card."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from typing import Any, TextIO

from commands.parsers import ask_of
from data_access.store import Store
from metrics import formats
from metrics.drivers.model import Driver, Drivers
from metrics.errors import QuestionError
from metrics.results import Estimate
from metrics.saying import say
from pages.cards.ask import Ask
from pages.cards.drivers import importance
from pages.cards.drivers_answer import Answer, answer, offered
from reports.safe_text import cell

NAME = "drivers"
_COLUMNS = ("item", "importance", "low", "high", "answers", "rating", "rating_low", "rating_high")


def show(args: argparse.Namespace, store: Store, out: TextIO) -> int:
    """Print importance with its intervals and n, and how each item is rated. QuestionError for what drivers cannot be asked."""
    if args.by or args.grain:
        raise QuestionError("drivers are the items of one survey over one period: leave out --by and --grain.")
    ask = ask_of(args, store)
    there = offered(ask)
    if args.outcome and args.outcome not in there:
        known = f"this selection has {' and '.join(there)}" if there else "this selection has none"
        raise QuestionError(f"--outcome {args.outcome}: {known}.")
    got = answer(ask, args.outcome)
    rows = list(_rows(got))
    if args.format == "json":
        json.dump(_plain(ask, got, rows), out, ensure_ascii=False, indent=1)
        out.write("\n")
    elif args.format == "csv":
        writer = csv.DictWriter(out, _COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({**row, "item": cell(row["item"])} for row in rows)
    else:
        out.writelines(f"{line}\n" for line in _table(ask, args.outcome, got))
    return 0


def _rows(got: Answer) -> Iterator[dict[str, Any]]:
    """One row per item, the strongest first; shares 0..1, nothing where a rating is withheld."""
    for one in got.found.items if got.found else ():
        rated = got.rated.get(one.name)
        known = (rated.value, rated.low, rated.high) if isinstance(rated, Estimate) else (None, None, None)
        yield dict(zip(_COLUMNS, (one.name, one.share, one.low, one.high, one.n, *known), strict=True))


def _plain(ask: Ask, got: Answer, rows: list[dict[str, Any]]) -> dict[str, Any]:
    found = got.found
    return {
        "outcome": got.kind, "filters": ask.filters.sentence(), "as_of": ask.fetch.as_of.isoformat(),
        "data_version": ask.fetch.data_version, "survey": found.survey.instrument if found else None,
        "complete_answers": found.n if found else 0, "needed": found.needed if found else None,
        "explained": _between(found), "items": rows,
    }  # fmt: skip


def _between(found: Drivers | None) -> dict[str, float] | None:
    return {"value": found.r2, "low": found.r2_low, "high": found.r2_high} if found and found.items else None


def _table(ask: Ask, outcome: str | None, got: Answer) -> Iterator[str]:
    """The card's own sentences around its numbers."""
    card = importance(ask, outcome=outcome)
    yield from (card.question, card.verdict, ask.filters.sentence())
    if got.found and got.found.items:
        wide = max(len(one.name) for one in got.found.items)
        yield f"{'':{wide}}  {say('importance'):>10}  {'low':>8}  {'high':>8}  {say('answers'):>10}"
        yield from (f"{one.name:{wide}}  {_cells(one)}" for one in got.found.items)
    yield card.caption


def _cells(one: Driver) -> str:
    share, low, high = (formats.percent(f"{value * 100:.1f}") for value in (one.share, one.low, one.high))
    return f"{share:>10}  {low:>8}  {high:>8}  {formats.whole(one.n):>10}"
