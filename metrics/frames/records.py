"""The records themselves: what is filled in, and how late it came."""

from __future__ import annotations

from metrics.frames.frame import Frame

PROFILE = Frame(
    "profile", "records", "occurred", keys=("field",), additive=("rows", "present", "valid"), distinct=("different",),
    options=("facts",), floats=("valid",),
    meaning=(
        "S14: the columns of one table of facts: rows; present (filled, and not with what stands for nothing, such as N/A or "
        "1900-01-01); valid (present and within the rule known for the column: a closed list of values, not below zero, not "
        "before the opening, on its scale; NaN where no rule is known); different: distinct present values. Option facts = "
        "contacts | answers | comments | invitations | complaints | purchases | customers (these have no dates: no grain, and "
        "no period bounds them)."
    ),
)
LOAD_LAGS = Frame(
    "load_lags", "records", "occurred", keys=("hours",), additive=("n", "negative"), options=("facts",), whole=("hours",),
    meaning=(
        "S14: rows by whole hours from what they tell of to the load of their file. negative (at hour 0): loaded before it "
        "happened, a wrong clock or a planned date. Rows that know a day only count from its beginning. Option facts as in "
        "`profile`, without customers."
    ),
)
