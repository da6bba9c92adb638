"""Event logs (XES, plain or in gzip) as one row per event: the case's attributes as `case:…`, then the event's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data_access.importing import limits
from data_access.importing.errors import DataError
from data_access.importing.sources import gzipped, package
from metrics.phrases import phrase

if TYPE_CHECKING:
    from data_access.importing.reader import Layout, Progress, Records

CASE = "case:"
_SIMPLE = frozenset({"string", "date", "int", "float", "boolean", "id"})
_HEAD = 1 << 16
Attributes = dict[str, str]


@dataclass(slots=True)
class Found:
    """The attributes of all cases and events in order of appearance, and what cannot be a cell."""

    case: dict[str, None] = field(default_factory=dict)
    event: dict[str, None] = field(default_factory=dict)
    events: int = 0
    cases: int = 0
    without_events: int = 0
    nested: dict[str, int] = field(default_factory=dict)

    @property
    def headers(self) -> tuple[str, ...]:
        """The case's name, the event's attributes, the case's other attributes."""
        case = [CASE + key for key in self.case]
        first = [name for name in case if name == "case:concept:name"]
        return (*first, *self.event, *(name for name in case if name not in first))


def look(path: Path) -> Found:
    """What the whole log holds; raises DataError when it is no log, holds no events, or too many attributes."""
    stamp = path.stat()
    return _look(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=1)
def _look(path: Path, _: int, __: int) -> Found:
    found = Found()
    with gzipped.raw(path) as handle:
        package.refuse_doctype(handle.read(_HEAD))
    with gzipped.raw(path) as handle:
        _gather(found, handle)
    if not found.events:
        raise DataError(
            phrase("The event log holds no events."),
            phrase("At least one event is expected."),
            phrase("Choose another file."),
        )
    return found


def _gather(found: Found, handle: Any) -> None:
    for case, events in _cases(handle, found.nested):
        found.cases += 1
        found.without_events += not events
        found.case.update(dict.fromkeys(case))
        for event in events:
            found.events += 1
            found.event.update(dict.fromkeys(event))
        if len(found.case) + len(found.event) > limits.MOST_COLUMNS:
            raise DataError(
                phrase("The event log has more than {most} attributes.", most=limits.MOST_COLUMNS),
                phrase("At most {n} are read.", n=limits.MOST_COLUMNS),
                phrase("Export fewer of them."),
            )


def records(path: Path, layout: Layout, progress: Progress) -> Records:
    """One row per event, numbered from 1 in the order of the file."""
    size, number = path.stat().st_size, 0
    with gzipped.raw(path) as handle:
        package.refuse_doctype(handle.read(_HEAD))
    with gzipped.raw(path) as handle:
        progress.position = lambda: min(size, handle.tell()) if not handle.closed else size
        for case, events in _cases(handle, {}):
            named = {CASE + key: value for key, value in case.items()}
            for event in events:
                number += 1
                whole = named | event
                yield number, [whole.get(header, "") for header in layout.headers]


def _cases(handle: Any, nested: dict[str, int]) -> Iterator[tuple[Attributes, list[Attributes]]]:
    """(attributes of the case, its events); events outside of any case come as a case without attributes."""
    events: list[Attributes] = []
    for what, element in package.elements(handle, ("trace", "event"), ("start", "end")):
        local = str(element.tag).rpartition("}")[2]
        if what == "start":
            continue
        if local == "event":
            event = _attributes(element, nested)
            parent = element.getparent()
            if parent is not None and str(parent.tag).rpartition("}")[2] == "trace":
                events.append(event)
            else:
                yield {}, [event]
        else:
            yield _attributes(element, nested), events
            events = []
        element.clear()
        if local == "trace":
            while element.getprevious() is not None:
                del element.getparent()[0]


def _attributes(element: Any, nested: dict[str, int]) -> Attributes:
    """key → text; lists, and attributes of attributes, are left out and counted."""
    found: Attributes = {}
    of_event = str(element.tag).endswith("event")
    for child in element:
        kind, key = str(child.tag).rpartition("}")[2], child.get("key")
        if key is None or kind == "event":
            continue
        if kind not in _SIMPLE:
            nested[key] = nested.get(key, 0) + 1
            continue
        if len(child):
            nested[f"parts of {key}"] = nested.get(f"parts of {key}", 0) + 1
        value = child.get("value") or ""
        if len(value) > limits.LONGEST_CELL:
            raise DataError(
                phrase(
                    "The attribute {name!r} holds more than {most:,} characters.",
                    name=key[:60], most=limits.LONGEST_CELL,
                ),
                phrase("Shorter texts are expected."),
                phrase("Shorten it."),
            )
        name, again = (f"event:{key}" if of_event and key.startswith(CASE) else key), 1
        bare = name
        while name in found:
            again += 1
            name = f"{bare} ({again})"
        found[name] = value.upper() if kind == "boolean" else value
    return found
