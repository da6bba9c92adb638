"""Complaint recovery, declared (catalogue E1, E3-E6, E10). What is drawn from the same counts is re-exported here."""

from __future__ import annotations

from metrics import comparing
from metrics.definitions import complaint_results as results
from metrics.definitions.times import age_bands, survival_curve
from metrics.frames import BACKLOG, COMPLAINTS, CONFIRMED, DEADLINES, DURATIONS, EXPOSURE, RECOVERY, RESPONSES
from metrics.metric import Better, Example, Metric, Unit

__all__ = ["METRICS", "age_bands", "survival_curve"]

TOPIC = "recovery"
OPEN_COUNT = "Open complaints count as still waiting. Events before the opening are faults: left out and said."
NO_RESOLUTION = "Complaints from sources that record no resolution are left out and said: nobody knows whether they are open."
NO_SCORE = "Complaints from sources that record no score after a resolution are left out everywhere and said."
OUTSIDE = "Complaints before the first and after the last day with contacts are left out and said."
NO_RESPONSE = "Complaints from sources that record no first response are left out and said."
EXPOSURE_ROWS = ({"complaints": 37, "contacts": 8400, "outside": 0, "customers": 12500},)
# hour: (done, still waiting). Ten first responses; and the catalogue's 17 complaints of which 6 are open (E4).
_HOURS_10 = {1: (3, 0), 2: (2, 1), 3: (1, 0), 4: (1, 0), 6: (0, 1), 8: (0, 1)}
_HOURS_17 = {
    2: (1, 0), 3: (2, 0), 4: (0, 1), 5: (1, 0), 6: (1, 0), 7: (0, 1), 8: (1, 0), 9: (1, 0), 10: (1, 0), 12: (0, 1),
    14: (1, 0), 18: (0, 1), 21: (1, 0), 25: (0, 1), 30: (1, 0), 40: (0, 1),
}  # fmt: skip
_AGES = (4, 21, 24, 60, 72, 120, 165, 168, 312, 480, 720, 984)


def _durations(table: dict[int, tuple[int, int]]) -> tuple[dict[str, float], ...]:
    return tuple({"minutes": 60.0 * h, "events": d, "censored": c, "not_recorded": 0} for h, (d, c) in table.items())


def _scored(score: int | None, n: int) -> dict[str, float | None]:
    low, high = (None, None) if score is None else (1.0, 5.0)
    return {"scale_min": low, "scale_max": high, "score": score, "n": n, "unresolved": 0, "not_recorded": 0}


_BACKLOG_ROWS = tuple({"age_minutes": 60.0 * hours, "n": 1, "closed": 0, "not_recorded": 0} for hours in _AGES)
_RECOVERY_ROWS = tuple(_scored(score, n) for score, n in ((2, 58), (4, 43), (5, 40), (None, 159)))

COUNT = Metric(
    key="complaints", title="Complaints", topic=TOPIC,
    question="How many complaints do we receive?",
    frame=COMPLAINTS, compute=results.compute_count, compare=comparing.events,
    unit=Unit.COUNT, better=Better.LOWER, counted="complaints", min_n=None, least_change=comparing.VOLUME_CHANGE,
    formula_words="Complaints opened, with an exact Poisson interval for what such a period could have brought"
    + comparing.VOLUMES_CLUSTER,
    formula="n",
    source="Garwood 1936",
    example=Example(({"n": 37},), 37, 26.051414567106037, 50.99962614193083, 37),
)  # fmt: skip

SHARE = Metric(
    key="complaint_share", title="Share of complaints", topic=TOPIC,
    question="What are complaints about?",
    frame=COMPLAINTS, compute=results.compute_share, compare=comparing.shares, needs_by=True,
    unit=Unit.SHARE, decimals=1, better=Better.NEITHER, counted="complaints", min_n=None,
    formula_words="Complaints of the group as a share of all complaints of the same period; Wilson interval",
    formula="x(g) / n",
    exclusions="Nobody: complaints where it is unknown are a group of their own.",
    above="complaints of the group", below="complaints of all groups",
    source="Wilson 1927",
    example=Example(({"n": 42},), 0.84, 0.7148578393696501, 0.916625793219666, 50, whole=({"n": 42}, {"n": 8})),
)  # fmt: skip

RATE = Metric(
    key="complaint_rate", title="Complaints per 1,000 contacts", topic=TOPIC,
    question="How often does a contact end in a complaint?",
    frame=EXPOSURE, compute=results.compute_rate, compare=comparing.events,
    unit=Unit.PER_THOUSAND, better=Better.LOWER, counted="contacts", min_n=None, decimals=1,
    formula_words="Complaints opened per 1,000 contacts of the same period; exact Poisson interval",
    formula="1000·x / e",
    exclusions=OUTSIDE + " A rising rate can also mean that complaining became easier.",
    above="complaints",
    source="Garwood 1936; Przyborowski & Wilenski 1940",
    example=Example(EXPOSURE_ROWS, 4.404761904761905, 3.101358877036432, 6.071384064515575, 8400),
)  # fmt: skip

RATE_CUSTOMERS = Metric(
    key="complaint_rate_customers", title="Complaints per 1,000 customers in contact", topic=TOPIC,
    question="How many complaints come from every 1,000 customers?",
    frame=EXPOSURE, compute=results.compute_rate_customers, compare=comparing.events,
    unit=Unit.PER_THOUSAND, better=Better.LOWER, counted="customers", min_n=None, decimals=1,
    formula_words="Complaints opened per 1,000 customers in contact in the same period; exact Poisson interval",
    formula="1000·x / e",
    exclusions=OUTSIDE
    + " Contacts without a known customer add none below the line. One customer may complain several times.",
    above="complaints", below="customers in contact",
    source="Garwood 1936; Przyborowski & Wilenski 1940",
    example=Example(EXPOSURE_ROWS, 2.96, 2.084113165368483, 4.0799700913544665, 12500),
)  # fmt: skip

FIRST_RESPONSE = Metric(
    key="first_response", title="Time to first response", name="First response", done="answered", topic=TOPIC,
    question="How long do customers wait for a first answer to a complaint?",
    frame=DURATIONS, options={"clock": "first_response"}, compute=results.compute_time, compare=comparing.medians,
    unit=Unit.HOURS, better=Better.LOWER, counted="complaints", min_n=None,
    formula_words=(
        "Hours, to the minute, by which half of the complaints had a first answer, those still waiting included "
        "(Kaplan-Meier); interval where the curve's band crosses one half; up or down is called by the difference of the "
        "medians"
    ),
    formula="min{t : S(t) ≤ ½}, S(t) = Π (1 - d / n)",
    maturity="Open complaints count with the time they have waited so far.",
    exclusions=OPEN_COUNT + " A complaint resolved without a response counts as answered when it was resolved. " + NO_RESPONSE,
    source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982; Zou & Donner 2008",
    example=Example(_durations(_HOURS_10), 2.0, 1.0, None, 10),
)  # fmt: skip

RESOLUTION_TIME = Metric(
    key="resolution_time", title="Time to resolution", name="Resolution", done="resolved", topic=TOPIC,
    question="How long does it take us to resolve a complaint?",
    frame=DURATIONS, options={"clock": "resolution"}, compute=results.compute_time, compare=comparing.medians,
    unit=Unit.HOURS, better=Better.LOWER, counted="complaints", min_n=None,
    formula_words=(
        "Hours, to the minute, by which half of the complaints were resolved for good, open ones included (Kaplan-Meier); "
        "interval where the curve's band crosses one half; up or down is called by the difference of the medians"
    ),
    formula="min{t : S(t) ≤ ½}, S(t) = Π (1 - d / n)",
    maturity="Open complaints count with the time they have waited so far; a mean of the closed ones flatters.",
    exclusions=OPEN_COUNT + " " + NO_RESOLUTION,
    source="Kaplan & Meier 1958; Brookmeyer & Crowley 1982; Zou & Donner 2008",
    example=Example(_durations(_HOURS_17), 10.0, 5.0, 30.0, 17),
)  # fmt: skip

ANSWERED_SHARE = Metric(
    key="answered_share", title="Complaints answered", name="The share of complaints answered", topic=TOPIC,
    question="Does every complaint get an answer?",
    frame=RESPONSES, compute=results.compute_answered, compare=comparing.shares,
    unit=Unit.SHARE, better=Better.HIGHER, counted="complaints", min_n=None, decimals=1,
    formula_words="Complaints with a first response so far, as a share of all complaints opened where responses are recorded; "
    "Wilson interval",
    formula="answered / (answered + closed without an answer + waiting)",
    maturity="Complaints still waiting count as not answered so far; recent periods can only rise.",
    exclusions=NO_RESPONSE + " A resolution is not taken for a response.",
    above="complaints with a first response",
    source="Wilson 1927; ISO 10002:2018",
    example=Example(
        ({"answered": 42, "closed_unanswered": 5, "waiting": 3, "not_recorded": 0},),
        0.84, 0.7148578393696501, 0.916625793219666, 50,
    ),
)  # fmt: skip

DEADLINE_ATTAINMENT = Metric(
    key="deadline_attainment", title="Resolved by the due date", name="The share resolved in time", topic=TOPIC,
    question="Do we keep our deadlines?",
    frame=DEADLINES, compute=results.compute_deadline, compare=comparing.shares,
    unit=Unit.SHARE, better=Better.HIGHER, counted="complaints", min_n=None, decimals=1,
    formula_words="Resolved by the due time, as a share of those resolved or past due; Wilson interval",
    formula="met / (met + closed late + open past due)",
    maturity="A complaint counts once it is resolved or its due time has passed; open past due is a breach.",
    exclusions="Open and not yet due (pending), without a due time, resolved before opening, from sources without due dates "
    "or resolutions: left out and said.",
    above="complaints resolved in time", below="complaints resolved or past due",
    source="Wilson 1927; ISO 10002:2018; catalogue E5",
    example=Example(
        ({
            "closed_within": 310, "closed_late": 42, "open_over": 18, "open_within": 55, "no_due": 0, "negative": 0,
            "no_deadlines": 0, "not_recorded": 0,
        },),
        0.8378378378378378, 0.7968409246656171, 0.8718917535895995, 370,
    ),
)  # fmt: skip

BACKLOG_COUNT = Metric(
    key="backlog", title="Open complaints", topic=TOPIC,
    question="How many complaints are open now?",
    frame=BACKLOG, compute=results.compute_backlog, compare=None,
    unit=Unit.COUNT, better=Better.LOWER, counted="open complaints", min_n=None,
    formula_words=(
        "Complaints opened and not yet resolved at the as-of time, whenever they were opened; "
        "a full count, so without interval; 0 where all were resolved"
    ),
    formula="n",
    exclusions=NO_RESOLUTION,
    source="Catalogue E6",
    example=Example(_BACKLOG_ROWS, 12, None, None, 12),
)  # fmt: skip

BACKLOG_AGE = Metric(
    key="backlog_age", title="Age of open complaints", topic=TOPIC,
    question="How long have open complaints been waiting?",
    frame=BACKLOG, compute=results.compute_backlog_age, compare=None,
    unit=Unit.HOURS, better=Better.LOWER, counted="open complaints", min_n=None,
    formula_words="Median age, to the minute, of the complaints open at the as-of time; a full count, so without interval",
    formula="median(as-of − opened)",
    exclusions=NO_RESOLUTION,
    source="Hyndman & Fan 1996 (type 7); catalogue E6",
    example=Example(_BACKLOG_ROWS, 142.5, None, None, 12),
)  # fmt: skip

RECOVERY_RATE = Metric(
    key="recovery_rate", title="Satisfied after a complaint (top two boxes)", name="Satisfaction after complaints",
    topic=TOPIC,
    question="Are we repairing what we break?",
    frame=RECOVERY, compute=results.compute_recovery, compare=comparing.shares,
    unit=Unit.SHARE, decimals=1, better=Better.HIGHER, counted="answers",
    formula_words=(
        "Scores in the top boxes after a resolved complaint, as a share of those who gave one; Wilson interval, "
        "and bounds for all resolved complaints whatever the silent ones think"
    ),
    formula="k / responded; bounds [k / resolved, (k + resolved - responded) / resolved]",
    maturity="A complaint counts once it is resolved.",
    exclusions="Resolved complaints without a score are left out and said; the bounds include them. " + NO_SCORE,
    above="answers in the top boxes", below="resolved complaints with a score",
    source="Wilson 1927; Manski 1989; ISO 10004:2018",
    example=Example(_RECOVERY_ROWS, 0.5886524822695035, 0.5061293117656546, 0.6664732027598904, 141),
)  # fmt: skip

SATISFACTION = Metric(
    key="complaint_satisfaction", title="Score after a complaint (mean)", name="The mean score after complaints",
    topic=TOPIC,
    question="What score do customers give after a complaint?",
    frame=RECOVERY, compute=results.compute_satisfaction, compare=comparing.means,
    unit=Unit.SCORE, better=Better.HIGHER, counted="answers", decimals=2,
    formula_words="Mean of the scores given after a resolved complaint, with a t interval cut to the scale",
    formula="m = Σ s·c(s) / n; m ± t(n-1)·sd / √n",
    maturity="A complaint counts once it is resolved.",
    exclusions="Resolved complaints without a score are left out and said; they are not zeros. " + NO_SCORE,
    above="sum of the scores", below="resolved complaints with a score",
    source="Student 1908; ISO 10004:2018",
    example=Example(
        tuple(_scored(score, n) for score, n in ((1, 3), (2, 5), (3, 12), (4, 40), (5, 60))),
        4.241666666666666, 4.066312598074953, 4.4170207352583795, 120,
    ),
)  # fmt: skip

CONFIRMED_RESOLUTION = Metric(
    key="confirmed_resolution", title="Resolved according to the customer", name="Resolution confirmed by customers",
    topic=TOPIC,
    question="Do customers agree that their complaint was resolved?",
    frame=CONFIRMED, compute=results.compute_confirmed, compare=comparing.shares,
    unit=Unit.SHARE, better=Better.HIGHER, counted="complaints", decimals=1,
    formula_words="Complaints resolved according to the customer, as a share of those where the customer said",
    formula="yes / (yes + no); Wilson interval",
    exclusions="Complaints without the customer's word, and from sources that do not record it, are left out and said.",
    above="complaints resolved according to the customer", below="complaints where the customer said",
    source="Wilson 1927; ISO 10004:2018",
    example=Example(
        tuple({"confirmed": word, "n": n, "not_recorded": 0} for word, n in (("yes", 42), ("no", 8), ("unknown", 30))),
        0.84, 0.7148578393696501, 0.916625793219666, 50,
    ),
)  # fmt: skip

METRICS = (
    COUNT, SHARE, RATE, RATE_CUSTOMERS, FIRST_RESPONSE, RESOLUTION_TIME, ANSWERED_SHARE, DEADLINE_ATTAINMENT,
    BACKLOG_COUNT, BACKLOG_AGE, RECOVERY_RATE, SATISFACTION, CONFIRMED_RESOLUTION,
)  # fmt: skip
