"""Cards and pages as an Excel file: a sheet per card with a native chart over its table, the receipt, and every number."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from charts.data import ChartData, Value, number_format
from metrics import formats
from metrics.results import Estimate
from metrics.saying import say
from reports import sheet_chart, table
from reports.content import CardContent, PageContent, Tile
from reports.sheets import Paper, ink, line, muted, put
from reports.tile_words import tile_words

_COLUMNS = (34, 24, 13, 13, 13, 11, 10, 44)  # widths: group, series, value, low, high, n, complete, in words
_ACROSS, _WIDE = len(_COLUMNS), sum(_COLUMNS)
_FORMAT_HEAD = {"bold": True, "bottom": 1, "text_wrap": True}


def workbook(content: CardContent | PageContent) -> bytes:
    """An XLSX file that holds text and numbers only: no formula, no link. Values equal the readouts'; shares are 0..1 and
    shown in per cent, hours are hours. A page has a first sheet with its tiles and a table of contents; the last sheet
    holds every number with interval, n, filters, definition, as-of and data version."""
    out = io.BytesIO()
    paper = Paper(out)
    paper.book.set_properties({"title": content.question, "comments": content.circumstances()})
    if isinstance(content, PageContent):
        front = paper.sheet(content.title)
        names = [_card_sheet(paper, card, number) for number, card in enumerate(content.cards, start=1)]
        _front(paper, front, content, names)
        readouts: Sequence[Any] = content.readouts()
    else:
        _card_sheet(paper, content)
        readouts = content.readouts
    _numbers(paper, list(table.lines(readouts)))
    paper.book.close()
    return out.getvalue()


def _front(paper: Paper, sheet: Any, page: PageContent, names: Sequence[str]) -> None:
    """Question, circumstances, tiles as a table, contents."""
    head, plain = paper.format(font_color=ink(), **_FORMAT_HEAD), paper.format(font_color=ink(), text_wrap=True)
    for column, width in enumerate((34, 16, 16, 16, 18, 26, 24)):
        sheet.set_column(column, column, width)
    row = _texts(paper, sheet, page.question, [page.compared and say("Compared with: {what}", what=page.compared)], 7, 150)
    line(sheet, row, page.circumstances(), paper.format(font_color=muted(), text_wrap=True), size=10, columns=7, width=150)
    row += 2
    if page.tiles:
        heads = [say("Measure"), say("Value"), say("Low"), say("High"), "n", say("Verdict"), say("Target")]
        _row(sheet, row, heads, head)
        for below, tile in enumerate(page.tiles, start=1):
            _tile(paper, sheet, row + below, tile)
        row += len(page.tiles) + 2
    _row(sheet, row, [say("Sheet"), say("Question and verdict")], head)
    for at, (name, card) in enumerate(zip(names, page.cards, strict=True), start=row + 1):
        put(sheet, at, 0, name, plain)
        sheet.merge_range(at, 1, at, 6, "", plain)
        put(sheet, at, 1, f"{card.question} {card.verdict}", plain)
        sheet.set_row(at, 30)


def _tile(paper: Paper, sheet: Any, row: int, tile: Tile) -> None:
    words, result, metric = tile_words(tile.name, tile.readout), tile.readout.overall, tile.readout.metric
    number = paper.format(font_color=ink(), num_format=number_format(metric))
    plain = paper.format(font_color=ink())
    put(sheet, row, 0, words.name, plain)
    if isinstance(result, Estimate):
        for column, amount in enumerate((result.value, result.low, result.high), start=1):
            put(sheet, row, column, amount, number)
    else:
        put(sheet, row, 1, words.value, plain)
    counted = say(formats.noun(result.n, metric.counted)).replace('"', "")
    put(sheet, row, 4, result.n, paper.format(font_color=ink(), num_format=f'#,##0" {counted}"'))
    put(sheet, row, 5, words.verdict, plain)
    put(sheet, row, 6, words.target, plain)


def _card_sheet(paper: Paper, card: CardContent, number: int | None = None) -> str:
    """Question, verdict, chart, table, receipt; the sheet's name comes back."""
    title = card.readouts[0].metric.title if card.readouts else card.question
    sheet = paper.sheet(f"{number} {say(title)}" if number else say(title))
    for column, width in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
    below = [" · ".join([card.caption, *card.chart.said]), card.definition, *card.chart.notes]
    top = _texts(paper, sheet, card.question, [card.verdict], _ACROSS, _WIDE)
    for words in [*below, card.circumstances()]:
        line(sheet, top, words, paper.format(font_color=muted(), text_wrap=True), size=10, columns=_ACROSS, width=_WIDE)
        top += 1
    drawable = card.chart.drawable
    start = top + 1 + (sheet_chart.height(card.chart) // 20 + 1 if drawable else 0)
    ranges, end = _table(paper, sheet, card.chart, start)
    if drawable:
        sheet_chart.add_chart(paper.book, sheet, card.chart, ranges, (top + 1, 0))
    _receipt(paper, sheet, card, end + 1)
    return str(sheet.get_name())


def _texts(paper: Paper, sheet: Any, question: str, under: Sequence[str], columns: int, width: float) -> int:
    """The title and the lines under it; the next free row comes back."""
    bold = paper.format(bold=True, font_size=16, font_color=ink(), text_wrap=True)
    line(sheet, 0, question, bold, size=16, columns=columns, width=width)
    row = 1
    for words in under:
        if words:
            form = paper.format(font_size=12, font_color=ink(), text_wrap=True)
            line(sheet, row, words, form, size=12, columns=columns, width=width)
            row += 1
    return row


def _table(paper: Paper, sheet: Any, data: ChartData, row: int) -> tuple[list[Any], int]:
    """What the chart shows, one line per mark: every series is a block of its own, so that the chart can point at it."""
    heads = [
        say("Group or period"), say("Series"), say("Value"), say("Low"), say("High"), "n", say("Complete"), say("In words"),
    ]  # fmt: skip
    _row(sheet, row, heads, paper.format(font_color=ink(), **_FORMAT_HEAD))
    ranges, at = [], row + 1
    for one in (*data.series, *((data.targets,) if data.targets else ())):
        for name, point in zip(data.categories, one.points, strict=True):
            _mark(paper, sheet, at, [name, one.name], point, data.number_format)
            at += 1
        first, last, name = at - len(data.categories), at - 1, sheet.get_name()
        ranges.append(([name, first, 1], [name, first, 0, last, 0], [name, first, 2, last, 2]))
    return ranges, at


def _mark(paper: Paper, sheet: Any, row: int, names: Sequence[str], point: Value, form: str) -> None:
    plain, number = paper.format(font_color=ink()), paper.format(font_color=ink(), num_format=form)
    for column, name in enumerate(names):
        put(sheet, row, column, name, plain)
    for column, amount in enumerate((point.value, point.low, point.high), start=2):
        put(sheet, row, column, amount, number)
    put(sheet, row, 5, point.n, paper.format(font_color=ink(), num_format="#,##0"))
    put(sheet, row, 6, say("no") if point.provisional else say("yes"), plain)
    put(sheet, row, 7, point.words, plain)


def _receipt(paper: Paper, sheet: Any, card: CardContent, row: int) -> None:
    if not card.receipt:
        return
    put(sheet, row, 0, say("How is this computed"), paper.format(bold=True, font_size=12, font_color=ink()))
    term, text = paper.format(font_color=muted()), paper.format(font_color=ink(), text_wrap=True)
    for at, (name, words) in enumerate(card.receipt, start=row + 1):
        put(sheet, at, 0, name, term)
        sheet.merge_range(at, 1, at, _ACROSS - 1, "", text)
        put(sheet, at, 1, words, text)
        sheet.set_row(at, 14.0 * max(1, -(-len(words) // 110)))


def _numbers(paper: Paper, lines: Sequence[Sequence[Any]]) -> None:
    """Every number of the file with its circumstances, as in the CSV."""
    sheet = paper.sheet(say("All numbers"))
    head, plain = paper.format(font_color=ink(), **_FORMAT_HEAD), paper.format(font_color=ink())
    for row, cells in enumerate(lines):
        for column, value in enumerate(cells):
            put(sheet, row, column, value, head if row == 0 else plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(lines) - 1, 1), len(lines[0]) - 1)
    sheet.set_column(0, len(lines[0]) - 1, 14)


def _row(sheet: Any, row: int, cells: Sequence[str], form: Any) -> None:
    for column, words in enumerate(cells):
        put(sheet, row, column, words, form)
