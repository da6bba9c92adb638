"""On files as their publishers released them, every number is the same on pages, in rows and in every file."""

from __future__ import annotations

import io

from commands import agreement
from commands.parsers import whole
from data_access.loading import Batch
from data_access.store import Store
from tests.real_files.files import REAL

pytestmark = REAL


def test_every_number_agrees_everywhere(loaded: tuple[Store, dict[str, list[Batch]]]) -> None:
    out = io.StringIO()
    assert agreement.check(whole(loaded[0]), out) == 0, out.getvalue()
    assert "no difference" in out.getvalue()
