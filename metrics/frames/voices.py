"""What customers wrote, by topic. A comment is all that one response says, in however many fields."""

from __future__ import annotations

from metrics.frames.frame import Frame

TOPIC = "topic"  # a dimension that no table holds: which of the house's topics a comment speaks of, maybe several
HIGH, MIDDLE, LOW = BANDS = ("high", "middle", "low")  # what a response scored; see `UNHAPPY` and `bands`
COMPLAINED_WITHIN = 30  # days before and after a comment in which a complaint of the same customer belongs to it

TOPICS = Frame(
    "topics", "comments", "answered", keys=(), additive=("n", "of"), options=("topics",),
    extra_dims=(TOPIC,), overlapping=(TOPIC,),
    meaning=(
        "Comments that speak of a topic (n; without a breakdown by topic: of any) and all comments of the cell (of). A comment "
        "is all that one response says. Option topics = ((name, (word, ...)), ...): the house's, see `metrics.topics`. Only "
        "topics that somebody speaks of have rows."
    ),
)
COMMENT_SCORES = Frame(
    "comment_scores", "comments", "answered", keys=("scale_min", "scale_max", "score"), additive=("n",),
    extra_dims=(TOPIC,), overlapping=(TOPIC,), options=("topics",), floats=("scale_min", "scale_max", "score"),
    meaning="Satisfaction answers (csat) of the responses that hold a comment, per score; by topic: of those that speak of it.",
)
COMMENTERS = Frame(
    "commenters", "comments", "answered", keys=("scale_min", "scale_max"), additive=("clusters", "n", "x", "nn", "xx", "nx"),
    extra_dims=(TOPIC,), overlapping=(TOPIC,), options=("topics", "measure", "top"),
    floats=("scale_min", "scale_max", "n", "x", "nn", "xx", "nx"),
    meaning=(
        "Sums over those who gave the answers of `comment_scores`, as in `respondents`; by topic: over their answers of the"
        " responses that speak of it. Options measure, top: as there."
    ),
)
UNHAPPY = Frame(
    "unhappy", "comments", "answered", keys=("complained",), additive=("n",),
    extra_dims=(TOPIC,), overlapping=(TOPIC,), options=("topics", "top"),
    meaning=(
        "Comments whose response scored low (csat below the middle of its scale, else 0-6 on the recommendation scale), by "
        "whether the same customer complained: yes (a complaint opened at most 30 days before or after) | no | unknown (the "
        "source names no customer) | open (those 30 days are not over at as_of). Option top as in `respondents`."
    ),
)
