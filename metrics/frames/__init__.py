"""The frames: small tables of counts a store delivers, one declaration each (metrics.md section 0.1, S1-S14).

A frame is asked for with `by` (dimensions, in order), a `grain` for time, and options. Its answer is a pandas
DataFrame with exactly these columns, in this order: `period` when a grain was asked (datetime.date, first day of the
period), one column per dimension of `by` (text; what the source left empty reads `UNKNOWN`), the frame's own `keys`,
its `counts`. Counts marked additive may be summed over any grouping; the others (distinct units) may not.

A complaint is counted only where its source records what the frame counts: at least one complaint of that source, over
all that the asker may see and all time, has it. `not_recorded` counts the complaints of all other sources, in rows that
count nothing else or beside it: they are neither open nor unanswered nor silent, they are unknown.
"""

from __future__ import annotations

from metrics.frames.complaints import (
    BACKLOG,
    COMPLAINTS,
    CONFIRMED,
    DEADLINES,
    DURATION_FAULTS,
    DURATIONS,
    EXPOSURE,
    FLOW,
    RECOVERY,
    RESPONSES,
)
from metrics.frames.contacts import CASES, CONTACTS, COST_SUMS, FUNNEL, FUNNEL_OPEN, HANDLERS, HANDLING
from metrics.frames.customers import PERSON_PERIODS, STRATA, VALUE_PATTERNS
from metrics.frames.frame import ATTRIBUTE, DIMENSIONS, GRAINS, OTHER, UNKNOWN, Frame
from metrics.frames.journeys import (
    CHANNEL_SETS,
    END,
    HANDOVERS,
    NONE,
    OPEN,
    PATH_SEPARATOR,
    PATHS,
    PURCHASE,
    START,
    TRANSITION_TIMES,
    TRANSITIONS,
    path_steps,
)
from metrics.frames.records import LOAD_LAGS, PROFILE
from metrics.frames.surveys import (
    ANSWER,
    ANSWER_PATTERNS,
    GIVEN_ANSWERS,
    GRAM,
    INVITATIONS,
    PATTERN_SEPARATOR,
    REPEATS,
    RESPONDENTS,
    SCORES,
    SURVEY_RESPONSES,
    pattern_scores,
)
from metrics.frames.voices import COMMENT_SCORES, COMMENTERS, TOPIC, TOPICS, UNHAPPY

FRAMES = (
    SCORES, SURVEY_RESPONSES, GIVEN_ANSWERS, RESPONDENTS, REPEATS, INVITATIONS, GRAM, ANSWER_PATTERNS, CONTACTS, HANDLING,
    HANDLERS, COST_SUMS, CASES, FUNNEL, FUNNEL_OPEN, TRANSITIONS, TRANSITION_TIMES, HANDOVERS, CHANNEL_SETS, PATHS,
    COMPLAINTS, DURATIONS, DURATION_FAULTS, RESPONSES, DEADLINES, BACKLOG, FLOW, RECOVERY, CONFIRMED, EXPOSURE, STRATA,
    PERSON_PERIODS, VALUE_PATTERNS, PROFILE, LOAD_LAGS, TOPICS, COMMENT_SCORES, COMMENTERS, UNHAPPY,
)
BY_KEY = {frame.key: frame for frame in FRAMES}

__all__ = [
    "ANSWER", "ANSWER_PATTERNS", "ATTRIBUTE", "BACKLOG", "BY_KEY", "CASES", "CHANNEL_SETS", "COMMENTERS",
    "COMMENT_SCORES", "COMPLAINTS",
    "CONFIRMED", "CONTACTS", "COST_SUMS", "DEADLINES", "DIMENSIONS", "DURATIONS", "DURATION_FAULTS", "END", "EXPOSURE",
    "FLOW", "FRAMES", "FUNNEL", "FUNNEL_OPEN", "GIVEN_ANSWERS", "GRAINS", "GRAM", "HANDLERS", "HANDLING", "HANDOVERS",
    "INVITATIONS", "LOAD_LAGS", "NONE", "OPEN", "OTHER", "PATHS", "PATH_SEPARATOR", "PATTERN_SEPARATOR", "PERSON_PERIODS",
    "PROFILE", "PURCHASE", "RECOVERY", "REPEATS", "RESPONDENTS", "RESPONSES", "SCORES", "START", "STRATA", "SURVEY_RESPONSES",
    "TOPIC", "TOPICS", "TRANSITIONS", "TRANSITION_TIMES", "UNHAPPY", "UNKNOWN", "VALUE_PATTERNS", "Frame", "path_steps",
    "pattern_scores",
]
