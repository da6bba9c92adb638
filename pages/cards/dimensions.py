"""By what a metric can be broken down, and by what a change can be split."""

from __future__ import annotations

from data_access.scope import Scope
from data_access.store import Store
from metrics.frames import ATTRIBUTE, UNKNOWN
from metrics.metric import Metric


def dimensions_of(metric: Metric, store: Store, scope: Scope) -> list[str]:
    """Dimensions the metric's facts have and anybody used, and the columns of loaded files as "attr:NAME"."""
    used = [d for d in metric.frame.dims if d not in metric.inner and {*store.choices(d, scope)} - {UNKNOWN}]
    return [*used, *(ATTRIBUTE + name for name in store.attributes(scope))]


def splitting_dimensions(metric: Metric, store: Store, scope: Scope) -> list[str]:
    """Those of `dimensions_of` that cut the answers into groups apart from each other: where groups overlap, a split of a
    change is not defined. A question with several choices is stored choice by choice, each of them such a cut: chosen or
    not."""
    return [one for one in dimensions_of(metric, store, scope) if one not in metric.frame.overlapping]
