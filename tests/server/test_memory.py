"""What lives long is not walked by every collection; what dies is still found."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from server import memory


class Knot:
    """An object only a collection can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def short_collections(monkeypatch) -> Iterator[None]:
    monkeypatch.setattr(memory, "SLOW_SECONDS", 0.0)
    memory.keep_collections_short()
    yield
    gc.callbacks.remove(memory._after_collection)
    gc.unfreeze()


def test_what_outlives_a_slow_collection_is_not_walked_again(short_collections):
    kept = [Knot() for _ in range(1000)]
    before = gc.get_freeze_count()
    gc.collect()
    assert gc.get_freeze_count() >= before + len(kept)


def test_garbage_is_not_frozen_and_frozen_garbage_is_found_by_thawing(short_collections):
    early = weakref.ref(Knot())
    gc.collect()
    assert early() is None
    knot = Knot()
    late = weakref.ref(knot)
    gc.collect()
    del knot
    gc.collect()
    assert late() is not None  # frozen while it lived
    memory.thaw()
    assert late() is None
