"""Work of several steps side by side: while one step's item is used, the step before makes the next."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

T = TypeVar("T")
_END = object()


def ahead(items: Iterable[T], depth: int = 1) -> Iterator[T]:
    """The same items in the same order, each made in a thread of its own, up to `depth` before they are asked for."""
    iterator = iter(items)
    with ThreadPoolExecutor(1) as worker:
        coming = deque(worker.submit(next, iterator, _END) for _ in range(depth))
        while (item := coming.popleft().result()) is not _END:
            coming.append(worker.submit(next, iterator, _END))
            yield cast(T, item)
