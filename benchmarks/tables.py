"""Figures as Markdown tables, and back into the page that shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

Row = Mapping[str, object]


def markdown(rows: Sequence[Row]) -> str:
    """One table; the columns are the first row's."""
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(_cell(row.get(name)) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def places(page: Path) -> list[tuple[str, int]]:
    """(measure, contacts) of every table the page shows, smaller stores first."""
    found = re.findall(r"<!-- (\w+) (\d+) -->", page.read_text(encoding="utf-8"))
    return sorted(((what, int(contacts)) for what, contacts in found), key=lambda place: place[1])


def put_in(page: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->`.

    Raises:
        ValueError: the page has no such place.
    """
    whole = page.read_text(encoding="utf-8")
    place = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.DOTALL)
    if not place.search(whole):
        raise ValueError(f"{page.name} has no place for {name!r}: expected <!-- {name} --> and <!-- /{name} --> on own lines.")
    page.write_text(place.sub(lambda found: f"{found[1]}{text}\n{found[2]}", whole), encoding="utf-8")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}"
