"""Figures: palette by measurement, honesty of the marks, escaping, sizes."""
