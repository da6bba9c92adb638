"""Complaints: opened, waiting, due, open now, arriving and leaving, repaired."""

from __future__ import annotations

from metrics.frames.frame import COMPLAINT_DIMS, Frame

COMPLAINTS = Frame(
    "complaints", "complaints", "opened", keys=(), additive=("n",), extra_dims=COMPLAINT_DIMS,
    meaning="Complaints opened.",
)
DURATIONS = Frame(
    "durations", "complaints", "opened", keys=("minutes",), additive=("events", "censored", "not_recorded"),
    extra_dims=COMPLAINT_DIMS, options=("clock", "hours"),
    whole=("minutes",),
    meaning=(
        "S10: complaints by whole minutes from opening to the event, and still waiting at as_of (censored). "
        "Option clock = first_response | resolution; a resolution stands for a missing response where the source records "
        "responses at all. not_recorded (at minute 0): of sources that record no such event. Negative durations are left out "
        "and counted by `duration_faults`. Option hours = elapsed | working (none: elapsed): minutes inside the house's "
        "working hours; without any told, everything is not_recorded."
    ),
)
DURATION_FAULTS = Frame(
    "duration_faults", "complaints", "opened", keys=("fault",), additive=("n",), extra_dims=COMPLAINT_DIMS,
    options=("clock", "hours"), meaning="Complaints left out of `durations`, by fault (negative).",
)
RESPONSES = Frame(
    "responses", "complaints", "opened", keys=(), additive=("answered", "closed_unanswered", "waiting", "not_recorded"),
    extra_dims=COMPLAINT_DIMS,
    meaning=(
        "E3: complaints with a first response recorded by as_of (first_response_at <= as_of, also when it lies before "
        "opening); resolved by as_of without one; neither; of sources that record no first response. Unlike "
        "clock = first_response, a resolution is no response."
    ),
)
DEADLINES = Frame(
    "deadlines", "complaints", "opened", keys=(),
    additive=("closed_within", "closed_late", "open_over", "open_within", "no_due", "negative", "no_deadlines", "not_recorded"),
    extra_dims=COMPLAINT_DIMS,
    meaning=(
        "E5: resolved by the due time, after it, still open past it, still open before it, without one; negative "
        "durations apart; no_deadlines: of sources without any due time; not_recorded: of others that record no resolution."
    ),
)
BACKLOG = Frame(
    "backlog", "complaints", "open at as_of", keys=("age_minutes",), additive=("n", "closed", "not_recorded"),
    extra_dims=COMPLAINT_DIMS, snapshot=True,
    whole=("age_minutes",),
    meaning=(
        "E6: complaints still open at as_of by whole minutes of age, whenever they were opened (the period does not "
        "apply). At minute 0 also those closed by then, and those of sources that record no resolution."
    ),
)
FLOW = Frame(
    "flow", "complaints", "opened and closed", keys=(), additive=("arrivals", "closures", "not_recorded"),
    extra_dims=COMPLAINT_DIMS,
    meaning=(
        "E6: complaints opened in the period, and complaints resolved in the period; not_recorded: opened, of sources that "
        "record no resolution."
    ),
)
RECOVERY = Frame(
    "recovery", "complaints", "opened", keys=("scale_min", "scale_max", "score"),
    additive=("n", "unresolved", "not_recorded"), extra_dims=COMPLAINT_DIMS,
    floats=("scale_min", "scale_max", "score"),
    meaning=(
        "E10: resolved complaints by the customer's score after it; rows with score NULL are resolved without a "
        "score. There also those not resolved by as_of, and those of sources that record no score after a resolution."
    ),
)
CONFIRMED = Frame(
    "confirmed", "complaints", "opened", keys=("confirmed",), additive=("n", "not_recorded"), extra_dims=COMPLAINT_DIMS,
    meaning=(
        "Complaints by 'resolved according to the customer': yes | no | unknown; not_recorded: of sources that never ask."
    ),
)
EXPOSURE = Frame(
    "exposure", "complaints", "opened", keys=(), additive=("complaints", "contacts", "outside"), distinct=("customers",),
    meaning=(
        "E1: complaints opened, contacts and distinct customers in contact in the same period. Complaints count from the "
        "first to the last day with contacts of their group, over all time: before and after nothing is known of the "
        "contacts they come from. outside counts the others."
    ),
)
