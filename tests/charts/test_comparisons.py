"""Groups against groups, steps against steps, then against now."""

from dataclasses import replace

import pytest

from charts.errors import FigureError
from charts.figures import age_bands, dots, dumbbell, funnel, histogram, share_over_time, survival
from charts.figures.base import said
from charts.theme import THEMES
from metrics.readout import Row, Verdict, Word
from metrics.results import Estimate, Reason, Withheld
from tests.charts import chart_factories as make


def test_dots_run_from_high_to_low_and_the_withheld_say_why():
    figure = dots(make.csat_by(), "light")
    points = figure["data"][-1]
    assert points["x"] == sorted(points["x"], reverse=True)
    assert figure["layout"]["yaxis"]["ticktext"][-1] == "Social"
    assert any(a["text"] == "too few answers" for a in figure["layout"]["annotations"])


def test_dots_show_n_of_every_row_and_the_overall_line():
    readout = make.csat_by()
    texts = [a["text"] for a in dots(readout, "light")["layout"]["annotations"]]
    assert all(f"{row.result.n:,}" in texts for row in readout.rows)
    assert "all 81.4 %" in texts


def test_dots_beyond_thirty_groups_keep_the_largest_and_say_so():
    many = make.readout("csat", [Row(None, (f"Group {i}",), make.share(i + 5, 2 * i + 10)) for i in range(40)], by=("product",))
    figure = dots(many, "light")
    assert len(figure["data"][-1]["x"]) == 30
    assert "Group 39" in figure["layout"]["yaxis"]["ticktext"]
    assert "30 of 40" in said(figure)[0]


def test_dots_beyond_thirty_groups_keep_the_ends_the_sentence_names():
    rows = [Row(None, (f"Group {i}",), make.share(500 + i, 1000)) for i in range(40)]
    ends = [Row(None, (name,), make.share(k, n)) for name, k, n in (("Best", 19, 20), ("Worst", 1, 20), ("Tiny", 3, 3))]
    figure = dots(make.readout("csat", [*rows, *ends], by=("product",)), "light")
    names = figure["layout"]["yaxis"]["ticktext"]
    assert (names[0], names[-1], len(names)) == ("Best", "Worst", 30)
    assert "the highest, the lowest and the largest" in said(figure)[0]


def test_dots_give_a_long_name_two_lines_and_neighbours_with_two_more_room():
    short, long = "Desk", "Confirmation_of_receipt and everything that follows from it"
    heights = {}
    for names in ((long, short, "Shop"), (long, long + "!", short)):
        rows = [Row(None, (name,), make.share(9 - i, 10)) for i, name in enumerate(names)]
        figure = dots(make.readout("csat", rows, by=("stage",)), "light")
        heights[names] = figure["layout"]["height"]
        assert figure["layout"]["yaxis"]["ticktext"][0].startswith("Confirmation_of_<br>receipt and")
    assert heights[(long, short, "Shop")] < heights[(long, long + "!", short)]


def test_dots_refuse_a_series():
    with pytest.raises(FigureError, match="no grain"):
        dots(make.csat_months(12, make.CHANNELS[:2]), "light")


def test_four_parts_are_stacked_to_the_whole():
    readout = make.mix_months(12, make.CHANNELS[:4])
    figure = share_over_time(readout, "light")
    assert figure["layout"]["barmode"] == "stack"
    for i in range(12):
        assert sum(bar["y"][i] for bar in figure["data"]) == pytest.approx(1)


def test_beyond_eight_parts_the_smallest_become_other_and_nothing_is_lost():
    names = [f"Channel {i}" for i in range(12)]
    readout = make.mix_months(6, names)
    figure = share_over_time(readout, "light")
    points = [t for t in figure["data"] if t["mode"] == "markers"]
    assert len(points) == 8
    for i in range(6):
        assert sum(t["y"][i] for t in points) == pytest.approx(1)
    assert "5 smallest" in said(figure)[0]


def test_funnel_bars_share_one_baseline_and_lost_people_are_the_pale_rest():
    steps = make.steps()
    figure = funnel(steps, "light")
    kept, lost = figure["data"][0], figure["data"][1]
    assert kept["x"] == [s.count for s in steps]
    assert [a + b for a, b in zip(lost["base"][1:], lost["x"][1:], strict=True)] == kept["x"][:-1]
    assert lost["marker"]["color"] == THEMES["light"].pale
    assert figure["layout"]["xaxis"]["range"][0] == 0


def test_funnel_whiskers_are_the_interval_of_the_share_of_all():
    steps = make.steps()
    whiskers = funnel(steps, "light")["data"][2]
    second = steps[1].of_all
    assert isinstance(second, Estimate)
    assert whiskers["x"][0] + whiskers["error_x"]["array"][0] == pytest.approx(second.high * steps[0].count)
    assert whiskers["x"][0] - whiskers["error_x"]["arrayminus"][0] == pytest.approx(second.low * steps[0].count)


def test_dumbbell_colours_only_real_changes():
    before, after = make.csat_by(), make.csat_by(shift=0.03)
    figure = dumbbell(before, after, "light", real={"Phone"})
    tints = {t["name"]: t["line"]["color"] for t in figure["data"] if t["mode"] == "lines"}
    assert tints["Phone"] == THEMES["light"].channels[0]
    assert {tint for name, tint in tints.items() if name != "Phone"} == {THEMES["light"].context}


def test_dumbbell_reads_the_rows_own_verdicts():
    before, after = make.csat_by(), make.csat_by(shift=0.03)
    rows = [replace(r, verdict=_verdict(before.rows[i].result, r.result, i)) for i, r in enumerate(after.rows)]
    figure = dumbbell(before, replace(after, rows=tuple(rows)), "light")
    full = [t["name"] for t in figure["data"] if t["mode"] == "lines" and t["line"]["color"] != THEMES["light"].context]
    assert full == ["Phone"]


def _verdict(before, after, place):
    return Verdict(Word.UP if place == 0 else Word.SAME, "neutral", before, after, None)


def test_dumbbell_refuses_two_things_that_do_not_belong_together():
    with pytest.raises(FigureError, match="one breakdown"):
        dumbbell(make.csat_by(), replace(make.csat_by(), by=("region",)), "light", real=())


def test_survival_marks_half_and_ninety_per_cent_and_says_who_is_open():
    figure = survival(make.curve(), make.resolution(), "light", due=14 * 24)
    texts = [a["text"] for a in figure["layout"]["annotations"]]
    assert "<b>half done within 3 days</b>" in texts
    assert "<b>90 % within 22 days</b>" in texts
    assert "due after 14 days" in texts
    assert said(figure) == ("52 are still open and counted as such",)
    assert figure["data"][1]["line"]["shape"] == "hv"


def test_survival_that_never_reaches_half_says_so():
    slow = [(0.0, 0.0, 0.0, 0.0), (24.0, 0.1, 0.05, 0.2), (90.0, 0.3, 0.2, 0.4)]
    texts = [a["text"] for a in survival(slow, make.resolution(), "light")["layout"]["annotations"]]
    assert texts == ["less than half done so far"]


def test_age_bands_keep_order_and_print_every_count():
    figure = age_bands([("under 1 day", 12), ("over 30 days", 1640)], make.backlog(), "light")
    assert figure["data"][0]["y"] == [12, 1640]
    assert [a["text"] for a in figure["layout"]["annotations"]] == ["<b>12</b>", "<b>1,640</b>"]


def test_histogram_shares_sum_to_the_whole():
    figure = histogram([(1, 25), (2, 25), (3, 50)], "light", better={3})
    assert [a["text"] for a in figure["layout"]["annotations"]] == ["25 %", "25 %", "50 %"]
    assert figure["data"][0]["marker"]["color"][2] == THEMES["light"].better


def test_a_group_withheld_in_one_period_has_no_line():
    after = make.csat_by()
    hidden = replace(after.rows[0], result=Withheld(Reason.TOO_FEW, 4, needed=6))
    figure = dumbbell(make.csat_by(), replace(after, rows=(hidden, *after.rows[1:])), "light", real=())
    assert "Phone" not in [t["name"] for t in figure["data"] if t["mode"] == "lines"]


def test_a_dot_on_the_edge_is_whole():
    """A share of 0 % or 100 % stands on the frame itself; half a dot would look like a mistake."""
    groups = [Row(None, ("none",), make.share(0, 400)), Row(None, ("all",), make.share(400, 400))]
    drawn = dots(make.readout("csat", groups, by=("channel",)), "light")
    points = [trace for trace in drawn["data"] if trace["mode"] == "markers"]
    assert points and all(trace["cliponaxis"] is False for trace in points)
