"""Cards and pages as the files read them: the same views as on the screen, nothing computed anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.pages import Builder, Page, tile
from pages.cards.receipt import card_receipt
from pages.ui.text import t
from reports.content import CardContent, PageContent, Tile


def card_content(view: CardView, ask: Ask | None = None) -> CardContent:
    """One card; with `ask` its receipt names the files its facts came from."""
    content = CardContent.of(
        view.readouts, question=view.question, verdict=view.verdict, caption=view.caption, kind=view.chart_kind,
        chart=view.chart,
    )  # fmt: skip
    definition = view.definition or content.definition
    return replace(content, key=view.key, tone=view.tone, receipt=card_receipt(view, ask), definition=definition)


def page_content(page: Page, ask: Ask, builders: Sequence[Builder] | None = None) -> PageContent:
    """One page. builders: its cards as the reader chose them (None: as at first)."""
    ask = replace(ask, family=page.family)
    tiles = tuple(Tile(t(name), tile(ask, metric)) for metric, name in page.tiles)
    cards = tuple(card_content(builder(ask), ask) for builder in (page.builders() if builders is None else builders))
    compared = next((r.comparison_label for card in cards for r in card.readouts if r.comparison_label), "")
    return PageContent(
        page.key, t(page.title), t(page.question), tiles, cards, ask.filters.sentence(), ask.fetch.as_of,
        ask.fetch.data_version, compared,
    )  # fmt: skip


def file_name(content: CardContent) -> str:
    """touchstone-<card>-<as of>, without ending: plain ASCII, no data in it."""
    return _name(content.key, content.as_of)


def page_file_name(page: Page, ask: Ask) -> str:
    """touchstone-<page>-<as of>, known before the page's file is made."""
    return _name(page.key, ask.fetch.as_of)


def _name(key: str, as_of: datetime) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", f"touchstone-{key}-{as_of:%Y%m%d}".lower())
