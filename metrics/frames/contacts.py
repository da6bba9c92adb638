"""Contacts, who made them, and how far they came."""

from __future__ import annotations

from metrics.frames.frame import CONTACT_DIMS, ENTRY_DIMS, Frame

CONTACTS = Frame(
    "contacts", "contacts", "occurred", keys=(), additive=("n", "handling_seconds", "cost"),
    extra_dims=CONTACT_DIMS, floats=("handling_seconds", "cost"),
    meaning="S5: contacts.",
)
HANDLING = Frame(
    "handling", "contacts", "occurred", keys=("transferred_to", "outcome"),
    additive=("n", "costed", "cost", "timed", "handling_seconds"), extra_dims=CONTACT_DIMS, floats=("handling_seconds", "cost"),
    meaning=(
        "S5: contacts by whom they were passed to (nobody | specialist | supervisor | UNKNOWN) and how they ended (resolved | "
        "unresolved | abandoned | UNKNOWN), as their source says; by = direction, mode for the rest of S5. costed and timed: "
        "those whose cost, whose handling time is recorded."
    ),
)
HANDLERS = Frame(
    "handlers", "contacts", "occurred", keys=("agent", "transferred_to"), additive=("n",), extra_dims=CONTACT_DIMS,
    meaning="S2 of C6: contacts by the agent who took them (UNKNOWN: none named) and whom they were passed to.",
)
COST_SUMS = Frame(
    "cost_sums", "contacts", "occurred", keys=(), additive=("n", "uncosted", "missing", "c", "r", "cc", "rr", "cr"),
    extra_dims=CONTACT_DIMS, options=("counted",), floats=("c", "cc", "cr"),
    meaning=(
        "S2 of C9: sums over units within the cell: c_i = cost of its contacts, r_i = 1 when one of them was resolved: n "
        "units, c = sum of c_i, r, cc = sum of c_i squared, rr, cr. Units with a contact whose cost nobody recorded are "
        "uncosted and in no sum. Option counted = customer | case | issue; missing: contacts that name no unit."
    ),
)
CASES = Frame(
    "cases", "contacts", "occurred", keys=(), additive=("missing",), distinct=("n",), extra_dims=CONTACT_DIMS,
    options=("counted",),
    meaning=(
        "Distinct units with at least one contact. Option counted = customer | case. Contacts that name none are "
        "no unit; missing counts those contacts."
    ),
)
FUNNEL = Frame(
    "funnel", "contacts", "entered", keys=("depth",), additive=("n",), extra_dims=ENTRY_DIMS,
    options=("steps", "mode", "window_seconds", "counted"),
    whole=("depth",),
    meaning=(
        "S9: units by deepest step reached (1..k) inside the window. Options: steps = tuple of stage values; "
        "mode = ordered | strictly_later | adjacent | any_order; window_seconds; counted = customer | case. "
        "Period and groups are those of the unit's entry (the step-1 event that opens its best chain). "
        "Only units whose window had closed at as_of (mature)."
    ),
)
FUNNEL_OPEN = Frame(
    "funnel_open", "contacts", "entered", keys=("depth",), additive=("n",), extra_dims=ENTRY_DIMS,
    options=("steps", "mode", "window_seconds", "counted"),
    whole=("depth",),
    meaning="As `funnel`, but the units whose window is still open at as_of: shown apart, never as final.",
)
