"""Satisfaction: CSAT, NPS, CES and rated items (catalogue A1, A2, A3, A5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from metrics import comparing
from metrics.definitions.cells import CONF, count, mean, mean_score, scores, share, top_share, total
from metrics.evidence import Net
from metrics.frames import SCORES
from metrics.metric import Answering, Better, Counts, Example, Metric, Unit
from metrics.results import Estimate, Reason, Result, Withheld
from metrics.stats.ces import CES_SCALE
from metrics.stats.nps import NPS_SCALE, nps_interval
from metrics.stats.scores import TOP_BOX

TOPIC = "satisfaction"
NOT_ANSWERED = "No answer, 'not applicable' and scores outside the scale are not answers."
# Weighted only when asked; answers of one customer always count as what they are worth together.
TOP_BOXES = tuple((low, high, top) for (low, high), top in TOP_BOX.items())
_TOP = Answering("top", TOP_BOXES)
# Every scale of 2 to 11 whole steps from 0 or 1 has one best answer.
_BEST = {(low, low + steps): low + steps for low in (0, 1) for steps in range(1, 11)}
_TOP_ONE = Answering("top", tuple((low, high, best) for (low, high), best in _BEST.items()))
_EASY = Answering("top", ((*CES_SCALE, 5),))
_SCORE, _NET = Answering("score"), Answering("net")


def compute_csat(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Share of answers in the top boxes of the scale."""
    return top_share(cell, conf)


def compute_best(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Share of answers that are the best the scale allows."""
    answers = scores(cell)
    if isinstance(answers, Withheld):
        return answers
    best = _BEST.get((int(answers.scale[0]), int(answers.scale[1]))) if _whole_ends(answers.scale) else None
    if best is None:
        return Withheld(Reason.UNDEFINED, round(answers.total))
    return share(answers.at_least(best), answers.total, {"threshold": best, "scale_max": answers.scale[1]}, conf)


def _whole_ends(scale: tuple[float, float]) -> bool:
    """Whether a scale begins and ends with whole numbers."""
    return all(float(end).is_integer() for end in scale)


def compute_mean(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Mean score."""
    return mean_score(cell, conf)


def compute_nps(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Promoters minus detractors in points; only on 0-10."""
    answers = scores(cell)
    if isinstance(answers, Withheld):
        return answers
    n = answers.total
    if answers.scale != NPS_SCALE:
        return Withheld(Reason.UNDEFINED, round(n))
    promoters = answers.at_least(9)
    detractors = n - answers.at_least(7)
    found = Net(promoters, n - promoters - detractors, detractors)
    low, high = nps_interval(promoters, found.passives, detractors, conf)
    detail = {"promoters": promoters, "passives": found.passives, "detractors": detractors}
    return Estimate(100 * (promoters - detractors) / n, low, high, round(n), promoters - detractors, n, detail, found)


def compute_ces(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Share who found it easy (5-7 on 1-7). The first CES (1-5) is another instrument and is never joined to it."""
    answers = scores(cell)
    if isinstance(answers, Withheld):
        return answers
    n = answers.total
    if answers.scale != CES_SCALE:
        return Withheld(Reason.UNDEFINED, round(n))
    easy, hard = answers.at_least(5), n - answers.at_least(4)
    detail = {"easy": easy, "neutral": n - easy - hard, "hard": hard, "net_easy": 100 * (easy - hard) / n}
    return share(easy, n, detail, conf)


def compute_ces_mean(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Mean effort score on 1-7."""
    answers = scores(cell)
    if isinstance(answers, Withheld):
        return answers
    return mean(answers, conf) if answers.scale == CES_SCALE else Withheld(Reason.UNDEFINED, round(answers.total))


def compute_answers(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Number of scored answers."""
    return count(total(cell, "n"), conf=conf)


def rows(scale: tuple[float, float], counts: Mapping[int, int]) -> tuple[Mapping[str, Any], ...]:
    """Rows of the scores frame for an example."""
    return tuple(
        {"scale_min": scale[0], "scale_max": scale[1], "score": float(score), "n": n, "sw": float(n), "sww": float(n)}
        for score, n in counts.items()
    )


_HIST_120 = {1: 3, 2: 5, 3: 12, 4: 40, 5: 60}
_HIST_190 = {1: 4, 2: 6, 3: 9, 4: 15, 5: 41, 6: 63, 7: 52}
_HIST_NPS = {0: 2, 2: 1, 3: 1, 4: 2, 5: 4, 6: 5, 7: 12, 8: 18, 9: 25, 10: 30}

CSAT = Metric(
    key="csat", title="CSAT (top two boxes)", name="CSAT", topic=TOPIC,
    question="What share of customers are satisfied?",
    frame=SCORES, options={"kind": "csat", "weights": None}, answering=_TOP, compute=compute_csat, compare=comparing.shares,
    unit=Unit.SHARE, decimals=1, better=Better.HIGHER, counted="answers",
    formula_words=(
        "Answers in the top boxes of the scale (4-5 of 1-5, 6-7 of 1-7, 9-10 of 0-10, yes of yes/no) "
        "as a share of all answers; Wilson interval"
    ),
    formula="p = k / n, k = answers ≥ threshold",
    exclusions=NOT_ANSWERED + " Answers on different scales are never pooled.",
    above="answers in the top boxes",
    source="Wilson 1927; Brown, Cai & DasGupta 2001",
    example=Example(rows((1, 5), {2: 3, 3: 5, 4: 20, 5: 22}), 0.84, 0.7148578393696501, 0.916625793219666, 50),
)  # fmt: skip

CSAT_BEST = Metric(
    key="csat_best", title="CSAT (top box only)", name="CSAT (top box only)", topic=TOPIC,
    question="What share of customers give the best answer there is?",
    frame=SCORES, options={"kind": "csat", "weights": None}, answering=_TOP_ONE, compute=compute_best, compare=comparing.shares,
    unit=Unit.SHARE, decimals=1, better=Better.HIGHER, counted="answers",
    formula_words="Answers that are the highest of the scale (5 of 1-5, 7 of 1-7) as a share of all answers; Wilson interval",
    formula="p = c(max) / n",
    exclusions=NOT_ANSWERED + " Answers on different scales are never pooled.",
    above="answers in the highest box",
    source="Wilson 1927; catalogue A1",
    example=Example(rows((1, 5), {2: 3, 3: 5, 4: 20, 5: 22}), 0.44, 0.3116219921125717, 0.5769397197834315, 50),
)  # fmt: skip

CSAT_MEAN = Metric(
    key="csat_mean", title="CSAT (mean score)", name="Mean CSAT", topic=TOPIC,
    question="What score do customers give on average?",
    frame=SCORES, options={"kind": "csat", "weights": None}, answering=_SCORE, compute=compute_mean, compare=comparing.means,
    unit=Unit.SCORE, better=Better.HIGHER, counted="answers", decimals=2,
    formula_words="Mean of the scores, with a t interval cut to the scale; read it beside the satisfied share",
    formula="m = Σ s·c(s) / n; m ± t(n-1)·sd / √n",
    exclusions=NOT_ANSWERED + " Answers on different scales are never pooled.",
    above="sum of the scores",
    source="Student 1908; catalogue A2",
    example=Example(rows((1, 5), _HIST_120), 4.241666666666666, 4.066312598074953, 4.4170207352583795, 120),
)  # fmt: skip

NPS = Metric(
    key="nps", title="Net Promoter Score", name="NPS", topic=TOPIC,
    question="Would our customers recommend us?",
    frame=SCORES, options={"kind": "nps", "weights": None}, answering=_NET, compute=compute_nps, compare=comparing.net_scores,
    unit=Unit.POINTS, better=Better.HIGHER, counted="answers", decimals=1,
    formula_words="Share of promoters (9-10) minus share of detractors (0-6), in points; adjusted Wald interval",
    formula="NPS = 100·(P - D) / n",
    exclusions=NOT_ANSWERED + " Only questions asked on 0-10; people who dismissed the question are not counted.",
    above="promoters minus detractors",
    source="Reichheld 2003; Rocks 2016; Lewis & Sauro 2021",
    example=Example(rows((0, 10), _HIST_NPS), 40.0, 24.59943998230411, 53.07046293031725, 100),
)  # fmt: skip

CES = Metric(
    key="ces", title="CES (found it easy, 5-7 of 7)", name="CES", topic=TOPIC,
    question="How easy do customers find it to get what they need?",
    frame=SCORES, options={"kind": "ces", "weights": None}, answering=_EASY, compute=compute_ces, compare=comparing.shares,
    unit=Unit.SHARE, decimals=1, better=Better.HIGHER, counted="answers",
    formula_words="Answers 5-7 to 'made it easy' (1-7) as a share of all answers; Wilson interval",
    formula="p = (c(5) + c(6) + c(7)) / n",
    exclusions=NOT_ANSWERED + " The first CES (1-5, low = little effort) is another instrument and stays apart.",
    above="answers 5-7",
    source="Dixon, Freeman & Toman 2010; Dixon, Toman & DeLisi 2013",
    example=Example(rows((1, 7), _HIST_190), 0.8210526315789474, 0.7603562342802868, 0.8690240889087355, 190),
)  # fmt: skip

CES_MEAN = Metric(
    key="ces_mean", title="CES (mean of 1-7)", name="Mean CES", topic=TOPIC,
    question="What ease score do customers give on average?",
    frame=SCORES, options={"kind": "ces", "weights": None}, answering=_SCORE, compute=compute_ces_mean, compare=comparing.means,
    unit=Unit.SCORE, better=Better.HIGHER, counted="answers", decimals=2,
    formula_words="Mean of the scores 1-7, with a t interval cut to the scale",
    formula="m = Σ s·c(s) / n; m ± t(n-1)·sd / √n",
    exclusions=NOT_ANSWERED + " The first CES (1-5) stays apart.",
    above="sum of the scores",
    source="Dixon, Toman & DeLisi 2013; catalogue A5",
    example=Example(rows((1, 7), _HIST_190), 5.526315789473684, 5.3214391935948, 5.731192385352568, 190),
)  # fmt: skip

RATING = Metric(
    key="rating", title="Rated items (top two boxes)", name="Satisfaction with the rated items", topic=TOPIC,
    question="Which parts of the experience satisfy customers?",
    frame=SCORES, options={"kind": "rating", "weights": None}, answering=_TOP, compute=compute_csat, compare=comparing.shares,
    unit=Unit.SHARE, decimals=1, better=Better.HIGHER, counted="answers",
    formula_words="Per rated item: answers in the top boxes of its scale as a share of its answers; Wilson interval",
    formula="p = k / n, k = answers ≥ threshold",
    exclusions=NOT_ANSWERED + " Meant to be broken down by question; items on different scales are never pooled.",
    above="answers in the top boxes",
    source="Wilson 1927; Brown, Cai & DasGupta 2001",
    example=Example(rows((1, 7), {4: 1, 6: 4, 7: 5}), 0.9, 0.5958499732047615, 0.9821237869049271, 10),
)  # fmt: skip

ANSWERS = Metric(
    key="answers", title="Answers", topic=TOPIC,
    question="How many answers do we have?",
    frame=SCORES, compute=compute_answers, compare=comparing.events,
    unit=Unit.COUNT, better=Better.NEITHER, counted="answers", min_n=None,
    formula_words="Scored answers, all questions together; exact Poisson interval",
    formula="n",
    exclusions="No answer and 'not applicable' are not answers. A response with twelve rated items is twelve answers.",
    source="Garwood 1936",
    example=Example(rows((1, 5), {3: 12, 5: 25}), 37, 26.051414567106037, 50.99962614193083, 37),
)  # fmt: skip

METRICS = (CSAT, CSAT_BEST, CSAT_MEAN, NPS, CES, CES_MEAN, RATING, ANSWERS)
