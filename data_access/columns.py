"""An engine's answer as a frame: typed and sorted as the frame's contract says, whatever the engine's own types were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from data_access.queries.question import Question
from metrics.errors import FrameError
from metrics.frames import Frame


def frame_of(question: Question, columns: Sequence[np.ndarray]) -> pd.DataFrame:
    """Engines disagree on types (HUGEINT, Decimal, datetime for date): here they agree. `columns`: of equal length.

    Raises FrameError when the answer has other columns than the question.
    """
    names = question.columns
    if len(columns) != len(names):
        raise FrameError(f"{question.frame.key}: expected the columns {', '.join(names)}, got {len(columns)} columns")
    typed = {name: _typed(question.frame, name, values) for name, values in zip(names, columns, strict=True)}
    order = [typed[name] for name in names if name not in question.frame.counts]
    if order and len(order[0]) > 1:
        ranks = np.lexsort(order[::-1])  # the first column counts most; NaN comes last
        typed = {name: values[ranks] for name, values in typed.items()}
    return pd.DataFrame({name: _column(question.frame, name, typed[name]) for name in names}, copy=False)


def _column(frame: Frame, name: str, values: np.ndarray) -> Any:
    """Text in its own type at once: converting a whole frame afterwards takes longer than many an answer."""
    return pd.array(values, dtype="str") if _kind(frame, name) == "text" else values


def _kind(frame: Frame, name: str) -> str:
    if name == "period":
        return "period"
    if name in frame.floats:
        return "real"
    return "whole" if name in frame.whole or name in frame.counts else "text"


def _typed(frame: Frame, name: str, values: np.ndarray) -> np.ndarray:
    kind = _kind(frame, name)
    if kind == "period":
        return _days(values)
    if kind == "text":
        return np.array([str(value) for value in values], dtype=object)
    if kind == "real":
        missing = np.ma.getmaskarray(values) if np.ma.isMaskedArray(values) else None
        if values.dtype == object:
            return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)
        found = np.asarray(values, dtype=np.float64)
        return found if missing is None else np.where(missing, np.nan, found)
    if np.ma.is_masked(values) or (values.dtype == object and any(value is None for value in values)):
        raise FrameError(f"{frame.key}: the count {name} has gaps; expected a whole number in every row")
    return np.asarray([int(value) for value in values] if values.dtype == object else values).astype(np.int64)


def _days(values: np.ndarray) -> np.ndarray:
    """First days of periods as datetime.date."""
    if values.dtype == object:
        return np.array([v.date() if isinstance(v, datetime) else v for v in values], dtype=object)
    return np.asarray(values).astype("datetime64[D]").astype(object)
