"""Cards about what moved a score: the groups themselves, or answers moving between them, by a dimension of choice.

Tile and trend tell of a reversal by channel whatever is chosen here: what they say must not hang on another card's choice.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from charts.causes import causes_data
from charts.figures import dots, waterfall
from charts.figures.waterfall import Cause
from metrics import formats
from metrics.readout import Readout, Word
from metrics.results import Estimate
from metrics.saying import one_after_another
from metrics.split import REST, Split, split, together
from metrics.split_words import split_words, with_reach
from metrics.verdict import sentence, spread
from pages.cards.ask import CHANNEL, Ask
from pages.cards.card import CardView
from pages.cards.words import caption, tone
from pages.ui.text import t

MOST_BARS = 7  # groups with a bar of their own: more would be too thin to read


def csat_moved(ask: Ask) -> CardView:
    """CSAT between the two periods, by the chosen dimension."""
    return moved_by(ask, "csat", t("What moved satisfaction, by {what}?", what=formats.dimension(ask.split_by)))


def nps_moved(ask: Ask) -> CardView:
    """NPS between the two periods, by the chosen dimension."""
    return moved_by(ask, "nps", t("What moved the recommendation, by {what}?", what=formats.dimension(ask.split_by)))


def checked(ask: Ask, readout: Readout) -> Readout:
    """The readout of everybody, with whether its change is one that no channel shows: then it must not be told alone."""
    if readout.by or not readout.metric.weighable or not _told(readout):
        return readout
    found = split_of(ask, readout.metric.key, CHANNEL)
    return replace(readout, reversed=found is not None and found[2].reversed)


def split_of(ask: Ask, metric: str, by: str) -> tuple[Readout, Readout, Split] | None:
    """(now, then, the change split by a dimension); None where there is nothing to compare with, or fewer than two groups."""
    before = ask.before(metric)
    if before is None:
        return None
    now, then = (one.readout(metric, by=(by,)) for one in (ask, before))
    parts = split(then, now)
    return None if parts is None or len(parts.moves) < 2 else (now, then, parts)


def moved_by(ask: Ask, metric: str, question: str) -> CardView:
    """The change split into what the groups did and what the move between them did; where it cannot be, how they stand."""
    key, by, found = f"{metric}_moved", ask.split_by, split_of(ask, metric, ask.split_by)
    if found is None:
        now = ask.readout(metric, by=(by,))
        told = one_after_another(_unsplit(ask, now), spread(now) if len(now.rows) > 1 else _only(now) or sentence(now))
        return CardView(key, question, told, "neutral", partial(dots, now) if now.rows else None, caption(now), (now,), "bar")
    now, then, parts = found
    causes = _causes(parts, by)
    return CardView(
        key, question, split_words(now.metric, parts, called=_called(ask, metric), by=by), tone(now),
        partial(waterfall, now.metric, parts.before, parts.after, causes),
        caption(now, t("{n} before", n=f"{parts.n_before:,}"), t("grey: no more than chance")), (now, then), "bar",
        causes_data(now.metric, causes), workings=_workings(now, parts),
    )  # fmt: skip


def _only(readout: Readout) -> str:
    """What is said of a single group: nothing can have moved."""
    known = [row.group[0] for row in readout.rows if isinstance(row.result, Estimate)]
    what = formats.dimension(readout.by[0])
    return t("All answers have one {what}: {group}.", what=what, group=known[0]) if len(known) == 1 else ""


def _unsplit(ask: Ask, now: Readout) -> str:
    """Why the change is not split; empty where the rest says it."""
    if ask.before(now.metric.key) is None:
        return t("There is no earlier period to compare with.") if now.overall.n else ""
    if len(now.rows) < 2 or not isinstance(now.overall, Estimate):
        return ""
    return t("The change cannot be split: no {group} has enough answers in both periods.", group=formats.group_word(now.by[0]))


def _called(ask: Ask, metric: str) -> bool:
    """Whether the screen calls the change at all: as the tile and the trend do."""
    return _told(ask.over_time(metric))


def _told(readout: Readout) -> bool:
    return readout.verdict is not None and readout.verdict.word in (Word.UP, Word.DOWN)


def _causes(parts: Split, by: str) -> list[Cause]:
    """A bar for each of the largest, one for all others, one for the move between them."""
    own = [Cause(name, effect) for name, effect in parts.groups if name != REST][:MOST_BARS]
    named = {cause.name for cause in own}
    others = [effect for name, effect in parts.groups if name not in named]
    if others:
        own.append(Cause(t("all others"), together(others)))
    moved = t("moved between {groups}", groups=formats.groups_word(by))
    return [*own, Cause(moved, parts.mix, short="" if by == CHANNEL else t("moved between groups"))]


def _workings(now: Readout, parts: Split) -> tuple[tuple[str, str], ...]:
    rest, groups = dict(parts.groups).get(REST), formats.groups_word(now.by[0])
    lines = [
        (t("What moved it"), t(
            "The change of every {group} counts with its mean share of the answers in both periods; what is left of the change"
            " is due to answers moving between {groups}. The two add up exactly.",
            group=formats.group_word(now.by[0]), groups=groups,
        )),
        (t("Inside the {groups}", groups=groups), with_reach(now.metric, parts.rate)),
        (t("Moved between {groups}", groups=groups), with_reach(now.metric, parts.mix)),
        (
            t("The {groups} with too few answers, and those hidden for their sake", groups=groups),
            "" if rest is None else with_reach(now.metric, rest),
        ),
        (t("Formula"), "Σ (r₂ − r₁)·(w₁ + w₂)/2  +  Σ (w₂ − w₁)·((r₁ + r₂)/2 − R̄)"),
        (t("Source of the method"), "Kitagawa 1955; Das Gupta 1978"),
    ]  # fmt: skip
    return tuple((term, text) for term, text in lines if text)
