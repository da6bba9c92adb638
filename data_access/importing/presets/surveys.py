"""Survey tools of the West."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data_access.importing.presets.model import Preset, Shape
from data_access.importing.profile import header_words
from metrics.phrases import phrase

_NO_ROLE = phrase("of the survey tool itself")
_PEOPLE = (
    (r"(respondent |recipient )?(e ?mail|email)( address)?", phrase("e-mail addresses")),
    (r"(recipient |respondent )?(first|last|full) ?name|username|user ?name", phrase("names of people")),
    (r"ip ?address.*", phrase("network addresses")),
)


def _zone_in_keys(shape: Shape) -> str:
    """Qualtrics writes the zone of its times into the keys below the names."""
    for cell in shape.head[-1] if shape.head else ():
        try:
            zone = json.loads(cell).get("timeZone", "") if cell.startswith('{"ImportId"') else ""
            if zone:
                return "UTC" if zone == "Z" else ZoneInfo(zone).key
        except (ValueError, AttributeError, TypeError, ZoneInfoNotFoundError, OSError):
            continue
    return ""


def _questions(shape: Shape) -> int:
    """Columns named by a question or a sentence."""
    return sum(len(p.words.split()) >= 4 or "?" in p.name or "？" in p.name or _chinese(p.name) >= 5 for p in shape.profiles)


def _chinese(text: str) -> int:
    return sum("一" <= c <= "鿿" for c in text)


def _form(shape: Shape) -> bool:
    """Google Forms puts the time first and questions after it, on one row."""
    first = shape.profiles[0]
    named = first.name.strip() in _TIMESTAMPS
    return named and first.is_date and first.clock_share > 0.9 and shape.header_rows == 1 and _questions(shape) >= 2


_TIMESTAMPS = frozenset(
    {"Timestamp", "时间戳记", "时间戳", "時間戳記", "Carimbo de data/hora", "Marca temporal", "Zeitstempel", "Horodateur",
     "Informazioni cronologiche", "タイムスタンプ"}
)  # fmt: skip

QUALTRICS = Preset(
    "qualtrics",
    "Qualtrics",
    "answers",
    marks=(r"start ?date.*", r"end ?date.*|recorded ?date.*", r"response ?id.*", r"finished.*"),
    some=(
        r"status.*",
        r"progress.*",
        r"duration in seconds.*",
        r"distribution channel.*",
        r"user language.*",
        r"recorded ?date.*",
    ),
    least=3,
    roles=(
        ("id", r"response ?id.*"),
        ("ts", r"recorded ?date.*"),
        ("ts", r"end ?date.*"),
        ("attribute", r"distribution channel.*"),
    ),
    ignored=(
        (r"(start|end|recorded) ?date.*", phrase("another time of the same answer")),
        (r"duration in seconds.*|progress.*|external (data )?reference.*", _NO_ROLE),
    ),
    personal=(
        (r"ip ?address.*", phrase("network addresses")),
        (r"recipient (last|first) ?name.*", phrase("names of people")),
        (r"recipient e ?mail.*", phrase("e-mail addresses")),
        (r"location (latitude|longitude).*", phrase("coordinates")),
    ),
    leave_out=(
        (r"status.*", ("Survey Preview", "Survey Test", "Spam", "Spam Preview", "1", "2", "8", "9", "17")),
        (r"distribution ?channel.*", ("preview", "test")),
    ),
    zone_of=_zone_in_keys,
)

SURVEYMONKEY = Preset(
    "surveymonkey",
    "SurveyMonkey",
    "answers",
    marks=(r"respondent ?id", r"collector ?id|start date|ip address"),
    some=(r"collector ?id", r"start date", r"end date", r"ip address", r"email address", r"custom data 1"),
    least=2,
    roles=(("id", r"respondent ?id"), ("ts", r"end date"), ("ts", r"start date|date created|date modified")),
    ignored=(
        (r"collector ?id", _NO_ROLE),
        (r"start date|end date|date created|date modified", phrase("another time of the same answer")),
    ),
    personal=_PEOPLE,
)

TYPEFORM = Preset(
    "typeform",
    "Typeform",
    "answers",
    marks=(r"submit date utc|submitted at", r"network id|token|response id|"),
    some=(r"start date utc", r"network id", r"submit date utc", r"submitted at", r"token", r"response type", r"stage date utc"),
    least=3,
    roles=(("ts", r"submit date utc|submitted at"), ("id", r"|token|response id")),
    ignored=(
        (r"start date utc|stage date utc", phrase("another time of the same answer")),
        (r"response type|tags|ending", _NO_ROLE),
    ),
    personal=((r"network id", phrase("network addresses")), *_PEOPLE),
    zone="UTC",
    joined=True,
)

ALCHEMER = Preset(
    "alchemer",
    "SurveyGizmo / Alchemer",
    "answers",
    marks=(r"date submitted", r"time started", r"status"),
    some=(),
    roles=(("id", r"response id"), ("ts", r"date submitted"), ("ts", r"time started")),
    ignored=(
        (r"time started|date submitted", phrase("another time of the same answer")),
        (r"contact id|legacy comments|session ?id|user agent|(extended )?referer|link name", _NO_ROLE),
    ),
    personal=((r"longitude|latitude", phrase("coordinates")), (r"city|postal", phrase("places of people")), *_PEOPLE),
    leave_out=((r"status", ("Deleted", "Test", "Test Data")), (r"is ?test ?data|test data", ("1", "Yes", "TRUE"))),
    joined=True,
)

GOOGLE_FORMS = Preset(
    "google-forms",
    "Google Forms",
    "answers",
    marks=(),
    also=_form,
    roles=(("ts", "|".join(header_words(name) for name in sorted(_TIMESTAMPS))),),
    personal=_PEOPLE,
    joined=True,
)
