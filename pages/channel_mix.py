"""Channel mix: volume, share, and whether the mix moved."""

from pages.cards import channel_mix
from pages.ui import breakdown, layout, request, states

if request.current().ask is None:
    states.empty_store()
else:
    layout.two_across([
        channel_mix.mix_over_time, channel_mix.channel_change, channel_mix.volume, channel_mix.volume_by_channel,
    ])
    breakdown.card_by_choice("channel_mix", "contacts", "segment")
