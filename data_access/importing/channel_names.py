"""A file's channel names beside those of the house: which are known, which are new, which look like a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from data_access.settings.model import Channel
from data_access.settings.taxonomy import Taxonomy, key

LEAST_LETTERS = 4  # shorter names differ by a letter and mean different things: "app", "api"
SLIPS = 0.25  # letters that may differ, as a share of the longer name: "Intern" beside "Internet"
RARER = 10  # times: within one file the slip is that much rarer than what was meant
KNOWN, ALIAS, NEW = "known", "alias", "new"


@dataclass(frozen=True, slots=True)
class Met:
    """One channel name of a file. how: known (a channel of the house or one already in the data) | alias | new · channel:
    what it will be shown as · like: a name it may be meant for, to be asked; empty where there is none."""

    written: str
    rows: int
    how: str
    channel: str
    like: str = ""


def met(written: Mapping[str, int], channels: Iterable[Channel], stored: Iterable[str] = ()) -> tuple[Met, ...]:
    """The names of a file (name → rows), the most frequent first. channels: the taxonomy · stored: names in the data so far."""
    house = Taxonomy(channels)
    already = {key(name): name for name in stored}
    names = sorted(written, key=lambda name: (-written[name], name))
    found = []
    for name in names:
        channel = house.of(name)
        if channel is not None:
            found.append(Met(name, written[name], KNOWN if channel.name == name else ALIAS, channel.name))
        elif key(name) in already:
            found.append(Met(name, written[name], KNOWN, already[key(name)]))
        else:
            found.append(Met(name, written[name], NEW, name, _like(name, written, house, already)))
    return tuple(found)


def _like(name: str, written: Mapping[str, int], house: Taxonomy, already: Mapping[str, str]) -> str:
    """The one name this may be a slip of: a channel of the house, one in the data, or a far more frequent one beside it."""
    beside = {key(other): other for other, rows in written.items() if rows >= RARER * written[name]}
    candidates = {**beside, **already, **house.names()}
    mine = key(name)
    near = [(_apart(mine, other), shown) for other, shown in candidates.items() if other != mine and _near(mine, other)]
    return min(near)[1] if near else ""


def _near(one: str, other: str) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    return shorter >= LEAST_LETTERS and _apart(one, other) <= SLIPS * longer


def _apart(one: str, other: str) -> int:
    """Letters added, left out, changed or swapped."""
    return int(OSA.distance(one, other))
