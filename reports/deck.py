"""Cards as slides: question, verdict, a native chart that can be edited, n, filters, definition, as-of."""

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
from charts.voice import ENGLISH, Voice
from metrics import formats
from reports.content import CardContent
from reports.native_chart import add_chart
from reports.safe_text import clean
from reports.typeface import set_typeface

_TITLE_ONLY = 5  # the default template's layout with a title placeholder: outline and screen readers find it
_LEFT, _WIDTH, _HEIGHT = 0.62, 12.1, 7.5  # inches on a 13.333 x 7.5 slide
_PIXELS = 96.0


def card_slide(cards: Sequence[CardContent], *, voice: Voice = ENGLISH) -> bytes:
    """A 16:9 PowerPoint file, one slide per card, light on white. Values of the charts equal the readouts'; every
    value's interval and n stand in the slide's notes. Embedded workbooks hold no formula and no link."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(_HEIGHT)
    for card in cards:
        _slide(deck, card, voice)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _slide(deck: Any, card: CardContent, voice: Voice) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    colours = theme("light")
    title = slide.shapes.title
    at = 0.38
    at = _write(title, card.question, at, size=26, colour=colours.ink, bold=True)
    at = _write(slide.shapes.add_textbox(0, 0, 0, 0), card.verdict, at + 0.04, size=17, colour=colours.ink)
    below = [" · ".join([card.caption, *card.chart.said]), card.definition, _circumstances(card, voice)]
    height = sum(_tall(words, 11) for words in below)
    foot = _HEIGHT - 0.3 - height
    alt = f"{card.question} {card.verdict}"
    add_chart(slide, card.chart, (_LEFT - 0.1, at + 0.12, _WIDTH + 0.2, foot - at - 0.24), alt=alt)
    for words in below:
        foot = _write(slide.shapes.add_textbox(0, 0, 0, 0), words, foot, size=11, colour=colours.muted)
    slide.notes_slide.notes_text_frame.text = clean_lines(_values(card))


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


def _circumstances(card: CardContent, voice: Voice) -> str:
    return " · ".join(
        [
            card.sentence,
            voice.words("as of {when}", when=formats.moment(card.as_of)),
            voice.words("data version {version}", version=card.data_version),
        ]
    )


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
