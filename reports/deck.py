"""Cards and pages as slides: question, verdict, a native chart that can be edited, n, filters, definition, as-of."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from charts.labels import wrap
from charts.theme import theme
from metrics.saying import say
from reports.content import CardContent, PageContent
from reports.native_chart import add_chart
from reports.safe_text import clean
from reports.slide_table import Cell, add_table
from reports.tile_words import tile_words
from reports.typeface import set_typeface

_TITLE_ONLY = 5  # the default template's layout with a title placeholder: outline and screen readers find it
_LEFT, _WIDTH, _HEIGHT = 0.62, 12.1, 7.5  # inches on a 13.333 x 7.5 slide
_PIXELS = 96.0


def deck(content: CardContent | PageContent) -> bytes:
    """A 16:9 PowerPoint file, light on white: a page begins with a summary, each card has a slide. Values of the charts
    equal the readouts'; every value's interval and n stand in the slide's notes. Embedded workbooks hold no formula
    and no link."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(13.333), Inches(_HEIGHT)
    made.core_properties.title = clean(content.question)[:250]
    if isinstance(content, PageContent):
        _summary(made, content)
    for card in content.cards if isinstance(content, PageContent) else (content,):
        _slide(made, card)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _summary(made: Any, page: PageContent) -> None:
    """The page's tiles as a table; where it has none, what its cards say."""
    slide = made.slides.add_slide(made.slide_layouts[_TITLE_ONLY])
    colours = theme("light")
    at = _write(slide.shapes.title, page.question, 0.38, size=30, colour=colours.ink, bold=True)
    if page.compared:
        words = say("Compared with: {what}", what=page.compared)
        at = _write(slide.shapes.add_textbox(0, 0, 0, 0), words, at + 0.04, size=15, colour=colours.muted)
    foot = _HEIGHT - 0.3 - _tall(page.circumstances(), 11)
    heads, rows, widths, size = _tiles(page) if page.tiles else _verdicts(page)
    box = (_LEFT, at + 0.25, _WIDTH, min(0.5 * (len(rows) + 1), foot - at - 0.4))
    add_table(slide, heads, rows, box, widths, size=size, bold=1 if page.tiles else None)
    _write(slide.shapes.add_textbox(0, 0, 0, 0), page.circumstances(), foot, size=11, colour=colours.muted)


def _tiles(page: PageContent) -> tuple[list[str], list[list[Cell]], list[float], float]:
    """Heads, rows, widths and type size of the tiles' table; the target's column only where a target was set."""
    colours = theme("light")
    tones = {"better": colours.better, "worse": colours.worse}
    heads = [say("Measure"), say("Value"), say("Interval"), "n", say("Verdict")]
    tiles = [tile_words(tile.name, tile.readout) for tile in page.tiles]
    rows: list[list[Cell]] = [
        [(tile.name, colours.ink), (tile.value, colours.ink), (tile.interval, colours.muted), (tile.n, colours.muted),
         (tile.verdict, tones.get(tile.tone, colours.ink))]
        for tile in tiles
    ]  # fmt: skip
    if not any(tile.target for tile in tiles):
        return heads, rows, [0.21, 0.13, 0.3, 0.17, 0.19], 15
    rows = [[*row, (tile.target or "–", colours.ink)] for row, tile in zip(rows, tiles, strict=True)]
    return [*heads, say("Target")], rows, [0.19, 0.1, 0.25, 0.14, 0.16, 0.16], 14


def _verdicts(page: PageContent) -> tuple[list[str], list[list[Cell]], list[float], float]:
    colours = theme("light")
    rows = [[(card.question, colours.muted), (card.verdict, colours.ink)] for card in page.cards]
    return [say("Question"), say("Verdict")], rows, [0.36, 0.64], 13


def _slide(made: Any, card: CardContent) -> None:
    slide = made.slides.add_slide(made.slide_layouts[_TITLE_ONLY])
    colours = theme("light")
    at = _write(slide.shapes.title, card.question, 0.38, size=26, colour=colours.ink, bold=True)
    at = _write(slide.shapes.add_textbox(0, 0, 0, 0), card.verdict, at + 0.04, size=17, colour=colours.ink)
    below = [" · ".join([card.caption, *card.chart.said]), " · ".join(card.chart.notes), card.definition, card.circumstances()]
    below = [words for words in below if words]
    foot = _HEIGHT - 0.3 - sum(_tall(words, 11) for words in below)
    alt = f"{card.question} {card.verdict}"
    if card.chart.drawable:
        add_chart(slide, card.chart, (_LEFT - 0.1, at + 0.12, _WIDTH + 0.2, foot - at - 0.24), alt=alt)
    for words in below:
        foot = _write(slide.shapes.add_textbox(0, 0, 0, 0), words, foot, size=11, colour=colours.muted)
    slide.notes_slide.notes_text_frame.text = clean_lines([*_values(card), "", *(f"{k}: {v}" for k, v in card.receipt)])


def _write(shape: Any, words: str, top: float, *, size: int, colour: str, bold: bool = False) -> float:
    """Put words into a shape at `top` inches, as high as they need; the lower edge comes back."""
    tall = _tall(words, size * 1.09 if bold else size)  # bold runs wider
    shape.left, shape.top, shape.width, shape.height = (Inches(v) for v in (_LEFT, top, _WIDTH, tall))
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = clean(words)
    for paragraph in frame.paragraphs:
        paragraph.alignment = 1
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = RGBColor.from_string(colour[1:])
            set_typeface(run._r.get_or_add_rPr())
    return top + tall


def _tall(words: str, size: float) -> float:
    """Height in inches of wrapped words. No font was measured, so 8 % of the width stays free."""
    lines = len(wrap(clean(words), _WIDTH * 0.92 * _PIXELS, size * _PIXELS / 72)) or 1
    return lines * size * 1.28 / 72


def _values(card: CardContent) -> list[str]:
    """Every value with its interval and n: what a native chart cannot show."""
    several = len(card.chart.series) > 1
    return [
        f"{category}{f', {one.name}' if several else ''}: {point.words}"
        for one in card.chart.series
        for category, point in zip(card.chart.categories, one.points, strict=True)
    ]


def clean_lines(lines: Sequence[str]) -> str:
    """Lines of notes, each cleaned alone."""
    return "\n".join(clean(line) for line in lines)
