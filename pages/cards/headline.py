"""The Overview's numbers before and after a change: what a restatement did, told in numbers people know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from data_access.fetching import Fetch
from data_access.filters import NONE, Filters
from data_access.scope import Scope
from data_access.store import Store
from metrics import formats, lists
from metrics.evaluate import evaluate
from metrics.metric import Metric
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Result, Withheld
from pages.cards.overview import TILES
from pages.ui.text import t

Told = tuple[str, str]  # a value, and how sure it is and from how many: "82.0 %", "between 80 % and 84 %, n 2,746"


@dataclass(frozen=True, slots=True)
class Moved:
    """One headline number that is not what it was; its words are made when they are read, in the reader's language."""

    metric: str
    before: Result
    after: Result

    def words(self) -> tuple[str, Told, Told]:
        """Name, before and after."""
        metric, pair = by_key(self.metric), (self.before, self.after)
        before, after = (_words(metric, one, formats.shown) for one in pair)
        if before == after:  # they differ further behind the point than people usually read
            before, after = (_words(metric, one, _exactly) for one in pair)
        return t(dict(TILES)[self.metric]), before, after

    def plain(self) -> dict[str, Any]:
        """To be kept with a restatement; `read` is the way back."""
        return {"metric": self.metric, "before": _plain(self.before), "after": _plain(self.after)}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Moved | None:
        """None for a number the Overview no longer has."""
        if plain["metric"] not in dict(TILES):
            return None
        return cls(plain["metric"], _result(plain["before"]), _result(plain["after"]))


Numbers = dict[str, Result]  # by metric


def numbers(store: Store, scope: Scope) -> Numbers:
    """Every headline number over all dates; empty when this person sees no data."""
    as_of, span = store.as_of(scope), store.span(scope)
    if as_of is None or span is None:
        return {}
    fetch = Fetch(store, as_of, store.version_at_hand(), store.rules())
    whole = Filters(span[0], min(span[1], as_of.date()))
    return {key: evaluate(by_key(key), fetch, whole, scope, compare=NONE).overall for key, _ in TILES}


def moved(before: Numbers, after: Numbers) -> tuple[Moved, ...]:
    """Those that differ."""
    return tuple(
        Moved(key, before[key], after[key])
        for key, _ in TILES
        if key in before and key in after and _core(before[key]) != _core(after[key])
    )


def _core(result: Result) -> tuple[object, ...]:
    if isinstance(result, Estimate):
        return (result.value, result.low, result.high, result.n)
    return (result.reason, result.n)


def _plain(result: Result) -> dict[str, Any]:
    if isinstance(result, Estimate):
        return {"value": result.value, "low": result.low, "high": result.high, "n": result.n}
    return {"reason": result.reason.value, "n": result.n, "needed": result.needed}


def _result(plain: Mapping[str, Any]) -> Result:
    if "reason" in plain:
        return Withheld(Reason(plain["reason"]), plain["n"], plain["needed"])
    return Estimate(plain["value"], plain["low"], plain["high"], plain["n"])


def _exactly(metric: Metric, result: Result) -> str:
    return formats.exact(metric, result.value) if isinstance(result, Estimate) else formats.shown(metric, result)


def _words(metric: Metric, result: Result, write: Callable[[Metric, Result], str]) -> Told:
    sure = formats.interval(metric, result) if isinstance(result, Estimate) else ""
    about = lists.clauses([sure, t("n {n}", n=formats.whole(result.n))])
    return write(metric, result), about
