"""The agreement check: every metric by every way a number leaves the house, and no two of them may differ."""

from commands.agreement.checking import check

__all__ = ["check"]
