"""What customers wrote: short texts in English and Chinese that fit the score and often name a cause."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data import truths
from sample_data.answers import OVERALL, RECOMMEND
from sample_data.customers import People
from sample_data.phrases import BAD, CAUSES, ENDINGS, GOOD, OPENINGS
from sample_data.world import CHANNELS, DAY_SECONDS, REASONS, code

LANGUAGES = ("en", "zh")
_WRITES_LOW, _WRITES_HIGH = 0.5, 0.24
_CAUSE_OF_THEME = ("billing", "waiting", "staff", "solution", "solution", "billing", "app")  # in the order of THEMES


def comments(rng: np.random.Generator, who: People, responses: pd.DataFrame, complained: pd.DataFrame) -> pd.DataFrame:
    """One row per comment: `response` (row number), `text`, `language` (code of LANGUAGES). The unhappy write more.

    Who complained (`complained`: customer, opened, theme) names in the comment what the complaint was about.
    """
    after_contact = responses["instrument"].to_numpy() == 0
    unhappy = np.where(after_contact, responses[OVERALL] <= 3, responses[RECOMMEND] <= 6)
    writes = rng.random(len(responses)) < np.where(unhappy, _WRITES_LOW, _WRITES_HIGH)
    at = np.flatnonzero(writes)
    rows = responses.iloc[at]
    chinese = who.rows["chinese"].to_numpy()[rows["customer"].to_numpy()]
    language = (chinese & (rng.random(len(at)) < 0.9)).astype(np.int64)
    cause = _causes(rng, rows)
    draws = rng.integers(0, 1000, (len(at), 3))
    cause = _complained_of(rng, rows, unhappy[at], cause, complained)
    parts = zip(unhappy[at].tolist(), language.tolist(), cause.tolist(), draws.tolist(), strict=True)
    texts = [_sentence(bool(bad), LANGUAGES[lang], CAUSES[why], drawn) for bad, lang, why, drawn in parts]
    return pd.DataFrame({"response": at, "text": texts, "language": language})


def _causes(rng: np.random.Generator, rows: pd.DataFrame) -> np.ndarray:
    """What the comment is about: the channel's own subject, the reason of the contact, or something general."""
    n, draw = len(rows), rng.random(len(rows))
    channel, reason = rows["channel"].to_numpy(), rows["reason"].to_numpy()
    cause = rng.integers(0, len(CAUSES), n)
    cause = np.where(np.isin(cause, [2, 3]), len(CAUSES) - 1, cause)  # app and chatbot only where there is one
    for name, why in (("App", "app"), ("Chatbot", "chatbot"), ("Branch", "staff"), ("Phone", "waiting")):
        cause = np.where((channel == code(CHANNELS, name)) & (draw < 0.5), code(CAUSES, why), cause)
    cause = np.where((reason == code(REASONS, "App problem")) & (draw < 0.8), code(CAUSES, "app"), cause)
    return np.where((reason == code(REASONS, "Billing")) & (draw > 0.5), code(CAUSES, "billing"), cause)


def _complained_of(
    rng: np.random.Generator, rows: pd.DataFrame, bad: np.ndarray, cause: np.ndarray, complained: pd.DataFrame
) -> np.ndarray:
    """The causes, with those of complainers turned to the theme of their complaint."""
    asked = pd.DataFrame({"place": np.arange(len(rows)), "customer": rows["customer"], "second": rows["second"]})
    pairs = asked.merge(complained[["customer", "opened", "theme"]], on="customer")
    near = pairs[(pairs["second"] - pairs["opened"]).abs() <= truths.COMPLAINT_NEAR_DAYS * DAY_SECONDS]
    near = near.drop_duplicates("place")
    place = near["place"].to_numpy()
    turned = bad[place] & (rng.random(len(place)) < truths.COMPLAINT_NAMED_SHARE)
    theme = np.array([code(CAUSES, name) for name in _CAUSE_OF_THEME])[near["theme"].to_numpy()]
    found = cause.copy()
    found[place[turned]] = theme[turned]
    return found


def _sentence(bad: bool, language: str, cause: str, draws: list[int]) -> str:
    cores = (BAD if bad else GOOD)[language][cause]
    openings, endings = OPENINGS[language], ENDINGS["bad" if bad else "good"][language]
    choices = zip((openings, cores, endings), draws, strict=True)
    opening, core, ending = (texts[draw % len(texts)] for texts, draw in choices)
    return opening + (core if opening else core[0].upper() + core[1:]) + ending
