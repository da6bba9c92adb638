"""What the Methods page shows: the glossary as blocks, each with its anchor, ready to be searched."""

from __future__ import annotations

from dataclasses import dataclass

from metrics import glossary
from metrics.drivers.methods import entries as drivers
from metrics.glossary import Entry
from pages.ui.text import esc, t


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic's metrics, in the registry's order."""

    title: str
    entries: tuple[Entry, ...]


def topics() -> tuple[Topic, ...]:
    """Everything, in the reader's language; examples are computed now."""
    found = [Topic(title, entries) for title, entries in glossary.topics()]
    return (*found, Topic(t("Drivers"), tuple(drivers())))


def found(everything: tuple[Topic, ...], words: str) -> tuple[Topic, ...]:
    """The topics that hold every one of the words somewhere, with those metrics only."""
    kept = (Topic(topic.title, tuple(one for one in topic.entries if one.holds(words))) for topic in everything)
    return tuple(topic for topic in kept if topic.entries)


def block(entry: Entry) -> str:
    """One metric as HTML, without its title (which is a heading with an anchor)."""
    facts = "".join(f"<dt>{esc(term)}</dt><dd>{esc(text)}</dd>" for term, text in entry.facts)
    return (
        f'<div class="ts-method"><p>{esc(entry.question)}</p><code>{esc(entry.formula)}</code>'
        f'<dl class="ts-receipt">{facts}</dl></div>'
    )
