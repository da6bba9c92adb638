"""What is wrong with a file or a mapping, said so that its owner can act."""

from __future__ import annotations


class DataError(Exception):
    """A file, mapping or value that cannot be used: what was seen, what was expected, what to do next.

    All three are English sentences without a trailing full stop in between; `str()` joins them. Nothing in them
    holds a path of this machine or a customer's identifier.
    """

    def __init__(self, seen: str, expected: str = "", next_step: str = "") -> None:
        self.seen, self.expected, self.next_step = seen, expected, next_step
        super().__init__(" ".join(part for part in (seen, expected, next_step) if part))

    def as_dict(self) -> dict[str, str]:
        """For the journey from the parsing process to its parent."""
        return {"seen": self.seen, "expected": self.expected, "next_step": self.next_step}

    def __reduce__(self) -> tuple[type[DataError], tuple[str, str, str]]:
        return (DataError, (self.seen, self.expected, self.next_step))
