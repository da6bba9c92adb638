"""The catalogue: every metric function under its catalogue name, in catalogue order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from metrics.stats.accuracy import accuracy_audit
from metrics.stats.backlog import backlog_ageing, littles_law
from metrics.stats.calendar import business_minutes
from metrics.stats.ces import ces
from metrics.stats.change_points import change_points_binomial
from metrics.stats.channel_consistency import channel_consistency, channel_icc
from metrics.stats.control_charts import p_chart, xmr_chart
from metrics.stats.data_gaps import data_gap_analysis
from metrics.stats.data_quality import completeness_validity, consistency, timeliness, uniqueness
from metrics.stats.durations import cohort_conversion, cumulative_incidence, km, km_from_counts
from metrics.stats.forecasts import forecast_benchmarks
from metrics.stats.funnel import funnel
from metrics.stats.iceberg import iceberg, iceberg_bottomup_interval
from metrics.stats.identity import identity_resolution, unified_view
from metrics.stats.means import csat_mean, mean_diff
from metrics.stats.mix import mix_shift
from metrics.stats.mix_rate import mix_rate_decomposition, mix_rate_se
from metrics.stats.multiplicity import bh_adjust
from metrics.stats.nps import nps, nps_diff, nps_diff_paired, nps_from_counts, nps_score_interval
from metrics.stats.planning import sample_size_two_prop
from metrics.stats.poisson import complaint_rate, rate_ratio, u_chart
from metrics.stats.poststratification import poststratify, rake_2way
from metrics.stats.priorities import importance_performance, touchpoint_priority
from metrics.stats.proportions import csat_diff, csat_topbox
from metrics.stats.recovery import recovery_rate
from metrics.stats.relative_weights import relative_weights
from metrics.stats.response import response_rate
from metrics.stats.rolling import rolling_rate
from metrics.stats.run_rules import spc_rules
from metrics.stats.scales import normalise_scale
from metrics.stats.scores import score_histogram
from metrics.stats.seasonality import stl_decompose
from metrics.stats.shapley import shapley_lmg
from metrics.stats.shares import channel_shares, concentration
from metrics.stats.sla import sla_attainment
from metrics.stats.suppression import suppress_small_cells
from metrics.stats.targets import kpi_status
from metrics.stats.trends import trend_mann_kendall
from metrics.stats.weighting import clustered_proportion, design_effect, nps_weighted

_FUNCTIONS: tuple[Callable[..., Any], ...] = (
    score_histogram, csat_topbox, csat_mean, nps, nps_from_counts, nps_score_interval, nps_diff, nps_diff_paired, ces,
    normalise_scale, response_rate, poststratify, rake_2way, design_effect, nps_weighted, clustered_proportion,
    suppress_small_cells, csat_diff, mean_diff, bh_adjust, mix_rate_decomposition, mix_rate_se, rolling_rate, p_chart,
    xmr_chart, spc_rules, change_points_binomial, trend_mann_kendall, stl_decompose, forecast_benchmarks,
    channel_consistency, channel_icc, sample_size_two_prop, kpi_status,
    relative_weights, shapley_lmg, importance_performance, touchpoint_priority,
    channel_shares, concentration, mix_shift,
    funnel, km, cumulative_incidence, cohort_conversion,
    complaint_rate, rate_ratio, u_chart, iceberg, iceberg_bottomup_interval, business_minutes, km_from_counts,
    sla_attainment, backlog_ageing, littles_law,
    recovery_rate,
    completeness_validity, timeliness, uniqueness, consistency, accuracy_audit, identity_resolution, unified_view,
    data_gap_analysis,
)  # fmt: skip

CATALOGUE: Mapping[str, Callable[..., Any]] = {function.__name__: function for function in _FUNCTIONS}
