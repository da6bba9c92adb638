"""Ticket and chat tools with their satisfaction scores."""

from __future__ import annotations

from data_access.importing.presets.model import Preset, Score
from metrics.phrases import phrase

# Zendesk asks good or bad: read as the ends of five points, so that the share of "good" is the satisfaction
_GOOD_BAD: tuple[tuple[str, str | None], ...] = (
    ("Good", "5"), ("Good with comment", "5"), ("Good, with comment", "5"),
    ("Bad", "1"), ("Bad with comment", "1"), ("Bad, with comment", "1"),
    ("Offered", None), ("Unoffered", None), ("Not offered", None),
)  # fmt: skip
_SAME_CASE = phrase("another time of the same case")

ZENDESK = Preset(
    "zendesk-tickets",
    phrase("Zendesk tickets"),
    "complaints",
    marks=(r"(ticket )?id", r"requester( id| external id| email| domain)?", r"created at", r"via|channel|solved at"),
    some=(r"assignee( id)?", r"group", r"status", r"priority", r"via", r"ticket type", r"updated at", r"solved at",
          r"organization", r"satisfaction score"),
    least=4,
    roles=(
        ("id", r"(ticket )?id"), ("customer", r"requester id"), ("customer", r"requester external id"), ("ts", r"created at"),
        ("resolved_at", r"solved at"), ("closed_at", r"closed at"), ("due_at", r"due date|due at"),
        ("channel", r"via|channel"), ("team", r"group"), ("owner", r"assignee( id)?"), ("severity", r"priority"),
        ("theme", r"ticket type|type|category"),
    ),
    scores=(Score(r"satisfaction (score|rating)", "csat", (1.0, 5.0), _GOOD_BAD),),
    ignored=(
        (r"(updated|assigned|initially assigned|requester updated|assignee updated|latest comment added) at", _SAME_CASE),
        (r".* in (minutes|hours)( within business hours)?", phrase("a duration the tool has worked out")),
    ),
    personal=(
        (r"requester( name)?|submitter( name)?", phrase("names of people")), (r"requester email", phrase("e-mail addresses")),
        (r"subject", phrase("free text about people")),
    ),
)  # fmt: skip

ZENDESK_SATISFACTION = Preset(
    "zendesk-satisfaction",
    phrase("Zendesk satisfaction"),
    "answers",
    marks=(
        r"(ticket )?id|ticket", r"satisfaction (score|rating)|score|rating",
        r"(surveyed|rated|rating|updated|created|solved) ?(at|date)",
    ),
    some=(r"satisfaction (score|comment|reason|rating)", r"(satisfaction )?reason", r"assignee", r"group", r"requester"),
    least=2,
    roles=(
        ("id", r"rating id"), ("case_id", r"ticket id|ticket|id"), ("ts", r"(rated|rating|surveyed) ?(at|date)"),
        ("ts", r"(updated|created|solved) ?(at|date)"), ("comment", r"(satisfaction )?comment"), ("customer", r"requester id"),
    ),
    scores=(Score(r"satisfaction (score|rating)|score|rating", "csat", (1.0, 5.0), _GOOD_BAD),),
    ignored=((r"(updated|created|solved) ?(at|date)", _SAME_CASE),),
    personal=((r"requester( name| email)?", phrase("names of people")),),
    also=lambda shape: any(
        {c.casefold() for c in p.counts} & {"good", "bad"} for p in shape.having(r"satisfaction (score|rating)|score|rating")
    ),
)  # fmt: skip

CHATWOOT = Preset(
    "chatwoot-csat",
    "Chatwoot CSAT",
    "answers",
    marks=(
        r"rating", r"feedback comment|feedback|feedback message", r"contact name|link to the conversation|conversation id",
    ),
    some=(
        r"agent name", r"contact (name|email.*|phone.*)", r"link to the conversation", r"conversation id",
        r"recorded (date|at)",
    ),
    least=3,
    roles=(
        ("ts", r"recorded (date|at)"), ("ts", r"created at"), ("case_id", r"conversation id"),
        ("comment", r"feedback comment|feedback|feedback message"),
    ),
    scores=(Score(r"rating", "csat", (1.0, 5.0)),),
    personal=(
        (r"contact name", phrase("names of people")), (r"contact e ?mail.*", phrase("e-mail addresses")),
        (r"contact phone.*", phrase("telephone numbers")),
        (r"link to the conversation", phrase("links to people's conversations")),
    ),
)  # fmt: skip
