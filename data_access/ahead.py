"""Work side by side: of several steps, each makes its next item while one is used; of several columns, two are read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

T = TypeVar("T")
U = TypeVar("U")
_END = object()


def ahead(items: Iterable[T], depth: int = 1) -> Iterator[T]:
    """The same items in the same order, each made in a thread of its own, up to `depth` before they are asked for."""
    iterator = iter(items)
    with ThreadPoolExecutor(1) as worker:
        coming = deque(worker.submit(next, iterator, _END) for _ in range(depth))
        while (item := coming.popleft().result()) is not _END:
            coming.append(worker.submit(next, iterator, _END))
            yield cast(T, item)


class Beside:
    """A second hand, for work on arrays, which leaves the interpreter free: one thread, kept as long as this is."""

    def __init__(self) -> None:
        self._hand = ThreadPoolExecutor(1)

    def both(self, mine: Callable[[], T], other: Callable[[], U]) -> tuple[T, U]:
        """Both answers; `other` is made by the second hand meanwhile."""
        coming = self._hand.submit(other)
        return mine(), coming.result()
