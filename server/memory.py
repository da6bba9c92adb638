"""Long-lived objects out of the garbage collector's way: Streamlit collects after every script run, and walks them all.

A full collection that took long has just shown that what survived it lives on: it is frozen, so the next one does not walk
it. Frozen objects still go when nobody refers to them; only cycles among them would stay, so `thaw` now and then looks at
everything once.
"""

from __future__ import annotations

import gc
import time

SLOW_SECONDS = 0.002  # of a run of 20 ms; walking what one run leaves takes 0.5 ms
_started = 0.0


def keep_collections_short() -> None:
    """Freeze what exists now, and from now on whatever outlives a slow full collection."""
    gc.collect()
    gc.freeze()
    if _after_collection not in gc.callbacks:
        gc.callbacks.append(_after_collection)


def thaw() -> None:
    """One collection of everything, frozen or not (some 0.1 s a million objects)."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _after_collection(phase: str, info: dict[str, int]) -> None:
    global _started
    if info["generation"] != 2:
        return
    if phase == "start":
        _started = time.thread_time()
    elif time.thread_time() - _started > SLOW_SECONDS:
        gc.freeze()
