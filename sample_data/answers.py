"""What customers said: the survey after a contact (satisfaction, effort, items) and the relationship survey (NPS)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data import truths
from sample_data.contacts import INBOUND
from sample_data.customers import People, dimensions
from sample_data.world import (
    CHANNELS,
    DAY_SECONDS,
    DAYS,
    NONE,
    REASONS,
    Flags,
    Floats,
    Ints,
    by_name,
    code,
    day_number,
    within,
)

INSTRUMENTS = ("After-contact survey", "Relationship survey")
OVERALL, EASE, RECOMMEND = "Overall", "Ease", "Recommend"
ITEMS = ("Waiting time", "Staff", "Clarity", "Solution", "App ease", "Website ease")
ITEM_CHANNELS = {  # which channels ask for an item; the others ask everywhere
    "Waiting time": ("Branch", "Phone", "Chat"), "Staff": ("Branch", "Phone", "Chat", "E-mail", "Social"),
    "App ease": ("App",), "Website ease": ("Web",),
}
QUESTIONS = (OVERALL, EASE, RECOMMEND, *ITEMS)
_LIKED = {  # latent satisfaction of a solved, quick contact; above 0 is a 4, above 0.9 a 5
    "Branch": 0.98, "Phone": 0.72, "Chat": 0.74, "E-mail": 0.62,
    "Web": 0.66, "App": 0.78, "Chatbot": -0.38, "Social": 0.56,
}
_STEPS = (-1.35, -0.7, 0.0, 0.9)
_ASKED = {  # share of the contacts that is invited
    "Branch": 0.55, "Phone": 0.6, "Chat": 0.7, "E-mail": 0.62,
    "Web": 0.65, "App": 0.68, "Chatbot": 0.95, "Social": 0.85,
}
_REPLIES = {  # share of the invitations that is answered
    "Branch": 0.3, "Phone": 0.27, "Chat": 0.3, "E-mail": 0.25,
    "Web": 0.27, "App": 0.29, "Chatbot": 0.33, "Social": 0.3,
}
_PERSON, _NOISE = 0.5, 0.85
_ASKED_EVERY_DAYS = 182


@dataclass(frozen=True)
class Surveys:
    """`responses`: one row per answered survey (codes; score columns by question, 0 = not answered).
    `asked`: one row per invitation: day, channel, unit, instrument, bounced, answered, partial."""

    responses: pd.DataFrame
    asked: pd.DataFrame


def after_contact(rng: np.random.Generator, who: People, contacts: pd.DataFrame) -> Surveys:
    """Invitations after inbound service contacts and the answers that came back inside the two years."""
    channel = contacts["channel"].to_numpy()
    served = (contacts["abandoned"] != 1) & (contacts["direction"] == INBOUND) & (contacts["customer"] != NONE)
    chosen = contacts[served & (rng.random(len(contacts)) < by_name(_ASKED, CHANNELS)[channel])].reset_index(drop=True)
    channel, n = chosen["channel"].to_numpy(), len(chosen)
    at_once, later = rng.integers(20, 300, n), rng.exponential(16 * 3600, n) + 120
    delay = np.where(channel == code(CHANNELS, truths.CHATBOT), at_once, later)
    second = chosen["second"].to_numpy() + delay.astype(np.int64)
    bounced = rng.random(n) < 0.02
    replies = ~bounced & (rng.random(n) < by_name(_REPLIES, CHANNELS)[channel]) & _heard(channel, second)
    latent = _latent(rng, who, chosen)
    scores = {OVERALL: _five_points(latent), EASE: _effort(rng, latent)}
    scores |= {item: _item(rng, item, latent, chosen) for item in ITEMS}
    scores[EASE] = np.where(rng.random(n) < 0.5, scores[EASE], 0)  # asked in every other questionnaire
    rows = chosen.assign(second=second, instrument=0, **scores, **{RECOMMEND: 0})
    partial = replies & (rng.random(n) < 0.07)
    rows.loc[partial, [EASE, *ITEMS]] = 0  # stopped after the first question
    asked = _asked(chosen, instrument=0, bounced=bounced, answered=replies & ~partial, partial=partial)
    return Surveys(rows[replies].reset_index(drop=True), asked)


def relationship(rng: np.random.Generator, who: People) -> Surveys:
    """Every customer is due twice a year; half are asked, and the same people tend to answer again."""
    due = rng.integers(0, _ASKED_EVERY_DAYS, len(who))
    days = np.concatenate([due + wave * _ASKED_EVERY_DAYS for wave in range(DAYS // _ASKED_EVERY_DAYS + 1)])
    customer = np.tile(np.arange(len(who)), DAYS // _ASKED_EVERY_DAYS + 1)
    known = (days < DAYS) & (who.rows["since"].to_numpy()[customer] < days) & (rng.random(len(days)) < 0.6)
    days, customer = days[known], customer[known]
    n = len(days)
    chosen = pd.DataFrame({
        "second": days * DAY_SECONDS + 9 * 3600, "customer": customer,
        "case": NONE, "stage": NONE, "touchpoint": NONE, "reason": NONE,
        "channel": who.rows["home"].to_numpy()[customer], **dimensions(who, customer),
    })
    second = chosen["second"].to_numpy() + rng.exponential(1.5 * DAY_SECONDS, n).astype(np.int64)
    bounced = rng.random(n) < 0.03
    replies = ~bounced & (rng.random(n) < who.eagerness[customer]) & _heard(chosen["channel"].to_numpy(), second)
    latent = truths.RECOMMEND_PERSON_SD * who.mood[customer] + truths.RECOMMEND_NOISE_SD * rng.standard_normal(n)
    score = np.clip(np.round(7.9 + latent), 0, 10).astype(np.int64)
    rows = chosen.assign(second=second, instrument=1, **dict.fromkeys((OVERALL, EASE, *ITEMS), 0), **{RECOMMEND: score})
    asked = _asked(chosen, instrument=1, bounced=bounced, answered=replies, partial=np.zeros(n, dtype=bool))
    return Surveys(rows[replies].reset_index(drop=True), asked)


def answered_scores(responses: pd.DataFrame) -> pd.DataFrame:
    """One row per answered question: `response` (row number), `question` (code of QUESTIONS), `score`."""
    parts = []
    for question, name in enumerate(QUESTIONS):
        asked = responses["instrument"].to_numpy() == int(name == RECOMMEND)
        score = responses[name].to_numpy()
        at = np.flatnonzero(asked & ((score > 0) | (name == RECOMMEND)))
        parts.append(pd.DataFrame({"response": at, "question": question, "score": score[at]}))
    return pd.concat(parts).sort_values(["response", "question"], ignore_index=True)


def _heard(channel: Ints, second: Ints) -> Flags:
    """Answers that arrived before the end, and none on the quiet channel in its month."""
    quiet = (channel == code(CHANNELS, truths.QUIET_CHANNEL)) & within(second // DAY_SECONDS, truths.QUIET_MONTH)
    return (second < DAYS * DAY_SECONDS) & ~quiet


def _latent(rng: np.random.Generator, who: People, rows: pd.DataFrame) -> Floats:
    """Satisfaction before it is squeezed into five points: channel, person, how it went, chance."""
    channel, day = rows["channel"].to_numpy(), rows["second"].to_numpy() // DAY_SECONDS
    lift = by_name(truths.BETTER_SERVICE_LIFT, CHANNELS)[channel] * (day >= day_number(truths.BETTER_SERVICE_FROM))
    solved = np.where(rows["solved"].to_numpy() == 1, 0.32, -0.62)
    annoyed = (rows["reason"].to_numpy() == code(REASONS, "App problem")) & within(day, truths.CHECKOUT_BROKEN)
    person = _PERSON * who.mood[rows["customer"].to_numpy()]
    noise = _NOISE * rng.standard_normal(len(rows))
    return by_name(_LIKED, CHANNELS)[channel] + lift + solved - _impatience(rows) - 0.6 * annoyed + person + noise


def _impatience(rows: pd.DataFrame) -> Floats:
    return np.nan_to_num(0.1 * np.log1p(rows["waiting"].to_numpy() / 60.0))


def _five_points(latent: Floats) -> Ints:
    return 1 + np.searchsorted(np.array(_STEPS), latent)


def _effort(rng: np.random.Generator, latent: Floats) -> Ints:
    """'It was easy', 1 to 7."""
    return np.clip(np.round(4.9 + 1.05 * latent + 0.9 * rng.standard_normal(len(latent))), 1, 7).astype(np.int64)


def _item(rng: np.random.Generator, item: str, latent: Floats, rows: pd.DataFrame) -> Ints:
    """One rated item: partly the whole experience, partly its own; 0 where it is not asked or was skipped."""
    n = len(rows)
    own = {
        "Waiting time": 0.9 - 7 * _impatience(rows), "Staff": np.full(n, 0.5), "Clarity": np.full(n, 0.1),
        "Solution": np.where(rows["solved"].to_numpy() == 1, 0.5, -1.1),
        "App ease": -1.3 * within(rows["second"].to_numpy() // DAY_SECONDS, truths.CHECKOUT_BROKEN),
        "Website ease": np.full(n, 0.05),
    }[item]
    score = _five_points(0.65 * latent + own + 0.7 * rng.standard_normal(n))
    asks = np.isin(rows["channel"], [code(CHANNELS, name) for name in ITEM_CHANNELS.get(item, CHANNELS)])
    return np.where(asks & (rng.random(n) < 0.88), score, 0)


def _asked(chosen: pd.DataFrame, *, instrument: int, bounced: Flags, answered: Flags, partial: Flags) -> pd.DataFrame:
    return pd.DataFrame({
        "day": chosen["second"].to_numpy() // DAY_SECONDS, "channel": chosen["channel"], "unit": chosen["unit"],
        "instrument": instrument, "sent": 1, "bounced": bounced.astype(np.int64), "answered": answered.astype(np.int64),
        "partial": partial.astype(np.int64),
    })
