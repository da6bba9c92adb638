"""Journeys: what follows what, by which channels, on which paths.

Shared by all of them. Option counted = customer | case | issue (a customer's contacts for one reason) names the unit whose
contacts are put in order of (time, place in the file); contacts that name no unit are in none (`cases` counts them).
Option step = channel | stage | touchpoint says what a step is; a contact that names none is a step `UNKNOWN`, or none at all
with unnamed = skipped. Option gap_seconds (none: no limit) ends a sequence where the next contact comes later than that.
Dimension filters and the period choose contacts (transitions: those arrived at; paths: those that open one), never their
neighbours.
"""

from __future__ import annotations

from metrics.frames.frame import CONTACT_DIMS, ENTRY_DIMS, Frame

START, END, OPEN = "(start)", "(end)", "(open)"  # beside a unit's steps: before the first, after the last, not over yet
NONE = "(none)"  # the path of a purchase without any contact
PURCHASE = "(purchase)"  # as a goal of paths
PATH_SEPARATOR = "\x1f"  # between the steps of a path: no channel or stage has it in its name

_SEQUENCE = ("counted", "step", "unnamed", "gap_seconds")

TRANSITIONS = Frame(
    "transitions", "contacts", "arrived at", keys=("from_step", "to_step"), additive=("n", "seconds"), distinct=("units",),
    extra_dims=CONTACT_DIMS, options=_SEQUENCE, floats=("seconds",),
    meaning=(
        "S6: how often a step directly follows another, the seconds between them in sum, and distinct units. From START to "
        "the first step of a sequence and from its last to END (to OPEN while gap_seconds since then are not over at as_of): "
        "there seconds are NaN. Period and groups are those of the contact arrived at; for END and OPEN, of the last one."
    ),
)
TRANSITION_TIMES = Frame(
    "transition_times", "contacts", "arrived at", keys=("from_step", "to_step", "minutes"), additive=("n",),
    extra_dims=CONTACT_DIMS, options=_SEQUENCE, whole=("minutes",),
    meaning=(
        "S6, S10: as `transitions`, by whole minutes between the two. To END and OPEN, the minutes from the last contact to "
        "as_of: with the steps that follow these are the times of a survival curve, censored. Nothing comes from START."
    ),
)
HANDOVERS = Frame(
    "handovers", "contacts", "arrived at", keys=("switched", "outcome", "followed"), additive=("n",),
    extra_dims=CONTACT_DIMS, options=_SEQUENCE,
    meaning=(
        "D6: contacts that follow another in their sequence: switched = yes | no (another step than before), outcome = "
        "resolved | unresolved | abandoned | UNKNOWN as the source says, followed = yes | no | open (a further contact came; "
        "none did; its time is not over at as_of)."
    ),
)
CHANNEL_SETS = Frame(
    "channel_sets", "contacts", "occurred", keys=("channels",), additive=("contacts", "missing"), distinct=("n",),
    extra_dims=CONTACT_DIMS, options=("counted", "names"), whole=("channels",),
    meaning=(
        "S7: units by the set of channels they used, as a number whose bits are: names[0], names[1], ..., then every other "
        "channel, then contacts that name no channel. Option names = tuple of at most 20 channels; counted = customer | case "
        "| issue. Within a cell (period, groups) each unit has one set: n may be summed over sets, not over cells. "
        "missing: contacts that name no unit, at set 0."
    ),
)
PATHS = Frame(
    "paths", "contacts", "opened", keys=("path",),
    additive=("n", "converted", "open", "value", "steps", "different_steps", "varied", "reworked"),
    distinct=("variants", "singles", "n_log_n"), extra_dims=ENTRY_DIMS,
    options=(*_SEQUENCE, "collapsed", "goal", "top"), floats=("converted", "open", "value", "n_log_n"),
    meaning=(
        "S8: sequences by their steps in order, joined by PATH_SEPARATOR; the `top` most frequent (over all groups; ties: "
        "by name), the others as OTHER. collapsed = yes | no: repeats of a step right after itself stand once. goal = a "
        "stage (its first contact is the path's last step), PURCHASE (the customer's next purchase, no step itself; value: "
        "its amount; without a contact before it the path is NONE) or none. After a goal a new path begins. Counts: n "
        "paths; converted; open (gap_seconds since the last contact not over at as_of, and no goal); steps in sum, "
        "different_steps in sum, varied (two or more different steps), reworked (a step again). variants, singles, n_log_n: "
        "different paths of the row, those that occur once, sum of n ln n over them: per cell, for coverage and entropy. "
        "NaN: converted and value without a goal, value of a stage, open without gap_seconds. Period and groups are those "
        "of what opens the path."
    ),
)


def path_steps(path: str) -> tuple[str, ...]:
    """The steps of a path's key; none for NONE. OTHER has no steps: it stands for many paths."""
    return () if path == NONE else tuple(path.split(PATH_SEPARATOR))
