"""A figure was asked for that the readout cannot give."""


class FigureError(ValueError):
    """Wrong shape for this chart; the text says what was given, what the chart needs and what to draw instead."""
