"""A card on the screen: question, verdict, chart, caption, quiet actions. The export carries exactly these texts."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import streamlit as st

from charts.figures.base import said
from metrics.readout import Word
from metrics.results import Estimate, Reason, Withheld
from metrics.saying import language
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.card import CardView, Figure
from pages.ui import note, request, states
from pages.ui.drawn import Drawn
from pages.ui.export import offer_export
from pages.ui.receipt import show_receipt
from pages.ui.rows import show_rows
from pages.ui.text import dotted, esc, t, together
from pages.ui.tiles import ARROWS

Builder = Callable[[Ask], CardView]
WIDE = 480  # pixels: a chart this high stands across the page, beside it there would be a hole
CHART = {"displaylogo": False, "displayModeBar": False, "responsive": True}


def card(builder: Builder, *, part: Hashable = None) -> None:
    """Draw one card of the current request. `part` distinguishes builders made by a partial (its choice, hashable)."""
    with states.guarded():
        now = request.current()
        if now.ask is None:
            states.empty_store()
            return
        key = card_key(builder, now.ask, part)
        ask = now.ask
        view: CardView = now.kept(key, lambda: builder(ask))
        shown = now.kept(("shown", now.ground, *key), lambda: _shown(view, now.ground))
        with st.container(key=f"card_{view.key}", gap="small"):
            st.html(shown.words)  # above and below the chart by the style sheet: one element less for every card
            if shown.figure is not None:
                st.plotly_chart(
                    Drawn(shown.figure), key=f"chart_{view.key}", theme=None, config=CHART, alt=view.alt or view.question
                )
            else:
                _nothing(view, now)
            _actions(view, ask, key)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card sends to the browser, made once: its words with the caption as HTML, the figure if there is one."""

    words: str
    figure: Figure | None


def _shown(view: CardView, ground: request.Ground) -> Shown:
    """The figure is drawn here; what it pools, cuts or withholds goes into the caption."""
    figure = view.draw(ground) if view.draw is not None and view.shows_something() else None
    caption = " · ".join([view.caption, *(said(figure) if figure is not None else ())])
    return Shown(f'{_words(view, _room(figure))}<div class="ts-caption">{dotted(caption)}</div>', figure)


def _room(figure: Figure | None) -> str:
    """What the style sheet must know to place a card: that it has nothing to draw, or a high chart."""
    if figure is None:
        return " ts-nothing"
    return " ts-wide" if figure["layout"]["height"] >= WIDE else ""


def card_key(builder: Builder, ask: Ask, part: Hashable = None) -> tuple[Hashable, ...]:
    """What distinguishes one card's content: the builder, its part, the language, and everything asked (scope and data
    version in it)."""
    inner = getattr(builder, "func", builder)
    return ("card", inner.__module__, inner.__qualname__, part, language(), *ask.key)


def _words(view: CardView, room: str) -> str:
    return f'<div class="ts-card{room}"><h2>{esc(view.question)}</h2><p>{_arrow(view)}{together(view.verdict)}</p></div>'


def _arrow(view: CardView) -> str:
    """The verdict's arrow, in the hue of good or bad news; only before the sentence that tells of that change."""
    verdict = view.main.verdict
    if verdict is None or verdict.word not in (Word.UP, Word.DOWN) or not view.verdict.startswith(sentence(view.main)):
        return ""
    return f'<span class="ts-arrow ts-{esc(view.tone)}">{ARROWS[verdict.word]}</span> '


def _nothing(view: CardView, now: request.Request) -> None:
    """Where nothing can be drawn: the next step. None where the state of now is known: no period would change it."""
    missing = view.main.overall
    if isinstance(missing, Estimate) and view.main.metric.frame.snapshot:
        return
    recorded = not (isinstance(missing, Withheld) and missing.reason is Reason.NOT_RECORDED)
    states.nothing_selected(narrowed=now.narrowed() and recorded)


def _actions(view: CardView, ask: Ask, key: tuple[Hashable, ...]) -> None:
    """One element for all of them: every button of its own would cost a run as much as a chart."""
    does: dict[str, Callable[[], None]] = {
        t("How is this computed"): lambda: show_receipt(view, ask),
        t("See the rows"): lambda: show_rows(view, ask, key),
        t("Export"): lambda: offer_export(view),
    }
    if note.may_note(ask.scope):
        does[t("Add note")] = lambda: note.offer_note(view, ask)
    place = f"actions_{view.key}"
    st.pills(  # of the kind that takes several: those are buttons to a screen reader, the other kind are radio buttons
        t("What to do with this card"), list(does), selection_mode="multi", key=place, label_visibility="collapsed",
        on_change=_released, args=(place,),
    )
    chosen = st.session_state.pop(f"{place}_chosen", None)
    if chosen in does:
        does[chosen]()
    note.tell(view)


def _released(place: str) -> None:
    """A press, not a state: what was chosen is done once, and nothing stays pressed."""
    st.session_state[f"{place}_chosen"] = next(iter(st.session_state[place]), None)
    st.session_state[place] = []
