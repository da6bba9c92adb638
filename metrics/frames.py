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

from dataclasses import dataclass

UNKNOWN = "(unknown)"  # a dimension value the source left empty: shown, never dropped
DIMENSIONS = ("channel", "segment", "region", "product", "business_unit", "source")
GRAINS = ("day", "week", "month", "quarter", "year")
ATTRIBUTE = "attr:"  # a breakdown by a file's own column is asked for as "attr:<column name>"


@dataclass(frozen=True, slots=True)
class Frame:
    """Column contract of one frame.

    facts: the table counted · time: the date basis (the column `day` is derived from) · extra_dims: dimensions this
    frame offers beyond DIMENSIONS · keys: the frame's own grouping columns · additive / distinct: its counts ·
    options: names of the options it takes · snapshot: a state at as_of, which no period bounds.
    """

    key: str
    facts: str
    time: str
    keys: tuple[str, ...]
    additive: tuple[str, ...]
    distinct: tuple[str, ...] = ()
    extra_dims: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    snapshot: bool = False
    meaning: str = ""

    @property
    def counts(self) -> tuple[str, ...]:
        return self.additive + self.distinct

    @property
    def dims(self) -> tuple[str, ...]:
        return DIMENSIONS + self.extra_dims


_CONTACT_DIMS = ("direction", "mode", "stage", "touchpoint", "reason", "team")
_ENTRY_DIMS = ("direction", "mode", "reason", "team")  # of a funnel's entry; its stage is step 1, later steps' differ
_COMPLAINT_DIMS = ("theme", "severity", "team")
_ANSWER_DIMS = ("instrument", "question", "touchpoint", "stage")

SCORES = Frame(
    "scores", "answers", "answered", keys=("scale_min", "scale_max", "score"), additive=("n", "sw", "sww"),
    extra_dims=_ANSWER_DIMS, options=("kind",),
    meaning=(
        "S1: answers per score. Option kind = nps | csat | ces | rating (none: all). sw, sww: sums of weights, of "
        "squares."
    ),
)
CONTACTS = Frame(
    "contacts", "contacts", "occurred", keys=(), additive=("n", "handling_seconds", "cost"),
    extra_dims=_CONTACT_DIMS, meaning="S5: contacts.",
)
CASES = Frame(
    "cases", "contacts", "occurred", keys=(), additive=("missing",), distinct=("n",), extra_dims=_CONTACT_DIMS,
    options=("counted",),
    meaning=(
        "Distinct units with at least one contact. Option counted = customer | case. Contacts that name none are "
        "no unit; missing counts those contacts."
    ),
)
FUNNEL = Frame(
    "funnel", "contacts", "entered", keys=("depth",), additive=("n",), extra_dims=_ENTRY_DIMS,
    options=("steps", "mode", "window_seconds", "counted"),
    meaning=(
        "S9: units by deepest step reached (1..k) inside the window. Options: steps = tuple of stage values; "
        "mode = ordered | strictly_later | adjacent | any_order; window_seconds; counted = customer | case. "
        "Period and groups are those of the unit's entry (the step-1 event that opens its best chain). "
        "Only units whose window had closed at as_of (mature)."
    ),
)
FUNNEL_OPEN = Frame(
    "funnel_open", "contacts", "entered", keys=("depth",), additive=("n",), extra_dims=_ENTRY_DIMS,
    options=("steps", "mode", "window_seconds", "counted"),
    meaning="As `funnel`, but the units whose window is still open at as_of: shown apart, never as final.",
)
COMPLAINTS = Frame(
    "complaints", "complaints", "opened", keys=(), additive=("n",), extra_dims=_COMPLAINT_DIMS,
    meaning="Complaints opened.",
)
DURATIONS = Frame(
    "durations", "complaints", "opened", keys=("minutes",), additive=("events", "censored", "not_recorded"),
    extra_dims=_COMPLAINT_DIMS, options=("clock",),
    meaning=(
        "S10: complaints by whole minutes from opening to the event, and still waiting at as_of (censored). "
        "Option clock = first_response | resolution; a resolution stands for a missing response where the source records "
        "responses at all. not_recorded (at minute 0): of sources that record no such event. Negative durations are left out "
        "and counted by `duration_faults`."
    ),
)
DURATION_FAULTS = Frame(
    "duration_faults", "complaints", "opened", keys=("fault",), additive=("n",), extra_dims=_COMPLAINT_DIMS,
    options=("clock",), meaning="Complaints left out of `durations`, by fault (negative).",
)
RESPONSES = Frame(
    "responses", "complaints", "opened", keys=(), additive=("answered", "closed_unanswered", "waiting", "not_recorded"),
    extra_dims=_COMPLAINT_DIMS,
    meaning=(
        "E3: complaints with a first response recorded by as_of (first_response_at <= as_of, also when it lies before "
        "opening); resolved by as_of without one; neither; of sources that record no first response. Unlike "
        "clock = first_response, a resolution is no response."
    ),
)
DEADLINES = Frame(
    "deadlines", "complaints", "opened", keys=(),
    additive=("closed_within", "closed_late", "open_over", "open_within", "no_due", "negative", "no_deadlines", "not_recorded"),
    extra_dims=_COMPLAINT_DIMS,
    meaning=(
        "E5: resolved by the due time, after it, still open past it, still open before it, without one; negative "
        "durations apart; no_deadlines: of sources without any due time; not_recorded: of others that record no resolution."
    ),
)
BACKLOG = Frame(
    "backlog", "complaints", "open at as_of", keys=("age_minutes",), additive=("n", "closed", "not_recorded"),
    extra_dims=_COMPLAINT_DIMS, snapshot=True,
    meaning=(
        "E6: complaints still open at as_of by whole minutes of age, whenever they were opened (the period does not "
        "apply). At minute 0 also those closed by then, and those of sources that record no resolution."
    ),
)
FLOW = Frame(
    "flow", "complaints", "opened and closed", keys=(), additive=("arrivals", "closures", "not_recorded"),
    extra_dims=_COMPLAINT_DIMS,
    meaning=(
        "E6: complaints opened in the period, and complaints resolved in the period; not_recorded: opened, of sources that "
        "record no resolution."
    ),
)
RECOVERY = Frame(
    "recovery", "complaints", "opened", keys=("scale_min", "scale_max", "score"),
    additive=("n", "unresolved", "not_recorded"), extra_dims=_COMPLAINT_DIMS,
    meaning=(
        "E10: resolved complaints by the customer's score after it; rows with score NULL are resolved without a "
        "score. There also those not resolved by as_of, and those of sources that record no score after a resolution."
    ),
)
CONFIRMED = Frame(
    "confirmed", "complaints", "opened", keys=("confirmed",), additive=("n", "not_recorded"), extra_dims=_COMPLAINT_DIMS,
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
INVITATIONS = Frame(
    "invitations", "invitations", "sent", keys=(), additive=("sent", "bounced", "answered", "partial"),
    extra_dims=("instrument",), meaning="S3: invitations sent, bounced, answered, answered in part.",
)

FRAMES = (
    SCORES, CONTACTS, CASES, FUNNEL, FUNNEL_OPEN, COMPLAINTS, DURATIONS, DURATION_FAULTS, RESPONSES, DEADLINES, BACKLOG,
    FLOW, RECOVERY, CONFIRMED, EXPOSURE, INVITATIONS,
)
BY_KEY = {frame.key: frame for frame in FRAMES}
