"""Names found in the data that no channel claims, and the name each of them is probably a spelling of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from charts import theme
from data_access.settings.model import Channel
from data_access.settings.taxonomy import key as folded

_ALIKE = 0.8  # of the letters, in order: "Onlne" and "Online" are, "Chat" and "Branch" are not
_SHORTEST_PART = 4  # letters a name must have to be looked for inside another: "App" is in too many words


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A name as files write it, the facts it stands on, and the channel (or other name) it may be another spelling of."""

    name: str
    rows: int
    near: str | None


def unclaimed(
    written: Sequence[tuple[str, int]], channels: Sequence[Channel], most: int
) -> tuple[tuple[Unclaimed, ...], tuple[str, ...]]:
    """(the first `most` of them, the names of all). `written`: names in the data with their facts, most first.

    A near miss prefers a channel, then a more frequent name.
    """
    owner = {folded(name): channel.name for channel in channels for name in (channel.name, *channel.aliases)}
    free = [(name, rows) for name, rows in written if folded(name) not in owner]
    found, known = [], dict(owner)
    for name, rows in free[:most]:
        like = near(name, owner) or near(name, known)
        found.append(Unclaimed(name, rows, known[like] if like else None))
        known.setdefault(folded(name), name)
    return tuple(found), tuple(name for name, _ in free)


def near(name: str, known: Iterable[str]) -> str | None:
    """Which of the folded names `known` this one is most like; None when it is like none of them."""
    mine = folded(name)
    scored = [(likeness(mine, other), other) for other in known if other != mine]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else None


def likeness(one: str, other: str) -> float:
    """0 … 1: the same channel under two usual names, one name inside the other, or nearly the same letters."""
    usual = theme.same_channel(one, other)
    if usual is not None:
        return float(usual)
    short, long = sorted((one, other), key=len)
    if len(short) >= _SHORTEST_PART and short in long:
        return 0.9
    return SequenceMatcher(None, one, other).ratio()
