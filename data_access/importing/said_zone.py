"""A time zone that the columns' names speak of: "Submit Date (UTC)", "created at (GMT+8)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data_access.importing.profile import Profile

_NAMED = re.compile(r"[\[(]?\b(?:UTC|GMT)(?:([+-])(\d{1,2})(?::?00)?)?\b[\])]?")


def zone_in_names(profiles: Sequence[Profile]) -> str:
    """The zone all columns of times agree on by name; empty when none or several are named."""
    found = {zone for p in profiles if p.is_date and (zone := _zone(p.name))}
    return found.pop() if len(found) == 1 else ""


def _zone(name: str) -> str:
    said = _NAMED.search(name)
    if said is None:
        return ""
    if said[1] is None or int(said[2]) == 0:
        return "UTC"
    return f"Etc/GMT{'-' if said[1] == '+' else '+'}{int(said[2])}"  # the names of fixed offsets count the other way
