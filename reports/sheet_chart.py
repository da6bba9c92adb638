"""A native spreadsheet chart over the cells of a card's table: an edited cell moves the chart."""

from __future__ import annotations

from typing import Any

from charts.data import ChartData, DataSeries
from charts.theme import theme
from metrics import lists
from reports import marks
from reports.typeface import LATIN

_TYPES = {
    "line": {"type": "line"}, "column": {"type": "column"}, "bar": {"type": "bar"},
    "stack": {"type": "column", "subtype": "stacked"},
}  # fmt: skip
WIDTH, BAR, LEAST, MOST = 960, 30, 300, 760  # pixels

Range = list[Any]  # sheet, first row, first column, last row, last column


def add_chart(book: Any, sheet: Any, data: ChartData, ranges: list[tuple[Range, Range, Range]], at: tuple[int, int]) -> None:
    """Draw the chart with its upper left corner in the cell `at`. ranges: (name, categories, values) of every series, the
    target's behind them where there is one."""
    chart = book.add_chart(_TYPES[data.kind])
    for one, (name, categories, values) in zip(data.series, ranges, strict=False):
        chart.add_series({"name": name, "categories": categories, "values": values, **_look(data, one)})
    if data.targets is not None:
        _target(book, chart, data, ranges[len(data.series)])
    _axes(chart, data)
    _gaps(chart)
    chart.set_chartarea({"border": {"none": True}, "fill": {"color": "#FFFFFF"}})
    if len(ranges) > 1:
        chart.set_legend({"position": "top" if data.kind == "bar" or len(data.series) == 1 else "right", "font": _font()})
    else:
        chart.set_legend({"none": True})
    chart.set_size({"width": WIDTH, "height": height(data)})
    described = lists.enumerated(one.name for one in data.series)
    sheet.insert_chart(at[0], at[1], chart, {"object_position": 2, "description": described})


def _gaps(chart: Any) -> None:
    """Gaps stay gaps. The library leaves its default unwritten, and the format's own default is zero."""
    chart._write_disp_blanks_as = lambda: chart._xml_empty_tag("c:dispBlanksAs", [("val", "gap")])


def height(data: ChartData) -> int:
    """Pixels the chart takes: bars need room for their names."""
    if data.kind != "bar":
        return 360
    return min(max(len(data.categories) * BAR * max(len(data.series), 1) // min(len(data.series), 2) + 60, LEAST), MOST)


def _look(data: ChartData, one: DataSeries) -> dict[str, Any]:
    look: dict[str, Any] = {}
    if data.kind == "line":
        look["line"] = {"color": one.colour, "width": 2.25}
        look["marker"] = {"type": "circle", "size": 5, "fill": {"color": one.colour}, "border": {"color": one.colour}}
    else:
        look["fill"], look["border"] = {"color": one.colour}, {"none": True}
        look["invert_if_negative"] = False
        look["gap"] = 45 if len(data.categories) > 3 else 160
    if any(point.provisional for point in one.points):
        look["points"] = [_point(data, one, i) for i in range(len(one.points))]
    if (sure := marks.intervals(data, one)) is not None:
        line = {"color": marks.interval_colour(line=data.kind == "line"), "width": 1}
        look["y_error_bars"] = {"type": "custom", "plus_values": sure[0], "minus_values": sure[1], "end_style": 0, "line": line}
    if (place := marks.label_place(data)) is not None:
        font = {**_font(), "color": "#FFFFFF" if place == marks.INSIDE else theme("light").ink}
        look["data_labels"] = {"value": True, "num_format": data.number_format, "font": font, "position": place}
    elif (numbers := marks.note_numbers(data)) and one is data.series[0]:
        custom = [{"value": numbers[i]} if i in numbers else {"delete": True} for i in range(len(one.points))]
        look["data_labels"] = {"value": True, "custom": custom, "position": "above", "font": {**_font(), "bold": True}}
    return look


def _point(data: ChartData, one: DataSeries, i: int) -> dict[str, Any] | None:
    """The stretch to an unfinished period is dashed, its bar hatched."""
    here, before = one.points[i], one.points[i - 1] if i else None
    if data.kind == "line":
        open_ = here.provisional or (before is not None and before.provisional)
        return {"border": {"color": one.colour, "width": 2.25, "dash_type": "dash"}} if open_ else None
    if not here.provisional:
        return None
    return {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": one.colour, "bg_color": "#FFFFFF"}}


def _target(book: Any, chart: Any, data: ChartData, ranges: tuple[Range, Range, Range]) -> None:
    """The target as a thin dashed line, over columns as well; a bar chart has no line, the words above say it."""
    if data.kind == "bar":
        return
    name, categories, values = ranges
    line = {"color": theme("light").muted, "width": 1.25, "dash_type": "dash"}
    series = {"name": name, "categories": categories, "values": values, "line": line, "marker": {"type": "none"}}
    if data.kind == "line":
        chart.add_series(series)
        return
    over = book.add_chart({"type": "line"})
    over.add_series(series)
    chart.combine(over)


def _axes(chart: Any, data: ChartData) -> None:
    quiet, none = theme("light"), {"none": True}
    names: dict[str, Any] = {
        "num_font": _font(), "line": {"color": quiet.axis}, "label_position": "low", "major_tick_mark": "none",
    }  # fmt: skip
    if data.category_title:
        names["name"], names["name_font"] = data.category_title, {**_font(), "bold": False}
    if data.kind == "bar":
        names["reverse"] = True
    low, high = data.limits
    values: dict[str, Any] = {
        "num_font": _font(), "num_format": data.number_format, "line": none, "min": low, "max": high, "major_unit": data.step,
        "major_gridlines": {"visible": True, "line": {"color": quiet.grid}}, "major_tick_mark": "none",
    }  # fmt: skip
    chart.set_x_axis({k: v for k, v in names.items() if v is not None})
    chart.set_y_axis({k: v for k, v in values.items() if v is not None})


def _font() -> dict[str, Any]:
    return {"name": LATIN, "size": 9, "color": theme("light").muted}
