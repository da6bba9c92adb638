"""Answers and invitations."""

from __future__ import annotations

from metrics.frames.frame import ANSWER_DIMS, Frame

SCORES = Frame(
    "scores", "answers", "answered", keys=("scale_min", "scale_max", "score"), additive=("n", "sw", "sww"),
    extra_dims=ANSWER_DIMS, options=("kind", "per_customer"),
    floats=("scale_min", "scale_max", "score", "sw", "sww"),
    meaning=(
        "S1: answers per score. Option kind = nps | csat | ces | rating (none: all). sw, sww: sums of weights, of "
        "squares. Option per_customer = latest | first: of every customer's answers in the cell (period, groups) only this one "
        "counts; an answer without a customer belongs to its response, which counts once."
    ),
)
ANSWER = "answer"  # a dimension that no table holds: what a response answered to the question that is asked about
RESPONSE_DIMS = ("instrument", "touchpoint", "stage")
SURVEY_RESPONSES = Frame(
    "survey_responses", "responses", "answered", keys=(), additive=("n", "sw", "sww"), extra_dims=RESPONSE_DIMS,
    floats=("sw", "sww"),
    meaning=(
        "S2: responses to surveys, a file's rows, whatever they hold: n, and the sums of their weights (sw) and of the squares "
        "(sww); no weight weighs 1."
    ),
)
GIVEN_ANSWERS = Frame(
    "given_answers", "responses", "answered", keys=(), additive=("n", "sw", "sww", "of", "ofw", "ofww", "silent"),
    extra_dims=(*RESPONSE_DIMS, ANSWER), overlapping=(ANSWER,), options=("question",), floats=("sw", "sww", "ofw", "ofww"),
    meaning=(
        "S2: responses by what they answered to one question. By `answer`: n, sw and sww of the responses that gave it; of, "
        "ofw and ofww those of all responses of the cell that answered the question; silent 0; a row for every answer that "
        "anybody in the selection gave. Without `answer`: n and of alike are those that answered it, silent those that did "
        "not, of the files in which anybody did. Option question = a dimension (every response answers it; an empty value is "
        "an answer too), attr:NAME (a file's column; a response without a value did not answer), or ((answer, column), ...), "
        "the choices of a question that takes several: a response gives every answer whose column it fills. None: no question, "
        "and every response counts."
    ),
)
RESPONDENTS = Frame(
    "respondents", "answers", "answered", keys=("scale_min", "scale_max"), additive=("clusters", "n", "x", "nn", "xx", "nx"),
    extra_dims=ANSWER_DIMS, options=("kind", "measure", "top", "weights"),
    floats=("scale_min", "scale_max", "n", "x", "nn", "xx", "nx"),
    meaning=(
        "S2: sums over respondents, for intervals that know that answers of one customer are alike. A respondent is a "
        "customer within the cell (period, groups, scale), or, where the source names none, one response (a file's row). "
        "With n_i answers and x_i the sum of their values: clusters = number of respondents, n = sum of n_i, x of x_i, nn of "
        "n_i squared, xx of x_i squared, nx of n_i x_i. They add within one scale, as if the cells' respondents were others. "
        "Options: kind as in `scores`; measure = score (the answer) | top (1 in the top boxes, else 0) | net (1 for 9-10, -1 "
        "for 0-6, else 0, on 0-10); top = the lowest answer of the top boxes by scale, ((scale_min, scale_max, answer), ...): "
        "scales of 4 to 11 whole steps that are not named take their top two answers; weights = source (n_i and x_i are sums "
        "of weights and weighted values; no weight weighs 1), else every answer weighs 1. Where a scale has no such boxes "
        "or no net, x, xx and nx are NaN."
    ),
)
REPEATS = Frame(
    "repeats", "answers", "answered", keys=("given",), additive=("customers", "unnamed"), extra_dims=ANSWER_DIMS,
    options=("kind",), whole=("given",),
    meaning=(
        "S2: how many answers each respondent gave in the cell (period, groups): customers who gave so many, and unnamed, the "
        "responses of nobody known that hold so many. Option kind as in `scores`."
    ),
)
PATTERN_SEPARATOR = "|"  # between the scores of an answer pattern

GRAM = Frame(
    "gram", "answers", "answered", keys=("item", "other"), additive=("n", "incomplete", "x", "y", "xy"), distinct=("mixed",),
    extra_dims=("instrument",), options=("questions", "instrument"), floats=("x", "y", "xy"),
    meaning=(
        "S4: sums and cross products over complete responses (a file's rows with an answer to every one of the questions), one "
        "row per pair of questions in the order asked for, each with itself too: n, sum of item (x), of other (y), of their "
        "product (xy). Options: questions = tuple of 2 to 20 different questions, outcome and drivers alike; instrument (none: "
        "any). incomplete: responses that answer some of them, left out. mixed: how many of the two were answered on more than "
        "one scale: then the sums mean nothing. Where no response is complete, n is 0 and the sums are NaN."
    ),
)
ANSWER_PATTERNS = Frame(
    "answer_patterns", "answers", "answered", keys=("pattern",), additive=("n",), extra_dims=("instrument",),
    options=("questions", "instrument", "sample"),
    meaning=(
        "S4: complete responses (see `gram`) by their scores in the order of `questions`, with three decimals, joined by "
        "PATTERN_SEPARATOR. Option sample = at most so many responses per cell (period, groups), those with the smallest "
        "record numbers: these are hashes, so it is a random sample, and the same one every time."
    ),
)
INVITATIONS = Frame(
    "invitations", "invitations", "sent", keys=(),
    additive=("sent", "bounced", "answered", "partial", "delivered", "not_recorded"),
    extra_dims=("instrument",), floats=("bounced", "answered", "partial"),
    meaning=(
        "S3: invitations by the day they were sent, whenever they were answered: sent, bounced, answered, answered in part. "
        "delivered: sent and not bounced, of the rows that say how many were answered; the denominator of a response rate. "
        "not_recorded: invitations of the rows that do not say it."
    ),
)


def pattern_scores(pattern: str) -> tuple[float, ...]:
    """The scores of an answer pattern's key."""
    return tuple(float(score) for score in pattern.split(PATTERN_SEPARATOR))
