"""How many of those asked answered, and how far silence could bend the answer (catalogue A7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.stats.channel_consistency import channel_consistency
from metrics.stats.checks import require_part
from metrics.stats.proportions import share_interval
from metrics.stats.recovery import manski_bounds

LOW_RESPONSE = 0.2
_ALPHA = 0.05


def response_rate(
    sent: int, bounced: int, complete: int, partial: int = 0, satisfied: int | None = None,
    by_channel: Sequence[tuple[int, int]] = (), conf: float = 0.95,
) -> dict[str, Any]:  # fmt: skip
    """Share of delivered invitations that were answered, and what that allows to say (catalogue A7).

    Keys: rr_delivered (complete over delivered), rr_lo, rr_hi (Wilson), rr_sent, rr_with_partials, csat of those who
    answered, manski_lo, manski_hi (its bounds over all delivered), cautions, n (delivered), status. `satisfied` may be
    left out. `by_channel` holds (complete, delivered) pairs. cautions: "low_response" below 0.2, "differs_by_channel"
    when channels answer at different rates. The bias of the respondents' figure is (1 - rr) times its unknown distance
    from the others. More answers than delivered invitations raise ValueError.

    Source: AAPOR Standard Definitions (RR1, RR2); Manski 1989, Journal of Human Resources 24:343.
    """
    require_part("bounced", bounced, "sent", sent)
    delivered = sent - bounced
    require_part("complete + partial", complete + partial, "delivered", delivered)
    rate, (low, high) = share_interval(complete, delivered, conf)
    answer: dict[str, Any] = {
        "rr_delivered": rate, "rr_lo": low, "rr_hi": high,
        "rr_sent": share_interval(complete, sent, conf)[0],
        "rr_with_partials": share_interval(complete + partial, delivered, conf)[0],
        "csat": None, "manski_lo": None, "manski_hi": None,
        "cautions": _cautions(rate, by_channel), "n": delivered, "status": "ok" if delivered else "empty",
    }  # fmt: skip
    if satisfied is not None:
        answer["csat"] = share_interval(satisfied, complete, conf)[0]
        if delivered:
            answer["manski_lo"], answer["manski_hi"] = manski_bounds(satisfied, complete, delivered)
    return answer


def _cautions(rate: float | None, by_channel: Sequence[tuple[int, int]]) -> list[str]:
    cautions = ["low_response"] if rate is not None and rate < LOW_RESPONSE else []
    if by_channel:
        p = channel_consistency([answered for answered, _ in by_channel], [asked for _, asked in by_channel])["p_value"]
        if p is not None and p < _ALPHA:
            cautions.append("differs_by_channel")
    return cautions
