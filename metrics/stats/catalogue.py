"""The catalogue: every metric function under its catalogue name, in catalogue order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from metrics.stats.backlog import backlog_ageing, littles_law
from metrics.stats.calendar import business_minutes
from metrics.stats.ces import ces
from metrics.stats.durations import cohort_conversion, cumulative_incidence, km, km_from_counts
from metrics.stats.funnel import funnel
from metrics.stats.means import csat_mean, mean_diff
from metrics.stats.mix import mix_shift
from metrics.stats.multiplicity import bh_adjust
from metrics.stats.nps import nps, nps_diff, nps_diff_paired, nps_from_counts, nps_score_interval
from metrics.stats.poisson import complaint_rate, rate_ratio, u_chart
from metrics.stats.proportions import csat_diff, csat_topbox
from metrics.stats.recovery import recovery_rate
from metrics.stats.scales import normalise_scale
from metrics.stats.scores import score_histogram
from metrics.stats.shares import channel_shares, concentration
from metrics.stats.sla import sla_attainment
from metrics.stats.suppression import suppress_small_cells
from metrics.stats.targets import kpi_status

_FUNCTIONS: tuple[Callable[..., Any], ...] = (
    score_histogram, csat_topbox, csat_mean, nps, nps_from_counts, nps_score_interval, nps_diff, nps_diff_paired, ces,
    normalise_scale, suppress_small_cells, csat_diff, mean_diff, bh_adjust, kpi_status,
    channel_shares, concentration, mix_shift,
    funnel, km, cumulative_incidence, cohort_conversion,
    complaint_rate, rate_ratio, u_chart, business_minutes, km_from_counts, sla_attainment, backlog_ageing, littles_law,
    recovery_rate,
)  # fmt: skip

CATALOGUE: Mapping[str, Callable[..., Any]] = {function.__name__: function for function in _FUNCTIONS}
