"""Customers over time: those who complained beside those who did not, months at risk, and what they bought when."""

from __future__ import annotations

from metrics.frames.frame import Frame

STRATA = Frame(
    "strata", "complaints", "complained, or the day compared with", keys=("tenure", "bought"),
    additive=("exposed", "exposed_events", "controls", "control_events", "open"),
    options=("outcome", "window_days", "active_days", "tenure_days", "purchases"), whole=("tenure", "bought"),
    meaning=(
        "S11: 2x2 counts per stratum: customers with a complaint and customers of the same month without one, and how many of "
        "each made a purchase or a contact after it. A customer's month counts from the first complaint of that month, or, "
        "without any, from a day of it that the customer's pseudonym settles (the 1st to the 28th). Counted are those with a "
        "contact or purchase in the active_days up to then, and an event is option outcome = purchase | contact, later than "
        "that and within window_days; open: the window is not over at as_of. Strata: the breakdown and filters are those of "
        "the last contact or purchase up to then; tenure and bought say how many of the thresholds tenure_days (days since "
        "the first one) and purchases (how many so far) are reached; both options are tuples of whole numbers. A customer is "
        "in as many months as there are in the period."
    ),
)
PERSON_PERIODS = Frame(
    "person_periods", "customers", "month at risk", keys=("exposed", "contacted"), additive=("person_periods", "events"),
    options=("event", "silent_months", "churned", "exposed_months"),
    meaning=(
        "S12, S13: customers' months at risk and the events in them, whole months up to as_of only. exposed = yes | no: a "
        "complaint in the exposed_months months before (not in the month itself: a complaint counts from the month after); "
        "contacted likewise. Option event = lapse: at risk with a purchase in the silent_months months before, event when "
        "with the end of this month the last purchase is silent_months months back; a customer who buys again is at risk "
        "again; groups and filters are those of that last purchase. event = status: at risk from the month after the first "
        "contact or purchase, event in the month of the last one when the customer's status is one of `churned` (a tuple; the "
        "file gives the status no date); groups and filters are those of the customers' file. Grain: month, quarter or year."
    ),
)
VALUE_PATTERNS = Frame(
    "value_patterns", "purchases", "bought first", keys=("x", "t_x", "age"), additive=("n", "missing", "priced", "amount"),
    options=("unit",), whole=("x", "t_x", "age"), floats=("amount",),
    meaning=(
        "S13: customers by days with a repeat purchase (x: all purchases of one day are one), time from the first to the "
        "last (t_x) and from the first to as_of (age), in whole units; option unit = day | week. Period, groups and filters "
        "are those of the first purchase: later ones count whenever they were. priced and amount: repeat purchases with an "
        "amount, and their sum. missing: purchases that name no customer, at x = t_x = age = 0."
    ),
)
