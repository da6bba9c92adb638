"""A quiet table on a slide: no fills, one thin line under each row, texts with their faces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from charts.theme import theme
from reports.safe_text import clean
from reports.typeface import set_typeface

_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid" of every installation

Cell = tuple[str, str]  # words, colour


def add_table(
    slide: Any, heads: Sequence[str], rows: Sequence[Sequence[Cell]], box: tuple[float, float, float, float],
    widths: Sequence[float], *, size: float, bold: int | None = None,
) -> Any:  # fmt: skip
    """box: left, top, width, height in inches · widths: of the columns, as shares of 1 · size: of the type in points ·
    bold: the column that is."""
    left, top, width, height = box
    frame = slide.shapes.add_table(len(rows) + 1, len(heads), Inches(left), Inches(top), Inches(width), Inches(height))
    table = frame.table
    frame._element.graphic.graphicData.tbl.tblPr.find("{*}tableStyleId").text = _NO_STYLE
    table.horz_banding = False
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Inches(width * share)
    colours = theme("light")
    for column, words in enumerate(heads):
        _fill(table.cell(0, column), words, colours.muted, size * 0.8, line=colours.axis)
    for row, cells in enumerate(rows, start=1):
        for column, (words, colour) in enumerate(cells):
            _fill(table.cell(row, column), words, colour, size, line=colours.grid, bold=column == bold)
    return frame


def _fill(cell: Any, words: str, colour: str, size: float, *, line: str, bold: bool = False) -> None:
    cell.text_frame.text = clean(words)
    cell.margin_left, cell.margin_right = Inches(0.0), Inches(0.12)
    for paragraph in cell.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = RGBColor.from_string(colour[1:])
            set_typeface(run._r.get_or_add_rPr())
    stroke = f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{line[1:]}"/></a:solidFill></a:lnB>'
    cell._tc.get_or_add_tcPr().append(parse_xml(stroke))
