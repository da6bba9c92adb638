"""Transitions, handovers, channel sets and paths against walks through the plain rows."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby, pairwise
from typing import Any

import pytest

from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import (
    CHANNEL_SETS,
    END,
    HANDOVERS,
    NONE,
    OPEN,
    OTHER,
    PATH_SEPARATOR,
    PATHS,
    PURCHASE,
    START,
    TRANSITION_TIMES,
    TRANSITIONS,
    UNKNOWN,
    path_steps,
)
from tests.conftest import empty
from tests.data_access.facts import AS_OF
from tests.data_access.random_log import CASES, Case, Row, ask, contacts, group, load, purchases, table

BY = {"by": ("channel", "attr:shop"), "grain": "day"}
ASKED = ((None, "channel", None), (0, "stage", None), (1800, "channel", "skipped"), (86_400, "stage", "skipped"))
SEEDS = (1,)


def unit_of(row: Row, counted: str) -> Any:
    if counted == "case":
        return row.get("case_id") or None
    customer = row["customer"] or None
    return (customer, row["reason"] or "") if counted == "issue" and customer else customer


def place(row: Row) -> tuple[Any, ...]:
    return (row["ts"], "amount" in row, row["seq"], row["record"])


def sequences(rows: Sequence[Row], options: dict[str, Any]) -> Iterator[list[Row]]:
    """Contacts (and purchases, where they are the goal) of each unit, cut at gaps and after goals."""
    goal, gap = options.get("goal"), options.get("gap_seconds")
    units: dict[Any, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=place):
        skipped = options.get("unnamed") and "amount" not in row and not row[options["step"]]
        if unit_of(row, options["counted"]) and not skipped:
            units[unit_of(row, options["counted"])].append(row)
    for mine in units.values():
        run: list[Row] = []
        for row in mine:
            late = run and gap is not None and row["ts"] - run[-1]["ts"] > timedelta(seconds=gap)
            if late or (run and is_goal(run[-1], goal)):
                yield run
                run = []
            run.append(row)
        yield run


def is_goal(row: Row, goal: str | None) -> bool:
    return "amount" in row if goal == PURCHASE else goal is not None and row["stage"] == goal


def still_open(row: Row, options: dict[str, Any]) -> bool:
    gap = options.get("gap_seconds")
    return gap is not None and row["ts"] + timedelta(seconds=gap) > AS_OF


def outcome(row: Row) -> str:
    if row["abandoned"]:
        return "abandoned"
    return {True: "resolved", False: "unresolved", None: UNKNOWN}[row["resolved"]]


def minutes(wait: timedelta) -> int:
    return wait // timedelta(minutes=1)


@pytest.fixture
def logged(stores: Store, request: pytest.FixtureRequest) -> tuple[Store, list[Row], list[Row]]:
    mine, bought = contacts(request.param), purchases(request.param)
    empty(stores)
    load(stores, "contacts", mine)
    load(stores, "purchases", bought)
    return stores, list(mine), list(bought)


Logged = tuple[Store, list[Row], list[Row]]


def walk(rows: Sequence[Row], case: Case, options: dict[str, Any]) -> Any:
    """What transitions, their times and handovers count, by definition."""
    edges: dict[Any, list[Any]] = defaultdict(list)
    times: Counter[Any] = Counter()
    handed: Counter[Any] = Counter()
    for run in sequences([row for row in rows if case.seen(row)], options):
        unit = unit_of(run[0], options["counted"])
        steps = [row[options["step"]] or UNKNOWN for row in run]
        last = OPEN if still_open(run[-1], options) else END
        for k, row in enumerate(run):
            if not case.asked(row):
                continue
            wait = row["ts"] - run[k - 1]["ts"] if k else None
            edges[*group(row), steps[k - 1] if k else START, steps[k]].append((unit, wait))
            if wait is not None:
                times[*group(row), steps[k - 1], steps[k], minutes(wait)] += 1
                after = "yes" if k + 1 < len(run) else "open" if last == OPEN else "no"
                handed[*group(row), "yes" if steps[k] != steps[k - 1] else "no", outcome(row), after] += 1
            if k + 1 == len(run):
                edges[*group(row), steps[k], last].append((unit, None))
                times[*group(row), steps[k], last, minutes(AS_OF - row["ts"])] += 1
    counted = {}
    for key, found in edges.items():
        waits = [wait.total_seconds() for _, wait in found if wait is not None]
        counted[key] = (len(found), round(sum(waits), 9) if waits else None, len({unit for unit, _ in found}))
    return counted, {key: (n,) for key, n in times.items()}, {key: (n,) for key, n in handed.items()}


@pytest.mark.parametrize("logged", SEEDS, indirect=True)
@pytest.mark.parametrize("counted", ["customer", "case", "issue"])
def test_transitions_follow_each_unit(logged: Logged, counted: str) -> None:
    store, rows, _ = logged
    for case in CASES:
        for gap, step, unnamed in ASKED:
            options = {"counted": counted, "step": step, "gap_seconds": gap, "unnamed": unnamed}
            edges, times, handed = walk(rows, case, options)
            assert table(ask(store, TRANSITIONS, case, options, **BY), TRANSITIONS) == edges, (case.name, gap)
            assert table(ask(store, TRANSITION_TIMES, case, options, **BY), TRANSITION_TIMES) == times, (case.name, gap)
            assert table(ask(store, HANDOVERS, case, options, **BY), HANDOVERS) == handed, (case.name, gap)


@pytest.mark.parametrize("logged", SEEDS, indirect=True)
@pytest.mark.parametrize("counted", ["customer", "case", "issue"])
def test_channel_sets_are_those_of_each_unit(logged: Logged, counted: str) -> None:
    store, rows, _ = logged
    names = ("Phone", "Web")
    for case in CASES:
        used: dict[Any, dict[Any, list[int]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            if case.seen(row) and case.asked(row):
                bit = {"": 3, "Phone": 0, "Web": 1}.get(row["channel"] or "", 2)
                used[row["segment"] or UNKNOWN][unit_of(row, counted)].append(1 << bit)
        wanted: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
        for segment, units in used.items():
            for unit, bits in units.items():
                counts = wanted[segment, 0 if unit is None else sum(set(bits))]
                if unit is None:
                    counts[1] += len(bits)
                else:
                    counts[0] += len(bits)
                    counts[2] += 1
        found = ask(store, CHANNEL_SETS, case, {"counted": counted, "names": names}, by=("segment",))
        assert table(found, CHANNEL_SETS) == {key: tuple(counts) for key, counts in wanted.items()}, case.name


def gathered(rows: Sequence[Row], case: Case, options: dict[str, Any], collapsed: bool) -> dict[Any, list[list[Row]]]:
    """(group, path) → its sequences."""
    found: dict[Any, list[list[Row]]] = defaultdict(list)
    for run in sequences([row for row in rows if case.seen(row)], options):
        if case.asked(run[0]):
            found[*group(run[0]), PATH_SEPARATOR.join(steps_of(run, options, collapsed)) or NONE].append(run)
    return found


def steps_of(run: Sequence[Row], options: dict[str, Any], collapsed: bool) -> list[str]:
    steps = [row[options["step"]] or UNKNOWN for row in run if "amount" not in row]
    return [step for step, _ in groupby(steps)] if collapsed else steps


def path_counts(found: dict[Any, list[list[Row]]], options: dict[str, Any], collapsed: bool, top: int) -> dict[Any, Any]:
    goal, gap = options.get("goal"), options.get("gap_seconds")
    totals: Counter[str] = Counter()
    for key, runs in found.items():
        totals[key[-1]] += len(runs)
    kept = sorted(totals, key=lambda path: (-totals[path], path.encode()))[:top]
    cells: dict[Any, list[list[list[Row]]]] = defaultdict(list)
    for key, runs in found.items():
        cells[*key[:-1], key[-1] if key[-1] in kept else OTHER].append(runs)
    wanted = {}
    for key, parts in cells.items():
        runs = [run for part in parts for run in part]
        steps = [steps_of(run, options, collapsed) for run in runs]
        amounts = [row["amount"] for run in runs for row in run if row.get("amount") is not None]
        reached = [is_goal(run[-1], goal) for run in runs]
        waiting = [not done and still_open(run[-1], options) for run, done in zip(runs, reached, strict=True)]
        wanted[key] = (
            len(runs), sum(reached) if goal else None, None if gap is None else sum(waiting), sum(amounts) if amounts else None,
            sum(map(len, steps)), sum(len(set(s)) for s in steps), sum(len(set(s)) > 1 for s in steps),
            sum(len(s) > len(set(s)) for s in steps), len(parts), sum(len(part) == 1 for part in parts),
            round(sum(len(part) * math.log(len(part)) for part in parts), 9),
        )  # fmt: skip
    return wanted


@pytest.mark.parametrize("logged", SEEDS, indirect=True)
@pytest.mark.parametrize("goal", [None, "Order", PURCHASE])
def test_paths_are_whole_sequences(logged: Logged, goal: str | None) -> None:
    store, rows, bought = logged
    for case in CASES:
        for gap, step, unnamed in ASKED:
            for collapsed, top, counted in ((True, 3, "customer"), (False, 50, "customer" if goal == PURCHASE else "issue")):
                options: dict[str, Any] = {"counted": counted, "step": step, "gap_seconds": gap, "goal": goal}
                options["unnamed"] = unnamed
                runs = gathered([*rows, *bought] if goal == PURCHASE else rows, case, options, collapsed)
                wanted = path_counts(runs, options, collapsed, top)
                asked = {**options, "collapsed": "yes" if collapsed else "no", "top": top}
                assert table(ask(store, PATHS, case, asked, **BY), PATHS) == wanted, (case.name, gap, collapsed)


def test_the_logs_have_what_the_frames_tell_apart() -> None:
    """Without this, the comparisons above could hold for want of cases."""
    rows = contacts(SEEDS[0])
    edges, _, handed = walk(rows, CASES[0], {"counted": "customer", "step": "channel", "gap_seconds": 86_400})
    assert {START, END, OPEN} <= {name for key in edges for name in key[-2:]}
    assert {key[-1] for key in handed} == {"yes", "no", "open"}
    runs = list(sequences([*rows, *purchases(SEEDS[0])], {"counted": "customer", "step": "channel", "goal": PURCHASE}))
    assert any("amount" in run[0] for run in runs)
    long = gathered(rows, CASES[0], {"counted": "customer", "step": "channel"}, collapsed=True)
    assert any(len(path_steps(key[-1])) > 12 for key in long), "longer than the steps that are picked one by one"
    assert any(a["ts"] == b["ts"] for run in runs for a, b in pairwise(run))


def test_a_path_gives_its_steps_back() -> None:
    assert path_steps(PATH_SEPARATOR.join(("Web", "Phone"))) == ("Web", "Phone")
    assert path_steps(NONE) == ()


@pytest.mark.parametrize(
    ("frame", "options", "said"),
    [
        (TRANSITIONS, {"counted": "visit", "step": "channel"}, "expected one of customer, case, issue"),
        (TRANSITIONS, {"counted": "case", "step": "agent"}, "expected one of channel, stage, touchpoint"),
        (TRANSITIONS, {"counted": "case", "step": "stage", "gap_seconds": -1}, "whole seconds from 0"),
        (CHANNEL_SETS, {"counted": "case"}, "at most 20 different channels"),
        (CHANNEL_SETS, {"counted": "case", "names": ("Web", "Web")}, "at most 20 different channels"),
        (PATHS, {"counted": "case", "step": "stage", "collapsed": "no", "top": 0}, "how many paths to keep"),
        (PATHS, {"counted": "case", "step": "stage", "collapsed": "maybe", "top": 1}, "expected one of yes, no"),
        (PATHS, {"counted": "case", "step": "stage", "collapsed": "no", "top": 1, "goal": PURCHASE}, "name customers only"),
    ],
)
def test_refuses_what_makes_no_sequence(store: Store, frame: Any, options: dict[str, Any], said: str) -> None:
    with pytest.raises(FrameError, match=said):
        ask(store, frame, CASES[0], options)
