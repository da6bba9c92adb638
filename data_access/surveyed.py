"""The questions of the surveys: columns of survey files as people were asked them, several choices as one question.

A question that takes several choices lies in a column per choice, "QUESTION: CHOICE" (what an import makes of a cell that
lists choices, or of two rows of names) or "第6题(CHOICE)" (问卷星's codes). Such a column says that it is ticked, in one word
or another ("yes", 1, the choice's own name), or that it is not ("no", 0); any other value makes it a question of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import case, func, select

from data_access.filters import Filters
from data_access.looking import look_up, visible_attributes
from data_access.queries.question import ONE, Option
from data_access.queries.responses import UNTICKED
from data_access.schema import attributes, responses
from data_access.scope import Scope
from metrics.frames import ATTRIBUTE, SURVEY_RESPONSES

if TYPE_CHECKING:
    from data_access.store import Store

_TICKED = frozenset({"yes", "true", "1", "x", "checked", "selected", "是"})  # beside the choice's own words
_TICK_WORDS = sorted(_TICKED | UNTICKED)
_NUMBERED = re.compile(r"(第\d+题)\((.*)\)", re.DOTALL)
_APART = ": "
SEVERAL = " (several answers)"  # in the key of a question that takes several, where a column has its name
_LEADING = re.compile(r"\D{0,2}(\d+)")  # "3、…", "Q3", "第6题"


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """name: as it was asked · asked: what the frame `given_answers` takes as its question · key: for links, the name but
    where another question has that name (`SEVERAL` follows it then)."""

    name: str
    asked: Option
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.key or self.name)

    @property
    def columns(self) -> frozenset[str]:
        """Names of the files' columns that hold its answers."""
        choices = cast("tuple[tuple[str, str], ...]", self.asked)
        asked = [self.asked] if isinstance(self.asked, str) else [column for _, column in choices]
        return frozenset(column.removeprefix(ATTRIBUTE) for column in asked)

    @property
    def several(self) -> bool:
        """Whether one response may give several answers."""
        return not isinstance(self.asked, str)


Column = tuple[str, int, str, int]
"""Name · how many different values it has beside "yes", "no" and their like, in whatever case · one of them · whether (1)
some cell holds a tick or such a value: not "no" alone."""


def questions(store: Store, scope: Scope) -> tuple[SurveyQuestion, ...]:
    """Every question that a response this person may see has answered, in the order of their numbers, then of their names."""
    value = func.lower(func.trim(func.coalesce(attributes.c.value_written, attributes.c.value)))
    own = case((value.not_in(_TICK_WORDS), value))
    ticked = func.max(case((value.not_in(sorted(UNTICKED)), 1), else_=0))
    statement = (
        select(attributes.c.name, func.count(own.distinct()), func.coalesce(func.min(own), ""), ticked)
        .where(attributes.c.facts == "answers", *visible_attributes(scope))
        .group_by(attributes.c.name)
    )
    found = look_up(store, scope, "questions", statement)
    return as_asked((str(name), int(n), str(one), int(some)) for name, n, one, some in found)


def columns_filled(store: Store, scope: Scope, filters: Filters) -> frozenset[str]:
    """Names of the columns in which a response of this selection has a value."""
    mine = select(ONE).where(
        responses.c.source == attributes.c.source, responses.c.record == attributes.c.record,
        *scope.where(responses), *filters.within(responses.c.day), *filters.where(responses, SURVEY_RESPONSES),
    )  # fmt: skip
    statement = (
        select(attributes.c.name).where(attributes.c.facts == "answers", attributes.c.value != "", mine.exists()).distinct()
    )
    return frozenset(str(name) for (name,) in look_up(store, scope, "columns filled", statement, filters))


def as_asked(columns: Iterable[Column]) -> tuple[SurveyQuestion, ...]:
    """Columns put together to questions: two or more ticked columns of one stem are the choices of one."""
    names: list[str] = []
    parts: defaultdict[str, dict[str, str]] = defaultdict(dict)  # stem → choice → column
    for name, different, one, some in columns:
        names.append(name)
        for stem, choice in _stems(name) if different < 2 else ():
            if not (some or choice.strip().casefold() in UNTICKED):
                continue
            if not different or one.strip().casefold() == choice.strip().casefold():
                parts[stem][choice] = name
    found, taken = [], set[str]()
    for stem, choices in sorted(parts.items(), key=lambda pair: (-len(pair[1]), -len(pair[0]), pair[0])):
        free = [(choice, ATTRIBUTE + name) for choice, name in choices.items() if name not in taken]
        if len(free) > 1:
            found.append(SurveyQuestion(stem, tuple(sorted(free)), _free_key(stem, names)))
            taken.update(choices.values())
    found += [SurveyQuestion(name, ATTRIBUTE + name) for name in names if name not in taken]
    return tuple(sorted(found, key=lambda question: _place(question.name)))


def _free_key(stem: str, names: Collection[str]) -> str:
    """The stem, or one no column has as its name."""
    key = stem
    while key in names:
        key += SEVERAL
    return key


def _stems(name: str) -> Iterator[tuple[str, str]]:
    """Every way a name may read as a question and one of its choices."""
    numbered = _NUMBERED.fullmatch(name)
    if numbered is not None:
        yield numbered[1], numbered[2]
        return
    at = name.find(_APART)
    while at > 0:
        if name[at + len(_APART) :].strip():
            yield name[:at], name[at + len(_APART) :]
        at = name.find(_APART, at + 1)


def _place(name: str) -> tuple[float, str]:
    number = _LEADING.match(name)
    return (int(number[1]) if number else float("inf"), name.casefold())
