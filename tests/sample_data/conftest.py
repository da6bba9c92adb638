"""The sample company, drawn once: Arrow tables as the loader gets them, and the same as data frames."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

from sample_data.company import build


@pytest.fixture(scope="session")
def tables() -> dict[str, pa.Table]:
    return build(pseudonym=str)


@pytest.fixture(scope="session")
def frames(tables) -> dict[str, pd.DataFrame]:
    """With `day` as a timestamp, so that it compares with dates written as text."""
    frames = {name: table.to_pandas() for name, table in tables.items()}
    for frame in frames.values():
        if "day" in frame:
            frame["day"] = pd.to_datetime(frame["day"])
    return frames
