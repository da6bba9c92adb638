"""Channel mix: volume, share, and whether the mix moved."""

from functools import partial

import streamlit as st

from metrics.frames import CONTACTS
from pages.cards import channel_mix
from pages.ui import breakdown, layout, request, states
from pages.ui.card import card

if request.current().ask is None:
    states.empty_store()
else:
    layout.two_across([
        channel_mix.mix_over_time, channel_mix.channel_change, channel_mix.volume, channel_mix.volume_by_channel,
    ])
    with st.container(key="breakdown"):
        dimension, label = breakdown.choose(CONTACTS, "by_mix", default="segment")
        card(partial(channel_mix.by_choice, dimension=dimension, label=label), part=dimension)
