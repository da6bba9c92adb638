"""What a change moves, in words: stored facts restated, and what every number reads anew."""

from __future__ import annotations

from data_access.settings.model import Effect
from metrics import formats
from metrics.saying import word
from pages.ui.text import t

TABLES = {"attributes": "values"}  # facts whose table is not called as people call them
RESTATED = {
    "channel": word("Another channel for {facts}{days}."),
    "mode": word("Served by others than before: {facts}{days}."),
    "cost": word("Another cost for {facts}{days}."),
    "day": word("Counted on another day: {facts}{days}."),
    "resolved_day": word("Resolved on another day: {facts}{days}."),
    "label": word("Another label for {facts}{days}."),
}
READ_ANEW = {
    "conf": word("Every interval and verdict is computed at the new level."),
    "least_answers": word("Scores are withheld or shown by the new minimum."),
    "week_start": word("Weeks are cut anew."), "targets": word("Tiles and trends show the new targets."),
    "known_shares": word("Satisfaction weighted to known shares is computed anew."),
    "notes": word("Trends show the new notes."), "topics": word("Comments are sorted into the new topics."),
    "colours": word("Channels have their new colours."),
    "hours": word("Times in working hours are computed anew."),
    "priors": word("Metrics that lean on assumptions are computed anew."),
    "no_answer": word("Files loaded from now on are read so; those loaded before keep theirs."),
}  # fmt: skip


def sentence(effect: Effect) -> str:
    """Another channel for 12,431 contacts (1 Oct 2025 – 30 Sep 2026)."""
    template = RESTATED.get(effect.what)
    if template is None:
        return t(READ_ANEW.get(effect.what, effect.what))
    days = ""
    if effect.first_day and effect.last_day:
        days = t(" ({first} – {last})", first=formats.day(effect.first_day), last=formats.day(effect.last_day))
    facts = formats.counted(effect.rows, TABLES.get(effect.table, effect.table))
    return t(template, facts=facts, days=days)
