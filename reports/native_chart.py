"""A native, editable PowerPoint chart from ChartData, over an embedded workbook that holds text and numbers only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.util import Inches, Pt
from xlsxwriter import Workbook

from charts.data import ChartData, DataSeries
from charts.theme import theme
from reports import chart_parts, marks
from reports.safe_text import clean
from reports.typeface import set_typeface

_TYPES = {
    "line": XL_CHART_TYPE.LINE_MARKERS, "stack": XL_CHART_TYPE.COLUMN_STACKED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED, "bar": XL_CHART_TYPE.BAR_CLUSTERED,
}  # fmt: skip
_PLACES = {marks.OUTSIDE: XL_LABEL_POSITION.OUTSIDE_END, marks.INSIDE: XL_LABEL_POSITION.INSIDE_BASE}


class _Writer(CategoryWorkbookWriter):
    """The library's writer lets xlsxwriter turn text like "=HYPERLINK(…)" into a formula; this one does not."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        workbook = Workbook(xlsx_file, options)
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _Data(CategoryChartData):
    @property
    def _workbook_writer(self) -> _Writer:
        return _Writer(self)


def add_chart(slide: Any, data: ChartData, box: tuple[float, float, float, float], *, alt: str) -> Any:
    """Add the chart to a slide. box: left, top, width, height in inches · alt: what a screen reader says."""
    table = _Data(number_format=data.number_format)
    table.categories = [clean(name) for name in data.categories]
    for one in data.series:
        table.add_series(clean(one.name), one.values)
    aim = data.targets if data.kind != "bar" else None  # no line runs through bars; the caption says the target
    if aim is not None:
        table.add_series(clean(aim.name), aim.values)
    frame = slide.shapes.add_chart(_TYPES[data.kind], *(Inches(v) for v in box), table)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))
    chart = frame.chart
    _type(chart)
    _axes(chart, data)
    _legend(chart, len(data.series) + (aim is not None), data)
    for drawn, one in zip(chart.plots[0].series, data.series, strict=False):
        (_line if data.kind == "line" else _bars)(drawn, one)
        if (sure := marks.intervals(data, one)) is not None:
            chart_parts.add_intervals(drawn, *sure)
    for place, numbers in marks.note_numbers(data).items():
        _note(chart.plots[0].series[0].points[place].data_label, numbers)
    if aim is not None:
        _aim(chart, list(chart.plots[0].series)[-1], data)
    if data.kind != "line":
        _bar_plot(chart.plots[0], data)
    return chart


def _type(chart: Any) -> None:
    chart.has_title = False
    chart.font.size = Pt(12)
    chart.font.color.rgb = _rgb(theme("light").muted)
    set_typeface(chart.font._element if hasattr(chart.font, "_element") else chart.font._rPr)


def _axes(chart: Any, data: ChartData) -> None:
    values, names = chart.value_axis, chart.category_axis
    low, high = data.limits
    values.minimum_scale, values.maximum_scale, values.major_unit = low, high, data.step
    if data.category_title:
        names.has_title = True
        names.axis_title.text_frame.text = clean(data.category_title)
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _rgb(theme("light").grid)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = data.number_format, False
    names.format.line.color.rgb = _rgb(theme("light").axis)
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if data.kind == "bar":
        labelled = marks.label_place(data) is not None
        names.reverse_order = True  # the first category on top
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        values.visible = not labelled
        values.has_major_gridlines = not labelled


def _legend(chart: Any, series: int, data: ChartData) -> None:
    chart.has_legend = series > 1
    if chart.has_legend:
        above = data.kind == "bar" or len(data.series) == 1
        chart.legend.position = XL_LEGEND_POSITION.TOP if above else XL_LEGEND_POSITION.RIGHT
        chart.legend.include_in_layout = False


def _line(drawn: Any, one: DataSeries) -> None:
    """Gaps stay gaps (the chart part says so); the stretch to an unfinished period is dashed, its marker hollow."""
    drawn.smooth = False
    drawn.format.line.color.rgb, drawn.format.line.width = _rgb(one.colour), Pt(2.25)
    _marker(drawn.marker, one.colour, one.colour, 5)
    before = None
    for i, point in enumerate(one.points):
        if point.value is not None and (point.provisional or (before and before.provisional)):
            stroke = drawn.points[i].format.line  # a point's line is the stretch that leads to it
            stroke.color.rgb, stroke.width, stroke.dash_style = _rgb(one.colour), Pt(2.25), MSO_LINE.DASH
        if point.value is not None and point.provisional:
            _marker(drawn.points[i].marker, theme("light").ground, one.colour, 8)
        before = point


def _note(label: Any, numbers: str) -> None:
    """The number of a note above the line; its words stand below the chart."""
    label.has_text_frame, label.position = True, XL_LABEL_POSITION.ABOVE
    label.text_frame.text = numbers
    run = label.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(11), True
    run.font.color.rgb = _rgb(theme("light").ink)


def _marker(marker: Any, fill: str, edge: str, size: int) -> None:
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = _rgb(fill)
    marker.format.line.color.rgb, marker.format.line.width = _rgb(edge), Pt(1.5)


def _bars(drawn: Any, one: DataSeries) -> None:
    drawn.invert_if_negative = False
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = _rgb(one.colour)
    for i, point in enumerate(one.points):
        if point.provisional and point.value is not None:
            part = drawn.points[i].format
            part.fill.patterned()
            part.fill.pattern = 22  # wide upward diagonal: the period is not over
            part.fill.fore_color.rgb, part.fill.back_color.rgb = _rgb(one.colour), _rgb(theme("light").ground)


def _bar_plot(plot: Any, data: ChartData) -> None:
    plot.gap_width = 45 if len(data.categories) > 3 else 160
    plot.overlap = 100 if data.kind == "stack" else -5
    if (place := marks.label_place(data)) is not None:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, data.number_format, False
        labels.position = _PLACES[place]
        labels.font.size = Pt(12)
        labels.font.color.rgb = _rgb(theme("light").ground if place == marks.INSIDE else theme("light").ink)


def _aim(chart: Any, drawn: Any, data: ChartData) -> None:
    """The target as a thin dashed line without marks, over columns as well."""
    if data.kind != "line":
        drawn = chart_parts.as_line(chart, drawn)
    drawn.smooth = False
    line = drawn.format.line
    line.color.rgb, line.width, line.dash_style = _rgb(theme("light").muted), Pt(1.25), MSO_LINE.DASH
    drawn.marker.style = XL_MARKER_STYLE.NONE


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:])
