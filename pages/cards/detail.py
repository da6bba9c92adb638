"""Further counts of a result in words: every name a metric puts into `Estimate.detail`, with its unit."""

from __future__ import annotations

from collections.abc import Callable

from metrics import formats
from metrics.saying import word
from pages.ui.text import t


def _amount(amount: float) -> str:
    return f"{amount:,.6g}"


def _share(amount: float) -> str:
    return formats.percent(f"{amount * 100:.1f}")


_COUNT, _HOURS, _NUMBER, _SHARE = formats.whole, formats.duration, _amount, _share
_WORDS: dict[str, tuple[str, Callable[[float], str]]] = {
    "respondents": (word("Different customers who answered"), _COUNT),
    "effective_n": (word("Answers worth as plain ones"), _NUMBER),
    "weight": (word("Sum of the answers' weights"), _NUMBER),
    "design_effect": (word("Design effect of weights and repeated answers"), _NUMBER),
    "threshold": (word("Lowest answer of the top boxes"), _NUMBER),
    "scale_min": (word("Lowest answer of the scale"), _NUMBER),
    "scale_max": (word("Highest answer of the scale"), _NUMBER),
    "sd": (word("Standard deviation"), _NUMBER),
    "promoters": (word("Promoters (9-10)"), _COUNT),
    "passives": (word("Passives (7-8)"), _COUNT),
    "detractors": (word("Detractors (0-6)"), _COUNT),
    "easy": (word("Easy (5-7)"), _COUNT),
    "neutral": (word("Neither (4)"), _COUNT),
    "hard": (word("Hard (1-3)"), _COUNT),
    "net_easy": (word("Easy minus hard, in points"), _NUMBER),
    "missing": (word("Contacts that name none"), _COUNT),
    "channels": (word("Channels used"), _COUNT),
    "hhi": (word("Concentration (Herfindahl index)"), _NUMBER),
    "effective_simpson": (word("Effective number by the Simpson index"), _NUMBER),
    "outside": (word("Complaints outside the days with contacts"), _COUNT),
    "events": (word("Done so far"), _COUNT),
    "censored": (word("Still waiting"), _COUNT),
    "longest": (word("Longest wait seen"), _HOURS),
    "p80": (word("80 % done within"), _HOURS),
    "p90": (word("90 % within"), _HOURS),
    "rmst": (word("Average wait within 30 days"), _HOURS),
    "closed_unanswered": (word("Closed without an answer"), _COUNT),
    "waiting": (word("Waiting for an answer"), _COUNT),
    "closed_late": (word("Resolved late"), _COUNT),
    "open_over": (word("Open past the due time"), _COUNT),
    "open_within": (word("Open, not yet due"), _COUNT),
    "no_due": (word("Without a due time"), _COUNT),
    "negative": (word("Resolved before they were opened"), _COUNT),
    "median": (word("Half have waited longer than"), _HOURS),
    "oldest": (word("The oldest has waited"), _HOURS),
    "resolved": (word("Resolved complaints"), _COUNT),
    "response_share": (word("Share of them with a score"), _SHARE),
    "bound_low": (word("If all silent ones were dissatisfied"), _SHARE),
    "bound_high": (word("If all silent ones were satisfied"), _SHARE),
    "invited": (word("Invitations sent"), _COUNT),
    "voiced": (word("With a complaint"), _COUNT),
    "no": (word("Not resolved according to the customer"), _COUNT),
    "unknown": (word("Without the customer's word"), _COUNT),
}
_AGE, _STEP = "age: ", "reached_"


def detail_line(name: str, amount: float) -> tuple[str, str]:
    """(term, text) of one entry; a name not known here is shown as it is."""
    if name.startswith(_AGE):
        return t("Open for {age}", age=t(name.removeprefix(_AGE))), formats.whole(amount)
    if name.startswith(_STEP) and name.removeprefix(_STEP).isdigit():
        return t("Reached step {k}", k=name.removeprefix(_STEP)), formats.whole(amount)
    words, told = _WORDS.get(name, (name.replace("_", " "), _amount))
    return t(words), told(amount)
