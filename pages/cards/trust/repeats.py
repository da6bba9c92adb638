"""The same customer answering twice: how often, and what that leaves of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from charts.data import ChartData, DataSeries, Value
from charts.figures.bars import Bar, bars
from charts.theme import theme
from metrics import formats
from metrics.frames import REPEATS
from metrics.readout import Readout
from metrics.repeated import Repeats
from metrics.results import Estimate
from metrics.saying import one_after_another
from metrics.slicing import columns
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.trust.score import main_score
from pages.cards.words import caption
from pages.ui.text import t


def repeated(ask: Ask) -> CardView:
    """Answers, customers, who answered more than once, and how many independent answers they are worth."""
    readout = main_score(ask)
    found = _counted(ask, readout)
    drawn = [_bar(band, found) for band in found.bands()]
    if found.unnamed:
        drawn.append(_nobody(found))
    return CardView(
        "repeated", t("Are these all different customers?"), _told(readout, found), "neutral",
        partial(bars, drawn) if drawn else None, caption(readout, *_left(found)), (readout,), "bar",
        _data(found), workings=_workings(readout, found),
    )  # fmt: skip


def _counted(ask: Ask, readout: Readout) -> Repeats:
    options = {"kind": readout.options["kind"]}
    return Repeats.of(columns(ask.fetch(REPEATS, ask.filters, ask.scope, by=(), grain=None, options=options)))


def _told(readout: Readout, found: Repeats) -> str:
    if not found.answers:
        return t("No data for this selection.")
    if not found.customers:
        return t("The answers name no customer, so nobody can say who answered twice ({n}).", n=_answers(found.answers))
    named = {"n": _answers(found.answers - found.unnamed), "customers": formats.counted(found.customers, "customers")}
    if not found.several:
        return t("Every customer answered once: {n} from {customers}.", **named)
    several = t("{k} answered more than once, one of them {most} times.",
                k=formats.counted(found.several, "customers"), most=formats.whole(found.most))  # fmt: skip
    result = readout.overall
    effective = result.detail.get("effective_n") if isinstance(result, Estimate) else None
    if effective is None:
        return one_after_another(t("{n} from {customers}.", **named), several)
    return one_after_another(_worth(found, effective, named), several)


def _worth(found: Repeats, effective: float, named: dict[str, str]) -> str:
    if round(effective) >= found.answers:
        return t("{n} from {customers}: still worth as much as if each were another customer's.", **named)
    return t("{n} from {customers}: all together worth about {worth} independent ones.", worth=_roughly(effective), **named)


def _roughly(n: float) -> str:
    """5,610 of 5,607.3: three digits say "about"."""
    step = 10 ** max(len(str(int(n))) - 3, 0)
    return formats.whole(round(n / step) * step)


def _answers(n: int) -> str:
    return formats.counted(n, "answers")


def _times(given: int, *, more: bool) -> str:
    if more:
        return t("{n} times or more", n=given)
    return {1: t("Once"), 2: t("Twice")}.get(given, t("{n} times", n=given))


def _bar(band: tuple[int, bool, int, int], found: Repeats) -> Bar:
    given, more, customers, answers = band
    share = customers / found.customers
    figures = f"{formats.counted(customers, 'customers')} · {_answers(answers)}"
    name = _times(given, more=more)
    return Bar(name, share, 1.0, figures, (name, figures, _percent(share, t("of the customers"))), given > 1)


def _nobody(found: Repeats) -> Bar:
    name = t("Without a customer")
    filled = 0.0 if found.customers else 1.0  # bars tell shares of the customers; where there are none, of the answers
    return Bar(name, filled, 0.0, _answers(found.unnamed), (name, _answers(found.unnamed)), False)


def _percent(share: float, of_what: str) -> str:
    return f"{formats.percent(f'{share * 100:.1f}')} {of_what}"


def _left(found: Repeats) -> Sequence[str]:
    if not found.unnamed or not found.customers:
        return ()
    return (t("{n} without a customer, each counted by its response", n=_answers(found.unnamed)),)


def _data(found: Repeats) -> ChartData:
    bands = found.bands()
    points = tuple(
        Value(customers, f"{formats.counted(customers, 'customers')}, {_answers(answers)}", n=answers)
        for _, _, customers, answers in bands
    )
    names = tuple(_times(given, more=more) for given, more, _, _ in bands)
    return ChartData("bar", names, (DataSeries(t("Customers"), theme("light").accent, points),), "#,##0", (0.0, None))


def _workings(readout: Readout, found: Repeats) -> tuple[tuple[str, str], ...]:
    """What the interval knows of it."""
    detail = readout.overall.detail
    lines = [
        (t("Answers"), formats.whole(found.answers)), (t("Different customers"), formats.whole(found.customers)),
        (t("Answered more than once"), formats.whole(found.several)),
        (t("Most answers of one customer"), formats.whole(found.most)),
    ]  # fmt: skip
    if "design_effect" in detail:
        lines.append((
            t("Design effect"),
            t("{deff}: the variance over customers, divided by that of as many independent answers; effective number "
              "{n} = answers / design effect", deff=f"{detail['design_effect']:.3f}", n=f"{detail['effective_n']:,.0f}"),
        ))  # fmt: skip
    return tuple(lines)
