"""Cards about where customers reach us: volume, share, and whether the mix moved."""

from __future__ import annotations

from functools import partial

from charts.figures import dots, dumbbell, share_over_time, trend
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.family import mix
from pages.cards.series import volume_card
from pages.cards.words import by_word, caption
from pages.ui.text import t


def mix_over_time(ask: Ask) -> CardView:
    """Share of every channel per period; the verdict is about the mix as a whole."""
    shares = ask.readout("contact_share", by=("channel",), over_time=True)
    verdict = mix(ask)
    return CardView(
        "mix", t("Which channels do customers use, and is the mix changing?"),
        verdict.sentence if verdict else sentence(shares), "neutral",
        partial(share_over_time, shares) if shares.rows else None, caption(shares), (shares,), "stack",
    )


def volume(ask: Ask) -> CardView:
    """Contacts per period."""
    return volume_card(ask, "contacts", "volume", t("How many contacts do we have?"))


def channel_change(ask: Ask) -> CardView:
    """Each channel's share before and after: the real changes in full colour."""
    now = ask.readout("contact_share", by=("channel",))
    before = ask.before()
    verdict = mix(ask)
    if before is None or verdict is None:
        return CardView(
            "change", t("Which channel carries how much?"), sentence(now), "neutral",
            partial(dots, now) if now.rows else None, caption(now), (now,), "bar",
        )
    then = before.readout("contact_share", by=("channel",))
    grey = "" if len(verdict.real) == len(verdict.shifts) else t("grey: no more than chance")
    return CardView(
        "change", t("Which channels gained, which lost?"), verdict.movers, "neutral",
        partial(dumbbell, then, now, real=verdict.real), caption(now, grey),
        (now, then), "bar",
    )


def volume_by_channel(ask: Ask) -> CardView:
    """Contacts per channel and period."""
    readout = ask.readout("contacts", by=("channel",), over_time=True)
    verdict = by_word(ask.readout("contacts", by=("channel",))) or sentence(readout)
    return CardView(
        "volume_by_channel", t("How does each channel develop?"), verdict, "neutral",
        partial(trend, readout) if readout.rows else None, caption(readout), (readout,), "line",
    )
