"""Parts of a slide's native chart that the library does not write: intervals at marks, a line over columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.series import LineSeries
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from reports.marks import interval_colour


def add_intervals(drawn: Any, above: Sequence[float], below: Sequence[float]) -> None:
    """Custom error bars without caps on one series (line or bars)."""
    series = drawn._element
    colour = interval_colour(line=series.getparent().tag == qn("c:lineChart"))
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}>{_direction(series)}<c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="1"/><c:plus>{_numbers(above)}</c:plus><c:minus>{_numbers(below)}</c:minus>'
        f'<c:spPr><a:ln w="12700"><a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill></a:ln></c:spPr>'
        "</c:errBars>"
    )
    series.find(qn("c:cat")).addprevious(bars)


def as_line(chart: Any, drawn: Any) -> LineSeries:
    """Move the last series of a column chart into a line chart over the same axes; the line comes back."""
    series, columns = drawn._element, chart._chartSpace.find(f".//{qn('c:barChart')}")
    for part in series.findall(qn("c:invertIfNegative")):  # a word of bars
        series.remove(part)
    axes = "".join(f'<c:axId val="{axis.get("val")}"/>' for axis in columns.findall(qn("c:axId")))
    line = parse_xml(
        f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/>{axes}'
        "</c:lineChart>"
    )
    line.find(qn("c:varyColors")).addnext(series)
    columns.addnext(line)
    return LineSeries(series)


def _direction(series: Any) -> str:
    """Only lines say along which axis; bars have but one."""
    return '<c:errDir val="y"/>' if series.getparent().tag == qn("c:lineChart") else ""


def _numbers(values: Sequence[float]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{value!r}</c:v></c:pt>' for i, value in enumerate(values))
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numLit>'
