"""What a survey asked, by its name on the command line: a metric of answers takes it as its first breakdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from commands.parsers import dimension
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.by_answer import QUESTION
from metrics.errors import QuestionError
from metrics.frames import ANSWER, ATTRIBUTE
from metrics.registry import by_key

_NEAR = 5


def breakdown(metric: str, names: Sequence[str], store: Store) -> tuple[tuple[str, ...], Mapping[str, Any]]:
    """(by, options) of a metric broken down by `names`. QuestionError with the nearest names for a question nobody asked."""
    by = tuple(dimension(name, store) for name in names)
    if QUESTION not in by_key(metric).frame.options or not by:
        return by, {}
    if by[0] in by_key(metric).frame.dims:
        return by, {}
    found = {one.key: one.asked for one in store.questions(LOCAL_ADMIN)}
    name = names[0] if names[0] in found else names[0].removeprefix(ATTRIBUTE)
    if name in found:
        return (ANSWER, *by[1:]), {QUESTION: found[name]}
    if by[0].removeprefix(ATTRIBUTE) in store.attributes(LOCAL_ADMIN):
        return by, {}
    raise QuestionError(f"there is no question {name!r}; {_nearest(name, [*found, *by_key(metric).frame.dims])}")


def _nearest(name: str, known: Sequence[str]) -> str:
    folded = {one.casefold(): one for one in known}
    near = get_close_matches(name.casefold(), list(folded), _NEAR)
    if near:
        return "near it: " + ", ".join(repr(folded[one]) for one in near) + "."
    more = f" and {len(known) - _NEAR} more" if len(known) > _NEAR else ""
    return "there are: " + ", ".join(repr(one) for one in known[:_NEAR]) + more + "."
