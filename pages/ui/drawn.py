"""A figure on its way to the browser, checked by the tests and not again at every run."""

from __future__ import annotations

from typing import Any

from plotly.basedatatypes import BaseFigure

from charts.figures.base import Figure


class Drawn(BaseFigure):  # type: ignore[misc]
    """Our plain dict where Streamlit expects a Plotly figure.

    Given the dict itself, Streamlit lets Plotly build and validate some thousand objects from it at every run: three
    quarters of what a warm page costs. A figure object is taken as valid and asked for its dict only.
    """

    def __init__(self, figure: Figure) -> None:
        self.__dict__["_drawn"] = figure  # BaseFigure's own attributes are never built

    def to_dict(self) -> dict[str, Any]:
        """The figure as drawn."""
        drawn: dict[str, Any] = self.__dict__["_drawn"]
        return drawn
