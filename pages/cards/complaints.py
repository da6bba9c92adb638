"""Cards about complaints: how many, how fast, on time, what waits, and whether the customer came back whole."""

from __future__ import annotations

from functools import partial

from charts.data import counts_data, curve_data
from charts.figures import age_bands, survival
from metrics import formats
from metrics.definitions.complaints import age_bands as bands_of
from metrics.definitions.complaints import survival_curve
from metrics.frames import BACKLOG, DURATIONS
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.series import trend_card, volume_card
from pages.cards.words import caption, tone
from pages.ui.text import t


def volume(ask: Ask) -> CardView:
    """Complaints opened per period."""
    return volume_card(ask, "complaints", "complaints", t("How many complaints reach us?"))


def first_response(ask: Ask) -> CardView:
    """How long customers wait for a first response, unanswered complaints included."""
    return _speed(ask, "first_response", "first_response", t("How soon do customers hear from us?"))


def resolution(ask: Ask) -> CardView:
    """How long until a complaint is resolved, open ones included."""
    return _speed(ask, "resolution_time", "resolution", t("How long until it is put right?"))


def _speed(ask: Ask, metric: str, clock: str, question: str) -> CardView:
    readout = ask.readout(metric)
    counts = ask.fetch(DURATIONS, ask.filters, ask.scope, by=(), grain=None, options={"clock": clock})
    curve = survival_curve(counts, readout.rules.conf)
    chart = partial(survival, curve, readout) if curve else None
    note = t("cases still open are counted") if curve else ""
    return CardView(
        metric, question, sentence(readout), tone(readout), chart, caption(readout, note), (readout,), "line",
        curve_data(curve) if curve else None,
    )


def attainment(ask: Ask) -> CardView:
    """Share resolved by the due date; open and past due counts as missed."""
    return trend_card(ask, "deadline_attainment", t("Do we keep our deadlines?"))


def backlog_age(ask: Ask) -> CardView:
    """How old the open complaints are."""
    readout = ask.readout("backlog")
    counts = ask.fetch(BACKLOG, ask.filters, ask.scope, by=(), grain=None, options={})
    bands = [(t(label), n) for label, n in bands_of(counts)]
    return CardView(
        "backlog", t("How old is what still waits?"), sentence(readout), tone(readout),
        partial(age_bands, bands, readout) if any(n for _, n in bands) else None,
        caption(readout, t("open as of {when}, whenever opened", when=formats.day(readout.as_of.date()))), (readout,), "column",
        counts_data(bands, readout.metric.title),
    )


def recovery(ask: Ask) -> CardView:
    """Share of customers satisfied after their complaint was resolved."""
    return trend_card(ask, "recovery_rate", t("Are customers satisfied after we have answered?"))


def confirmed(ask: Ask) -> CardView:
    """Share of complaints the customer says are resolved."""
    return trend_card(ask, "confirmed_resolution", t("Do customers say it is resolved?"))


def rate(ask: Ask) -> CardView:
    """Complaints per 1,000 contacts: a rising count may only be rising business."""
    return trend_card(ask, "complaint_rate", t("Do more contacts end in a complaint?"))
