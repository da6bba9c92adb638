"""What a person may see. Every query takes a Scope; it is part of every cache key."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause

ROLES = ("viewer", "analyst", "uploader", "admin")


@dataclass(frozen=True, slots=True)
class Scope:
    """`units`: the business units whose rows are visible; None means all (rows without a unit included)."""

    subject: str
    role: str = "viewer"
    units: tuple[str, ...] | None = ()

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"role {self.role!r}: expected one of {', '.join(ROLES)}")
        if self.units is not None and list(self.units) != sorted(set(self.units)):
            object.__setattr__(self, "units", tuple(sorted(set(self.units))))

    def where(self, table: FromClause) -> list[ColumnElement[bool]]:
        """Conditions that keep rows of other units out. Rows without a unit are seen only with all units."""
        return [] if self.units is None else [table.c.business_unit.in_(self.units)]

    @property
    def key(self) -> str:
        """What distinguishes results between people: the visible units, never the person's name."""
        return "all" if self.units is None else "units:" + "\x1f".join(self.units)


LOCAL_ADMIN = Scope("local", "admin", None)  # no sign-in: one local administrator, loopback only (design 9.9)
