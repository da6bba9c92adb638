"""How often the same customers answered, and what their answers are worth together (catalogue A9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.definitions.cells import column
from metrics.metric import Counts

_SINGLE = 3  # "once", "twice", "3 times"; beyond, together


@dataclass(frozen=True, slots=True)
class Repeats:
    """given: ((answers, customers who gave so many), ...) ascending · unnamed: answers that name no customer, and the
    responses they came in."""

    given: tuple[tuple[int, int], ...]
    unnamed: int = 0
    responses: int = 0

    @classmethod
    def of(cls, cell: Counts) -> Repeats:
        """From the frame `repeats` without groups."""
        given, customers, unnamed = (column(cell, name) for name in ("given", "customers", "unnamed"))
        pairs = sorted((int(g), int(c)) for g, c in zip(given, customers, strict=True) if c)
        return cls(tuple(pairs), int((given * unnamed).sum()), int(unnamed.sum()))

    @property
    def answers(self) -> int:
        """All of them, also those that name no customer."""
        return sum(given * customers for given, customers in self.given) + self.unnamed

    @property
    def customers(self) -> int:
        return sum(customers for _, customers in self.given)

    @property
    def several(self) -> int:
        """Customers who answered more than once."""
        return sum(customers for given, customers in self.given if given > 1)

    @property
    def most(self) -> int:
        """The most answers of one customer."""
        return max((given for given, _ in self.given), default=0)

    def bands(self) -> tuple[tuple[int, bool, int, int], ...]:
        """(answers a customer, or more, customers, their answers): once, twice, three times, more often."""
        single = [(given, False, customers, given * customers) for given, customers in self.given if given <= _SINGLE]
        beyond = [(given, customers) for given, customers in self.given if given > _SINGLE]
        return (*single, *_together(beyond))


def _together(beyond: Sequence[tuple[int, int]]) -> tuple[tuple[int, bool, int, int], ...]:
    if not beyond:
        return ()
    return ((_SINGLE + 1, True, sum(c for _, c in beyond), sum(g * c for g, c in beyond)),)
