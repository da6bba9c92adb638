"""Settings: what the house decided about its numbers, changed only after seeing what that moves."""

from pages.ui.settings.bench import bench

bench()
