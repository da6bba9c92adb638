"""Shapes of files that survey and ticket tools export: recognised by their columns, never by a file's name."""

from data_access.importing.presets.logs import EVENT_LOG, TICKETS, XES_LOG
from data_access.importing.presets.model import Preset, Score, Shape
from data_access.importing.presets.support import CHATWOOT, ZENDESK, ZENDESK_SATISFACTION
from data_access.importing.presets.surveys import ALCHEMER, GOOGLE_FORMS, QUALTRICS, SURVEYMONKEY, TYPEFORM
from data_access.importing.presets.wjx import WJX_CODES, WJX_TEXTS

__all__ = ["PRESETS", "Preset", "Score", "Shape", "called", "recognise"]

# the most telling shapes first: a generic one only where no vendor's is there
PRESETS: tuple[Preset, ...] = (
    QUALTRICS, SURVEYMONKEY, WJX_CODES, WJX_TEXTS, TYPEFORM, ALCHEMER, ZENDESK, ZENDESK_SATISFACTION, CHATWOOT, XES_LOG,
    GOOGLE_FORMS, EVENT_LOG, TICKETS,
)  # fmt: skip


def recognise(shape: Shape) -> Preset | None:
    """The preset whose every mark the file has; None for a file that only resembles one."""
    return next((preset for preset in PRESETS if preset.knows(shape)), None)


def called(key: str) -> Preset | None:
    """The preset of this key."""
    return next((preset for preset in PRESETS if preset.key == key), None)
