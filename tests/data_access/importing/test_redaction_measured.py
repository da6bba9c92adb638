"""What redaction finds, and leaves alone, on a fixed part of the generated set that the benchmark measures."""

from __future__ import annotations

import pytest

from benchmarks.redaction import changed, lost, precise
from benchmarks.redaction_set import NOBODYS, NOT_FOUND, PERSONAL, comments

_SEED, _EACH = 7, 60  # another draw than the benchmark's
_LEAST = 0.97


@pytest.mark.parametrize("kind", PERSONAL)
def test_what_has_a_form_is_found_and_little_else_goes(kind: str) -> None:
    found = list(comments({kind: PERSONAL[kind]}, _EACH, _SEED))
    gone = [comment for comment in found if lost(comment)]
    assert len(gone) >= _LEAST * len(found)
    assert sum(map(precise, gone)) >= _LEAST * len(gone)


@pytest.mark.parametrize("kind", NOBODYS)
def test_what_is_nobodys_stays(kind: str) -> None:
    found = list(comments({kind: NOBODYS[kind]}, _EACH, _SEED))
    assert sum(map(changed, found)) <= (1 - _LEAST) * len(found)


@pytest.mark.parametrize("kind", NOT_FOUND)
def test_names_and_streets_are_not_found_and_nobody_says_they_are(kind: str) -> None:
    assert not any(map(lost, comments({kind: NOT_FOUND[kind]}, _EACH, _SEED)))
