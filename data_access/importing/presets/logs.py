"""Shapes no vendor owns: lists of tickets, logs of events."""

from __future__ import annotations

from data_access.importing.presets.model import Preset, Shape
from metrics.phrases import phrase


def _several_per_case(shape: Shape) -> bool:
    """Cases come back row after row: a log, not a list."""
    return any(p.distinct < p.filled for p in shape.having(_CASE))


def _dated(shape: Shape) -> bool:
    return any(p.is_date for p in shape.profiles)


_CASE = r"case( id| number| no|id)?|case concept name|trace( id)?|journey( id)?|session( id)?|案例(编号|id)?"
_ACTIVITY = r"activity( name)?|event( name| type)?|concept name|task|action|活动|事件"
_TIME = r"(complete |end |event |start )?(timestamp|time ?stamp|datetime|date ?time|time)|time timestamp|occurred at|时间戳?"
_TICKET = (
    r"(ticket|case|case enquiry|complaint|issue|request|unique|service request|reference)? ?(id|key|number|no|nr|num)|"
    r"protocolo|工单编号"
)
_OPENED = (
    r"(created|opened|open|submitted|received|reported)( dt| date| at| on| time)?|"
    r"(date|time) (opened|received|created|submitted)|受理时间|创建时间"
)

XES_LOG = Preset(
    "xes", phrase("an event log (XES names)"), "contacts",
    marks=(r"case concept name", r"concept name", r"time timestamp"),
    roles=(("case_id", r"case concept name"), ("stage", r"concept name"), ("ts", r"time timestamp"), ("agent", r"org resource"),
           ("team", r"org group")),
)  # fmt: skip
EVENT_LOG = Preset(
    "event-log", phrase("an event log"), "contacts",
    marks=(_CASE, _ACTIVITY, _TIME), also=lambda shape: _several_per_case(shape) and _dated(shape),
    roles=(("case_id", _CASE), ("stage", _ACTIVITY), ("ts", r"complete (timestamp|time)|end (timestamp|time)"), ("ts", _TIME)),
)  # fmt: skip
TICKETS = Preset(
    "tickets", phrase("a list of tickets"), "complaints",
    marks=(_TICKET, _OPENED, r"(case )?status( name)?|state|状态"),
    some=(
        r"(closed?|resolved|resolution|solved|completed)( dt| date| at| on| time)?|(date|time) (closed|resolved)|"
        r"解决时间|关闭时间",
        r"(due|target|deadline|sla|sla target|sla due)( dt| date| at| on)?",
        r"(case |complaint |ticket |request |case )?(type|category|title|reason|problem|subject)",
        r"(source|channel|via|agency|queue|assignee|owner|team|department|priority)",
    ),
    least=3,
    also=lambda shape: _dated(shape) and any(p.unique for p in shape.having(_TICKET)),
)  # fmt: skip
