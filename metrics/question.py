"""What can be asked of a metric: the shapes of what `evaluate` is given, and the checks before anything is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, Self

import pandas as pd

from metrics.errors import QuestionError
from metrics.frames import ATTRIBUTE, GRAINS, Frame
from metrics.metric import Metric
from metrics.restated import Restated
from metrics.rules import Rules
from metrics.saying import word

COMPARISONS = {
    "previous": word("previous period ({period})"), "last_year": word("same period last year ({period})"),
    "to_date": word("to date, like for like ({period})"), "none": "",
}  # fmt: skip


class Filters(Protocol):
    """What is selected (see `data_access.filters.Filters`): a frozen dataclass, a period and values per dimension."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...
    @property
    def values(self) -> tuple[tuple[str, tuple[str, ...]], ...]: ...

    def compared(self, how: str, week_start: int = 0, /) -> Self | None: ...
    def period(self) -> str: ...
    def sentence(self) -> str: ...
    def not_applied(self, frame: Frame, /) -> tuple[str, ...]: ...
    def up_to(self, as_of: datetime, /) -> Self: ...


class Fetch(Protocol):
    """Answers one frame at a time, bound to an as-of and a data version."""

    @property
    def as_of(self) -> datetime: ...
    @property
    def data_version(self) -> str: ...
    @property
    def rules(self) -> Rules: ...
    @property
    def restated(self) -> tuple[Restated, ...]: ...

    def __call__(
        self,
        frame: Frame,
        filters: Any,
        scope: Any,
        *,
        by: tuple[str, ...],
        grain: str | None,
        options: Mapping[str, Any],
    ) -> pd.DataFrame: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked question, with everything a fetch needs; `frame_options` are those the frame itself takes."""

    metric: Metric
    fetch: Fetch
    filters: Any
    scope: Any
    by: tuple[str, ...]
    grain: str | None
    options: Mapping[str, Any]

    @property
    def rules(self) -> Rules:
        return self.fetch.rules

    @property
    def frame_options(self) -> dict[str, Any]:
        return {name: value for name, value in self.options.items() if name in self.metric.frame.options}

    def counts(
        self, filters: Any, frame: Frame | None = None, *, by: tuple[str, ...] = (), grain: str | None = None
    ) -> pd.DataFrame:
        """One frame over `filters`; a metric's inner dimensions come behind the breakdown's."""
        wanted = frame or self.metric.frame
        inner = self.metric.inner if wanted is self.metric.frame else ()
        options = {name: value for name, value in self.options.items() if name in wanted.options}
        return self.fetch(wanted, filters, self.scope, by=by + inner, grain=grain, options=options)

    def respondents(self, filters: Any, *, by: tuple[str, ...] = (), grain: str | None = None) -> pd.DataFrame:
        """Sums over those who gave the answers of a metric with `answering`."""
        how = self.metric.answering
        if how is None:
            raise QuestionError(f"{self.metric.key} does not count answers; it has no respondents.")
        options: dict[str, Any] = {name: self.options.get(name) for name in ("kind", "weights") if name in how.people.options}
        options |= {"measure": how.measure} | ({"top": how.top} if how.top else {})
        return self.fetch(how.people, filters, self.scope, by=by, grain=grain, options=options)


def checked_options(metric: Metric, options: Mapping[str, Any] | None) -> dict[str, Any]:
    """The metric's defaults overlaid with `options`; QuestionError for one it does not take, or one that is missing."""
    given = dict(options or {})
    possible = sorted({*metric.frame.options, *metric.options})
    unknown = sorted(set(given) - set(possible))
    if unknown:
        can = ", ".join(possible) or "none"
        raise QuestionError(f"{metric.key} does not take the option {unknown[0]!r}; it takes: {can}.")
    merged = {**metric.options, **given}
    if merged.get("weights") not in (None, "source"):
        raise QuestionError(f"there are no weights {merged['weights']!r}; give 'source' for those of the files, or none.")
    missing = [name for name in metric.required if not merged.get(name)]
    if missing:
        raise QuestionError(f"{metric.key} needs the option {missing[0]!r}; give it a value.")
    return merged


def check(metric: Metric, by: tuple[str, ...], grain: str | None, compare: str) -> None:
    """QuestionError, naming what is possible, for a grain, breakdown or comparison this metric cannot answer."""
    if grain is not None and grain not in GRAINS:
        raise QuestionError(f"there is no grain {grain!r}; choose one of {', '.join(GRAINS)}, or none.")
    if grain is not None and metric.frame.snapshot:
        raise QuestionError(
            f"{metric.key} is the state at the as-of time, so it has no {grain}s; ask it without a grain."
        )
    if compare not in COMPARISONS:
        raise QuestionError(f"there is no comparison {compare!r}; choose one of {', '.join(COMPARISONS)}.")
    possible = [name for name in metric.frame.dims if name not in metric.inner]
    for name in by:
        if name not in possible and not (name.startswith(ATTRIBUTE) and len(name) > len(ATTRIBUTE)):
            can = ", ".join(possible)
            raise QuestionError(
                f"{metric.key} cannot be broken down by {name!r}; choose from {can} or {ATTRIBUTE}<column of the file>."
            )
    if len(set(by)) != len(by):
        raise QuestionError(f"a dimension appears twice in {', '.join(by)}; name each once.")
    if metric.needs_by and not by:
        raise QuestionError(f"{metric.key} is a share within a breakdown; choose from {', '.join(possible)}.")
