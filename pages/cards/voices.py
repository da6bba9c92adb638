"""Cards about what customers write: topics with their scores, and what the unhappy say who did not complain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from charts.figures import pairs
from metrics import formats, lists
from metrics.readout import Readout, Row
from metrics.results import Estimate
from metrics.saying import one_after_another, word
from metrics.topic_scores import apart
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.words import caption, moved
from pages.ui.text import t

_NAMED = 2
_BELOW = word("Less satisfied than the others who write: {groups}.")
_ABOVE = word("More satisfied: {groups}.")


def topics(ask: Ask) -> CardView:
    """How many comments speak of each topic, and how satisfied those who wrote them are."""
    spoken, scored = (in_words(ask.readout(key, by=("topic",))) for key in ("topic_share", "topic_csat"))
    real = apart(scored)
    everybody = formats.shown(scored.metric, scored.overall)
    draw = partial(
        pairs, spoken, scored, heads=(t("Share of comments"), t("Their CSAT (all: {value})", value=everybody)),
        real=frozenset(row.group for row in real),
    )  # fmt: skip
    told = one_after_another(_most(spoken), moved(spoken), _scores(scored, real)) or sentence(spoken)
    plain = tuple(ask.readout(key, by=("topic",)) for key in ("topic_share", "topic_csat"))
    grey = t("grey: no more than chance") if len(real) < len(scored.rows) else ""
    return CardView(
        "topics", t("What do they talk about?"), told, "neutral", draw if spoken.rows else None,
        caption(plain[0], unmatched(spoken), grey), plain, "bar",
    )  # fmt: skip


def in_words(readout: Readout) -> Readout:
    """Topics that came with the product, in the reader's language; those of the house are what it calls them."""
    return replace(readout, rows=tuple(replace(row, group=tuple(map(t, row.group))) for row in readout.rows))


def unmatched(readout: Readout) -> str:
    """How many comments no rule fits: the topics' blind spot."""
    whole = readout.overall
    if not isinstance(whole, Estimate):
        return ""
    share = formats.value(readout.metric, 1 - whole.value)
    return t("{share} match no topic", share=share)


def _most(readout: Readout) -> str:
    known = [(row.group[0], row.result) for row in readout.rows if isinstance(row.result, Estimate)]
    ranked = sorted(known, key=lambda pair: (-pair[1].value, pair[0]))
    if not ranked:
        return ""
    values = [(name, formats.value(readout.metric, result.value)) for name, result in ranked[:2]]
    places = {"first": values[0][0], "most": values[0][1]}
    if len(values) == 1:
        return t("Most is written about {first} ({most} of comments).", **places)
    return t("Most is written about {first} ({most} of comments), then {second} ({next}).", **places, second=values[1][0],
             next=values[1][1])


def _scores(readout: Readout, real: Sequence[Row]) -> str:
    """The topics that go with the lowest scores, else the highest, where that is more than chance."""
    overall = readout.overall
    if not real or not isinstance(overall, Estimate):
        return ""
    known = sorted((row.result.value, row.group[0]) for row in real if isinstance(row.result, Estimate))
    below = [pair for pair in known if pair[0] < overall.value]
    above = [pair for pair in known[::-1] if pair[0] > overall.value]
    parts = [
        t(template, groups=lists.enumerated(
            lists.valued(name, formats.value(readout.metric, value)) for value, name in found[:_NAMED]
        ))
        for found, template in ((below, _BELOW), (above, _ABOVE)) if found
    ]  # fmt: skip
    return next(iter(parts), "")
