"""The sections of the settings, in the order people meet them; and what a draft of all of them amounts to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from data_access.settings.model import Settings
from metrics.saying import word
from pages.ui.settings import assumptions, certainty, channels, codes, hours, notes, shares, targets, topics, weeks
from pages.ui.settings.desk import Desk, Draft, Problems


@dataclass(frozen=True, slots=True)
class Section:
    """form: the settings' part as fields · read: the fields put onto settings, and what is wrong with them · draw."""

    key: str
    title: str
    form: Callable[[Settings], Any]
    read: Callable[[Any, Settings], tuple[Settings, Problems]]
    draw: Callable[[Desk, Any], None]


SECTIONS = (
    Section("channels", word("Channels"), channels.form, channels.read, channels.draw),
    Section("targets", word("Targets"), targets.form, targets.read, targets.draw),
    Section("notes", word("Notes"), notes.form, notes.read, notes.draw),
    Section("hours", word("Working hours"), hours.form, hours.read, hours.draw),
    Section("weeks", word("Weeks and time zone"), weeks.form, weeks.read, weeks.draw),
    Section("certainty", word("Certainty"), certainty.form, certainty.read, certainty.draw),
    Section("shares", word("Known shares"), shares.form, shares.read, shares.draw),
    Section("codes", word("Codes and labels"), codes.form, codes.read, codes.draw),
    Section("topics", word("Topics"), topics.form, topics.read, topics.draw),
    Section("assumptions", word("Assumptions"), assumptions.form, assumptions.read, assumptions.draw),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft read: the settings it amounts to, all problems by place, and which sections differ or are wrong."""

    settings: Settings
    problems: Problems
    changed: tuple[str, ...]
    wrong: tuple[str, ...]


def draft(base: Settings, shown: Settings | None = None, generation: int = 0) -> Draft:
    """A draft that starts from `base` and shows `shown` (base itself when not given)."""
    under = base if shown is None else shown
    return Draft(base, under, {s.key: s.form(under) for s in SECTIONS}, generation)


def read(draft: Draft) -> Reading:
    """What the draft amounts to. A section that is wrong counts as changed."""
    settings = draft.under
    problems: Problems = {}
    changed: list[str] = []
    wrong: list[str] = []
    for section in SECTIONS:
        after, found = section.read(draft.forms[section.key], settings)
        alone, _ = section.read(draft.forms[section.key], draft.base)
        untouched, _ = section.read(section.form(draft.base), draft.base)  # fields tidy what a document may hold otherwise
        if alone == untouched and not found and draft.under == draft.base:
            after = settings  # nobody changed it here, so it stays to the letter
        changed += [section.key] if found or alone != untouched else []
        wrong += [section.key] if found else []
        settings, problems = after, problems | found
    if settings.rules.colours != draft.base.rules.colours and SECTIONS[0].key not in changed:
        changed.insert(0, SECTIONS[0].key)
    return Reading(settings, problems, tuple(changed), tuple(wrong))
