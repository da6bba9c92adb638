"""Overview: the few numbers that tell how customers fare, and the four cards behind them."""

from pages.cards import channel_mix, complaints, overview, satisfaction
from pages.ui import layout

layout.tiles_row(overview.TILES)
layout.two_across([
    channel_mix.mix_over_time, satisfaction.nps_trend, complaints.resolution, complaints.backlog_age,
])
