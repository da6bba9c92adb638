"""Property tests search as many cases on a slow machine as on a fast one: no example fails for taking long."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
