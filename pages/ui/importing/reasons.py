"""Reasons that a mapping carries as English text, in the reader's language: what the look at the same file has said."""

from __future__ import annotations

from data_access.importing.inspection import Inspection
from metrics.phrases import Phrase, spoken


def spoken_reason(reason: str, found: Inspection) -> str:
    """A reason as this file's look gave it, or one that is a sentence of the catalogue; any other as it is written."""
    known = {str(column.reason): column.reason for column in found.columns}
    return spoken(known.get(reason) or Phrase(reason, reason, {}))
