"""Every planted story is in the rows, where and as strong as README.md says, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from sample_data import truths

README = Path(truths.__file__).with_name("README.md")


def between(frame: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    return frame[frame["day"].between(pd.Timestamp(first), pd.Timestamp(last))]


def days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)


class TestChatbotShiftsTheMix:
    @pytest.fixture
    def mix(self, frames) -> pd.DataFrame:
        """Contacts by channel half a year before and after the launch."""
        launch = truths.CHATBOT_LAUNCH
        before = between(frames["contacts"], days_before(launch, 182), days_before(launch, 1))
        after = between(frames["contacts"], launch, launch + timedelta(days=181))
        counts = {"before": before["channel"].value_counts(), "after": after["channel"].value_counts()}
        return pd.DataFrame(counts).fillna(0)

    def test_not_there_before(self, frames):
        chatbot = frames["contacts"].query("channel == 'Chatbot'")
        assert chatbot["day"].min() == pd.Timestamp(truths.CHATBOT_LAUNCH)

    def test_eight_in_a_hundred_contacts_moved(self, mix):
        shares = mix / mix.sum()
        assert (shares["after"] - shares["before"]).abs().sum() / 2 >= 0.08
        assert chi2_contingency(mix.to_numpy()).pvalue < 1e-6

    def test_phone_chat_and_phone_menu_lost_most(self, mix):
        shares = mix / mix.sum()
        assert set((shares["after"] - shares["before"]).nsmallest(3).index) == set(truths.TAKEN_AFTER_LAUNCH)

    def test_automated_share_rises(self, frames):
        launch = truths.CHATBOT_LAUNCH
        before = between(frames["contacts"], days_before(launch, 182), days_before(launch, 1))
        after = between(frames["contacts"], launch, launch + timedelta(days=181))
        assert (after["mode"] == "automated").mean() - (before["mode"] == "automated").mean() > 0.04


class TestSimpson:
    @pytest.fixture
    def halves(self, frames) -> tuple[pd.DataFrame, pd.DataFrame]:
        csat = frames["answers"].query("kind == 'csat'").assign(top=lambda rows: rows["score"] >= 4)
        return between(csat, *truths.HALF_YEAR_BEFORE), between(csat, *truths.HALF_YEAR_AFTER)

    def test_overall_falls_beyond_chance(self, halves):
        before, after = halves
        assert before["top"].mean() - after["top"].mean() > 0.03
        table = [[half["top"].sum(), (~half["top"]).sum()] for half in halves]
        assert chi2_contingency(table).pvalue < 0.001

    def test_every_channel_rises(self, halves):
        before, after = (half.groupby("channel")["top"].mean() for half in halves)
        assert set(before.index) == set(after.index) == set(truths.BETTER_SERVICE_LIFT)
        assert (after > before).all()

    def test_because_answers_moved_to_the_lowest_channel(self, halves):
        before, after = halves
        assert before.groupby("channel")["top"].mean().idxmin() == truths.CHATBOT
        assert (after["channel"] == truths.CHATBOT).mean() - (before["channel"] == truths.CHATBOT).mean() > 0.15


class TestBrokenCheckout:
    @pytest.fixture
    def paid(self, frames) -> pd.DataFrame:
        """Journeys that reached the checkout: channel they began in, day of the checkout, whether they paid."""
        steps = frames["contacts"][frames["contacts"]["case_id"].str.startswith("J")]
        at_checkout = steps[steps["stage"] == "Checkout"].groupby("case_id")["day"].min()
        began = steps.sort_values(["ts", "seq"]).groupby("case_id")["channel"].first()
        payers = set(steps.loc[steps["stage"] == "Payment", "case_id"])
        paid = at_checkout.index.isin(payers)
        return pd.DataFrame({"day": at_checkout, "channel": began.reindex(at_checkout.index), "paid": paid})

    def test_collapses_in_the_app_for_three_weeks(self, paid):
        app = paid[paid["channel"] == truths.CHECKOUT_BROKEN_CHANNEL]
        broken = between(app, *truths.CHECKOUT_BROKEN)
        assert len(broken) > 50
        assert broken["paid"].mean() < 0.25
        first, last = truths.CHECKOUT_BROKEN
        assert between(app, days_before(first, 60), days_before(first, 1))["paid"].mean() > 0.65
        assert between(app, last + timedelta(days=1), last + timedelta(days=60))["paid"].mean() > 0.65

    def test_nowhere_else(self, paid):
        web = paid[paid["channel"] == "Web"]
        assert between(web, *truths.CHECKOUT_BROKEN)["paid"].mean() > 0.6

    def test_payments_in_the_app_itself_nearly_stop(self, frames):
        steps = between(frames["contacts"], *truths.CHECKOUT_BROKEN).query("channel == 'App'")
        checkouts = steps[steps["stage"] == "Checkout"]["case_id"].nunique()
        payments = steps[steps["stage"] == "Payment"]["case_id"].nunique()
        assert payments < 0.15 * checkouts

    def test_customers_notice(self, frames):
        ease = frames["answers"].query("question == 'App ease'")
        broken = between(ease, *truths.CHECKOUT_BROKEN)
        assert broken["score"].mean() < ease["score"].mean() - 0.8


class TestHolidayBacklog:
    @staticmethod
    def still_open(complaints: pd.DataFrame, day: date) -> pd.DataFrame:
        moment = pd.Timestamp(day)
        return complaints[(complaints["ts"] < moment) & ~(complaints["resolved_at"] < moment)]

    def test_piles_up_ages_and_is_gone_by_mid_february(self, frames):
        complaints = frames["complaints"]
        before = self.still_open(complaints, truths.HOLIDAY[0])
        after = self.still_open(complaints, truths.HOLIDAY[1] + timedelta(days=1))
        later = self.still_open(complaints, truths.BACKLOG_GONE)
        assert len(after) > 2.5 * len(before)
        assert len(later) < 1.6 * len(before)
        age = {len(rows): (pd.Timestamp(day) - rows["ts"]).median() for rows, day in (
            (before, truths.HOLIDAY[0]), (after, truths.HOLIDAY[1] + timedelta(days=1)))}
        assert age[len(after)] > age[len(before)]

    def test_first_response_slows_and_recovers(self, frames):
        complaints = frames["complaints"]
        responded = complaints["first_response_at"].fillna(complaints["resolved_at"])
        hours = complaints.assign(hours=(responded - complaints["ts"]).dt.total_seconds() / 3600)
        usual = between(hours, days_before(truths.HOLIDAY[0], 90), days_before(truths.HOLIDAY[0], 7))["hours"].median()
        assert between(hours, *truths.HOLIDAY)["hours"].median() > 4 * usual
        later = between(hours, truths.BACKLOG_GONE, truths.BACKLOG_GONE + timedelta(days=60))["hours"].median()
        assert later == pytest.approx(usual, rel=0.25)


class TestRecoveryProgramme:
    @pytest.fixture(params=["recovered", "confirmed"])
    def outcome(self, frames, request) -> pd.DataFrame:
        """Complaints with an answer, by theme, before and after the programme started: did it end well?"""
        rows = frames["complaints"].assign(after=lambda rows: rows["day"] >= pd.Timestamp(truths.PROGRAMME_START))
        if request.param == "recovered":
            rows = rows[rows["satisfaction_after"].notna()]
            return rows.assign(well=rows["satisfaction_after"] >= 4)
        rows = rows[rows["confirmed"].notna()]
        return rows.assign(well=rows["confirmed"] == "yes")

    @staticmethod
    def p_value(rows: pd.DataFrame) -> float:
        return float(chi2_contingency(pd.crosstab(rows["after"], rows["well"]), correction=False).pvalue)

    def test_works_for_its_theme(self, outcome):
        rows = outcome[outcome["theme"] == truths.PROGRAMME_THEME]
        well = rows.groupby("after")["well"].mean()
        assert well[True] - well[False] > 0.15
        assert self.p_value(rows) < 1e-6

    def test_and_for_no_other(self, outcome):
        others = outcome[outcome["theme"] != truths.PROGRAMME_THEME]
        assert others["theme"].nunique() == 6
        assert self.p_value(others) > 0.05
        for theme, rows in others.groupby("theme"):
            assert self.p_value(rows) > 0.05, theme


class TestRegressionToTheMean:
    @pytest.fixture
    def twice(self, frames) -> pd.DataFrame:
        """First and second relationship survey of customers who answered at least two."""
        nps = frames["answers"].query("kind == 'nps'").sort_values("ts")
        nth = nps.groupby("customer").cumcount()
        both = nps.assign(nth=nth)[nth < 2].pivot_table(index="customer", columns="nth", values="score").dropna()
        return both.rename(columns={0: "first", 1: "second"})

    def test_unhappy_customers_gain_without_help(self, twice):
        unhappy = twice[twice["first"] <= 6]
        assert len(unhappy) > 300
        assert (unhappy["second"] - unhappy["first"]).mean() > 1

    def test_happy_ones_lose_as_naturally(self, twice):
        happy = twice[twice["first"] >= 9]
        assert (happy["second"] - happy["first"]).mean() < -0.7

    def test_all_together_nothing_changes(self, twice):
        change = twice["second"] - twice["first"]
        assert abs(change.mean()) < 2.5 * change.std() / len(change) ** 0.5


class TestQuietChannel:
    def test_not_a_single_row_in_its_month(self, frames):
        for name in ("contacts", "answers", "comments", "complaints"):
            rows = frames[name][frames[name]["channel"] == truths.QUIET_CHANNEL]
            assert between(rows, *truths.QUIET_MONTH).empty, name
        invited = frames["invitations"].query("channel == @truths.QUIET_CHANNEL")
        assert between(invited, *truths.QUIET_MONTH).empty

    def test_rows_in_every_other_month_and_few(self, frames):
        rows = frames["contacts"].query("channel == @truths.QUIET_CHANNEL")
        months = rows.groupby(rows["day"].dt.to_period("M")).size()
        assert len(months) == 23
        assert months.min() > 100
        assert len(rows) < 0.05 * len(frames["contacts"])

    def test_the_fading_channel_fades(self, frames):
        branch = frames["contacts"].query("channel == @truths.FADING_CHANNEL")
        first = between(branch, date(2024, 10, 1), date(2025, 3, 31))
        last = between(branch, date(2025, 10, 1), date(2026, 3, 31))
        assert 0.75 < len(last) / len(first) < 0.95


@pytest.mark.parametrize("day", [
    truths.CHATBOT_LAUNCH, truths.CHATBOT_EXTENDED, *truths.CHECKOUT_BROKEN, *truths.HOLIDAY, truths.BACKLOG_GONE,
    truths.PROGRAMME_START,
])
def test_readme_tells_when(day):
    assert day.isoformat() in README.read_text(encoding="utf-8")
