"""Is the experience the same in all groups, and which groups really differ from the rest? (catalogue A22)"""

from __future__ import annotations

from collections.abc import Sequence

from metrics import formats, lists
from metrics.crossed import standouts
from metrics.evidence import Share
from metrics.groups import named_ends
from metrics.metric import Metric, Unit
from metrics.readout import Readout, Row
from metrics.results import Estimate
from metrics.saying import one_after_another, say, word
from metrics.stats.channel_consistency import channel_consistency
from metrics.verdict import spread

_FEWEST = 3  # groups: of two, the higher and the lower say everything
_NAMED = 4  # groups told by name on either side; the receipt names more
_LISTED = 10
_HIGHER, _LOWER = word("Clearly higher than the rest: {groups}."), word("Clearly lower than the rest: {groups}.")
_LONGER, _SHORTER = word("Clearly longer than the rest: {groups}."), word("Clearly shorter than the rest: {groups}.")


def differences(readout: Readout) -> str:
    """The ends of one breakdown, then the groups that differ from all others beyond chance."""
    found = standouts(readout)
    known = sum(isinstance(row.result, Estimate) for row in readout.rows)
    if known < _FEWEST or not found.groups:
        return spread(readout)
    times = readout.metric.unit is Unit.HOURS
    sides = (
        (found.higher, _LONGER if times else _HIGHER), (found.lower, _SHORTER if times else _LOWER),
    )
    told = [say(template, groups=lists.few([row.group[0] for row in rows], _NAMED)) for rows, template in sides if rows]
    return one_after_another(named_ends(readout), *told)


def _judged(n: int) -> str:
    return say("{n} judged together, so that few finds are by chance", n=n) if n else ""


def _listed(metric: Metric, rows: Sequence[Row]) -> str:
    known = [(row.group[0], row.result) for row in rows if isinstance(row.result, Estimate)][:_LISTED]
    return lists.enumerated(lists.valued(name, formats.value(metric, result.value)) for name, result in known)


def consistency_lines(readout: Readout) -> tuple[tuple[str, str], ...]:
    """(term, text) lines for the receipt of a share by one dimension; none where fewer than two groups are known."""
    if readout.metric.needs_by:
        return ()  # shares of one whole differ as they please
    known = [row.result.evidence for row in readout.rows if isinstance(row.result, Estimate)]
    shares = [one for one in known if isinstance(one, Share)]
    told = channel_consistency([one.k for one in shares], [one.n for one in shares]) if len(readout.by) == 1 else {}
    if told.get("I2") is None:
        return ()
    spread_words, found = formats.change(readout.metric, told["range"]), standouts(readout)
    lines = (
        (say("Clearly higher than the rest"), _listed(readout.metric, found.higher)),
        (say("Clearly lower than the rest"), _listed(readout.metric, found.lower)),
        (say("Highest minus lowest"), spread_words),
        (say("Differences beyond chance"), say("{share} % of the variation between groups", share=f"{told['I2'] * 100:.0f}")),
        (say("Groups against the rest"), _judged(found.tested)),
        (say("Source of the method"), "Pearson 1900; Higgins & Thompson 2002; Benjamini & Hochberg 1995"),
    )
    return tuple((term, text) for term, text in lines if text)
