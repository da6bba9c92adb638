"""The receipt behind a number, as (term, text) lines: the dialog, the workbook and the HTML file show the same.

Lines in the order a doubter asks: what is this, what was counted, who was left out, compared with what, how sure, from
where.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charts.figures.restated import words
from charts.voice import READER
from data_access.drill import Feed, feeding
from metrics import formats, lists
from metrics.metric import Metric, Unit
from metrics.readout import Readout, Verdict
from metrics.results import Change, Estimate, Result
from metrics.saying import word
from metrics.wording import compared_per_day, goal_words, weights_words
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.detail import detail_line
from pages.ui.text import t

Lines = tuple[tuple[str, str], ...]
_FILES_NAMED = 3
_TESTS = {
    "fisher": word("Fisher's exact test"),
    "n_minus_1_chi2": word("N-1 chi-square test"),
    "adjusted_wald": word("adjusted Wald interval of the difference"),
    "welch": word("Welch's t test"),
    "exact_poisson": word("exact conditional Poisson test"),
    "medians": word("interval of the difference of two medians"),
    "entropy_z": word("z test of the two entropies"),
}  # by `Change.test`


def card_receipt(view: CardView, ask: Ask | None = None) -> Lines:
    """The card's own workings, then every metric of it once, the headline first; with `ask` also the files its facts came
    from."""
    return (*view.workings, *(line for readout in distinct(view.readouts) for line in receipt_of(readout, ask)))


def receipt_of(readout: Readout, ask: Ask | None) -> Lines:
    """One metric's receipt, with the files its facts came from."""
    return receipt(readout, feeding(ask.fetch.store, readout.metric.frame.facts, ask.scope) if ask else ())


def distinct(readouts: Sequence[Readout]) -> list[Readout]:
    """The first readout of every metric: a card may hold one metric over two periods."""
    return list({readout.metric.key: readout for readout in reversed(readouts)}.values())[::-1]


def receipt(readout: Readout, feeds: Sequence[Feed] = ()) -> Lines:
    """One metric's receipt."""
    metric = readout.metric
    lines = [
        (t("Metric"), t(metric.title)),
        (t("In words"), t(metric.formula_words)),
        (t("Formula"), metric.formula),
        *_counted(readout),
        (t("Left out"), _left_out(readout)),
        (t("Selection"), readout.sentence),
        *_ignored(readout),
        *_compared(readout),
        *_house(readout),
        (t("Date that counts"), t(metric.date_basis)),
        (t("When a unit counts"), t(metric.maturity) if metric.maturity else ""),
        (t("As of"), formats.moment(readout.as_of)),
        (t("Versions"), t("data {data}, definition {definition}", data=readout.data_version, definition=metric.version)),
        (t("Files"), lists.statements(_feed(feed) for feed in feeds)),
        (t("Source of the method"), metric.source),
    ]
    return tuple((term, text) for term, text in lines if text)


def _counted(readout: Readout) -> Iterator[tuple[str, str]]:
    """The value, what stands above and below the line, its interval, and what else was counted."""
    metric, result = readout.metric, readout.overall
    yield t("Value"), formats.exact(metric, result.value) if isinstance(result, Estimate) else formats.shown(metric, result)
    yield t("Counted"), formats.counted(result.n, metric.counted)
    if isinstance(result, Estimate):
        if result.numerator is not None and result.denominator is not None:
            yield t("Above the line"), _line(result.numerator, metric.above)
            yield t("Below the line"), _line(result.denominator, metric.below or metric.counted)
        yield _interval_term(readout), formats.interval(metric, result) or t("none: nothing bounds it")
    for name, amount in result.detail.items():
        yield detail_line(name, amount)
    yield t("Weights"), weights_words(readout)


def _line(amount: float, what: str) -> str:
    return f"{amount:,.10g} {t(what)}".rstrip()


def _interval_term(readout: Readout) -> str:
    return t("Interval ({level} %)", level=f"{readout.rules.conf * 100:g}")


def _left_out(readout: Readout) -> str:
    counted = lists.statements(formats.told(n, reason) for reason, n in readout.left_out if n)
    return " · ".join(part for part in (counted, t(readout.metric.exclusions)) if part) or t("nobody")


def _ignored(readout: Readout) -> Iterator[tuple[str, str]]:
    if readout.not_applied:
        names = lists.enumerated(t("period") if name == "period" else formats.dimension(name) for name in readout.not_applied)
        yield t("Filters that cannot apply here"), names


def _compared(readout: Readout) -> Iterator[tuple[str, str]]:
    """The other period's value, the change and how sure it is."""
    verdict, metric = readout.verdict, readout.metric
    yield t("Compared with"), readout.comparison_label or t("nothing")
    if verdict is None:
        return
    yield t("Value then"), _result(metric, verdict.before)
    yield t("Verdict"), t(verdict.word)
    if verdict.change is not None:
        per_day = metric.unit is Unit.COUNT and compared_per_day(verdict.before, verdict.after)
        yield t("Change per day") if per_day else t("Change"), _change(metric, verdict.change)
        yield t("Tested by"), t(_TESTS.get(verdict.change.test, verdict.change.test.replace("_", " ")))
    yield from _sureness(metric, verdict)


def _sureness(metric: Metric, verdict: Verdict) -> Iterator[tuple[str, str]]:
    if verdict.smallest is not None:
        relative = verdict.change is not None and verdict.change.relative
        yield (
            t("Smallest change this could show"),
            t("{change} (four times out of five)", change=formats.change(metric, verdict.smallest, relative=relative)),
        )
    if verdict.others:
        yield t("Judged together with"), t("{n} other changes on this page", n=verdict.others)


def _result(metric: Metric, result: Result) -> str:
    told = {"value": formats.shown(metric, result), "counted": formats.counted(result.n, metric.counted)}
    between = formats.interval(metric, result) if isinstance(result, Estimate) else ""
    return t("{value} ({between}), {counted}", between=between, **told) if between else t("{value}, {counted}", **told)


def _change(metric: Metric, change: Change) -> str:
    """The signed difference with its interval, each end signed: "-4.2 points (between -6.1 points and -2.3 points)"."""
    ends = [None if end is None else _signed(metric, end, change) for end in (change.low, change.high)]
    told = _signed(metric, change.diff, change)
    if ends[0] and ends[1]:
        return t("{change} (between {low} and {high})", change=told, low=ends[0], high=ends[1])
    return told


def _signed(metric: Metric, amount: float, change: Change) -> str:
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return sign + formats.change(metric, amount, relative=change.relative)


def _house(readout: Readout) -> Iterator[tuple[str, str]]:
    """What the house decided and noted: target, notes, the least number of answers."""
    if readout.goal is not None:
        yield t("Target"), goal_words(readout)
    if readout.notes:
        noted = [t("{day}: {text}", day=formats.day(note.day), text=note.text) for note in readout.notes]
        yield t("Noted in this period"), lists.statements(noted)
    if readout.restated:
        yield t("Restated in this period"), lists.statements(words(one, READER) for one in readout.restated)
    if readout.metric.min_n is not None:
        yield t("Withheld below"), formats.counted(readout.metric.min_n, readout.metric.counted)


def _feed(feed: Feed) -> str:
    """crm (contacts.csv, until 30 Sep 2026, loaded 1 Oct 2026)."""
    named = list(feed.files[:_FILES_NAMED])
    more = len(feed.files) - len(named)
    if more:
        named.append(t("{n} more files", n=more))
    if feed.last_day is not None:
        named.append(t("until {last}", last=formats.day(feed.last_day)))
    named.append(t("loaded {when}", when=formats.day(feed.loaded_at.date())))
    return t("{source} ({files})", source=feed.source, files=lists.clauses(named))
