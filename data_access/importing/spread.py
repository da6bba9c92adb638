"""One question spread over a column per step of its scale, the chosen one ticked with its number: "How was it?: - 4"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data_access.importing.profile import Profile

LEAST_STEPS = 3
_STEP = re.compile(r"(?P<question>.*\S)\s*:\s*-?\s*(?P<step>\d{1,2})(?:\s*[-–=(].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Spread:
    """question: without the step · steps: column → its number."""

    question: str
    steps: dict[str, int]

    @property
    def scale(self) -> tuple[float, float]:
        """From the lowest step to the highest."""
        return float(min(self.steps.values())), float(max(self.steps.values()))


def spreads(profiles: Sequence[Profile]) -> list[Spread]:
    """The questions of a file that are spread like this, all of whose steps have a column."""
    groups: dict[str, dict[str, int]] = {}
    for p in profiles:
        found = _STEP.fullmatch(p.name)
        if found and set(p.counts) <= {found["step"]}:
            groups.setdefault(found["question"], {})[p.name] = int(found["step"])
    filled = {p.name for p in profiles if p.filled}
    return [Spread(question, steps) for question, steps in groups.items() if _whole(steps) and filled & set(steps)]


def _whole(steps: dict[str, int]) -> bool:
    numbers = sorted(steps.values())
    return len(numbers) >= LEAST_STEPS and numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[-1] + 1))
