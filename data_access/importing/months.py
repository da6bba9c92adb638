"""Names of months as files write them."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from types import MappingProxyType

MONTHS: Lookup[str, int] = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "jan january",
                "feb february",
                "mar march",
                "apr april",
                "may",
                "jun june",
                "jul july",
                "aug august",
                "sep sept september",
                "oct october",
                "nov november",
                "dec december",
            ),
            1,
        )
        for name in names.split()
    }
)
