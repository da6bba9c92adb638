"""Mappings suggested from headers and contents, each column with a reason, nothing dropped in silence."""

from __future__ import annotations

import pytest

from data_access.importing.profile import profile
from data_access.importing.suggest import Suggestion, suggest


def _suggested(columns: dict[str, list[str]], kind: str | None = None) -> Suggestion:
    return suggest([profile(name, cells) for name, cells in columns.items()], kind, "test")


def _roles(columns: dict[str, list[str]], kind: str | None = None) -> dict[str, str]:
    return {c.column: c.role for c in _suggested(columns, kind).mapping.columns}


_DAYS = [f"2026-01-{i:02}" for i in range(1, 29)]


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("contacts", {"time": _DAYS, "channel": ["Phone", "Chat"] * 14, "direction": ["inbound", "outbound"] * 14}),
        ("complaints", {"opened_at": _DAYS, "due_date": _DAYS, "closed": _DAYS, "theme": ["late", "lost"] * 14}),
        ("answers", {"Submitted at": _DAYS, "How likely are you to recommend us?": [str(i % 11) for i in range(28)]}),
        (
            "purchases",
            {"order date": _DAYS, "customer_id": [f"c{i}" for i in range(28)], "amount": [f"{i}.50" for i in range(28)]},
        ),
        ("invitations", {"month": _DAYS, "sent": [str(i) for i in range(28)], "answered": [str(i // 2) for i in range(28)]}),
        ("customers", {"customer_id": [f"c{i}" for i in range(28)], "segment": ["a", "b"] * 14, "since": _DAYS}),
    ],
)
def test_kind_is_recognised_by_its_columns(kind: str, columns: dict[str, list[str]]) -> None:
    found = _suggested(columns)
    assert found.mapping.kind == kind
    assert found.mapping.check()
    assert [q.key for q in found.questions if q.blocking] == []
    assert list(dict.fromkeys(w[0] for w in found.why)) == list(columns)


def test_scales_and_no_answer_values_from_contents() -> None:
    cells = {
        "date": _DAYS,
        "Overall satisfaction": ["5", "4", "3", "2", "1", "6", "0"] * 4,
        "effort": ["7", "5", "3", "1"] * 7,
        "nps": ["10", "9", "0", "11"] * 7,
        "rating of staff": ["5 - very good", "4 - good", "1 - bad", "2 - poor"] * 7,
    }
    found = {c.column: c for c in _suggested(cells).mapping.columns}
    overall, effort, nps, staff = (found[n] for n in list(cells)[1:])
    assert (overall.kind, overall.scale, overall.no_answer) == ("csat", (1.0, 5.0), ("0", "6"))
    assert (effort.kind, effort.scale) == ("ces", (1.0, 7.0))
    assert (nps.kind, nps.scale, nps.no_answer) == ("nps", (0.0, 10.0), ("11",))
    assert (staff.kind, staff.scale, dict(staff.values)["5 - very good"]) == ("rating", (1.0, 5.0), "5")
    assert "no_answer" in {q.key for q in _suggested(cells).questions}


def test_only_the_question_about_recommending_is_an_nps() -> None:
    found = _suggested({"date": _DAYS, "score of the food": [str(i % 11) for i in range(28)]}).mapping
    assert [(c.kind, c.scale) for c in found.columns if c.rated] == [("rating", (0.0, 10.0))]


def test_useful_columns_become_attributes_and_the_others_say_why_not() -> None:
    found = _suggested(
        {
            "time": _DAYS,
            "channel": ["Phone", "Chat"] * 14,
            "stage": ["a", "b"] * 14,
            "age group": ["<30", "30+"] * 14,
            "email": [f"p{i}@example.com" for i in range(28)],
            "country of call": ["PT"] * 28,
            "junk": [""] * 28,
            "place": [f"(42.{i}1, -71.0{i})" for i in range(28)],
            "serial": [str(9000 + 7 * i) for i in range(60)][:28],
            "said": [f"this is a long and unique sentence of a customer number {i}" for i in range(28)],
        },
        "contacts",
    )
    columns = {c.column: c for c in found.mapping.columns}
    assert (columns["age group"].role, columns["country of call"].role) == ("attribute", "attribute")
    reasons = {name: columns[name].reason for name in ("email", "country of call", "junk", "place", "said")}
    assert reasons == {
        "email": "personal data: e-mail addresses",
        "country of call": "",
        "junk": "empty",
        "place": "personal data: coordinates",
        "said": "free text",
    }
    assert [name for name, c in columns.items() if c.personal] == ["email", "place"]
    assert all(reason for _, _, _, reason in found.why)


def test_what_the_file_does_not_tell_is_asked() -> None:
    no_date = _suggested({"nps": [str(i % 11) for i in range(28)]}, "answers")
    assert [q.key for q in no_date.questions if q.blocking] == ["ts"]
    unclear = _suggested(
        {"date": [f"0{i}/0{j}/2026" for i in range(1, 5) for j in range(1, 8)], "channel": ["a", "b"] * 14}, "contacts"
    )
    assert unclear.mapping.date_order is None
    assert "date_order" in {q.key for q in unclear.questions if q.blocking}
    proven = _suggested({"date": [f"{i}/01/2026" for i in range(1, 29)], "channel": ["a", "b"] * 14}, "contacts")
    assert proven.mapping.date_order == "dmy"


def test_decimal_comma_is_noticed() -> None:
    found = _suggested({"date": _DAYS, "amount": [f"{i},50" for i in range(28)]}, "purchases")
    assert found.mapping.decimal == ","


def test_chinese_headers() -> None:
    roles = _roles(
        {
            "日期": _DAYS,
            "渠道": ["电话", "微信"] * 14,
            "客户编号": [f"k{i % 9}" for i in range(28)],
            "原因": ["退款", "物流"] * 14,
        },
        "contacts",
    )
    assert roles == {"日期": "ts", "渠道": "channel", "客户编号": "customer", "原因": "reason"}


def test_one_end_of_a_case_is_closed_and_resolved() -> None:
    found = _suggested({"opened": _DAYS, "closed": _DAYS}, "complaints")
    assert [c.role for c in found.mapping.columns] == ["ts", "closed_at", "resolved_at"]


def _cycle(*cells: int | str) -> list[str]:
    return [str(cells[i % len(cells)]) for i in range(60)]


_DATED = {"date": [f"2026-01-{1 + i % 28:02}" for i in range(60)]}


def _kinds(columns: dict[str, list[str]]) -> dict[str, str]:
    return {c.column: c.kind or c.role for c in _suggested({**_DATED, **columns}, "answers").mapping.columns[1:]}


def test_satisfaction_with_aspects_is_no_headline() -> None:
    items = {"satisfaction_staff": _cycle(1, 3, 4, 5), "satisfaction_food": _cycle(2, 3, 4, 5)}
    assert _kinds(items) == dict.fromkeys(items, "rating")
    for name in ("Overall satisfaction", "Satisfaction in general", "satisfied_with_the_whole", "Q9ALL", "整体满意度"):
        assert _kinds({**items, name: _cycle(1, 2, 4, 5)}) == {**dict.fromkeys(items, "rating"), name: "csat"}, name
    assert _kinds({"satisfaction_staff": _cycle(1, 3, 4, 5)}) == {"satisfaction_staff": "csat"}


def test_alike_columns_side_by_side_are_ratings_and_facts_about_people_are_not() -> None:
    found = _kinds(
        {
            "prepared": _cycle(2, 3, 4, 5),
            "why so?": _cycle("they were on time and kind", "no idea really, it just was", "it took long but went well"),
            "clear": _cycle(0, 2, 4, 5),
            "useful": _cycle(1, 3, 4, 5, 6),
            "Q18AGE": _cycle(1, 2, 3, 4, 5),
            "Q19GENDER": _cycle(1, 2, 3),
            "Q20INCOME": _cycle(1, 2, 3, 4, 5),
            "Q21EDUCATION": _cycle(1, 2, 3, 4, 5),
            "bags": _cycle(0, 1, 2),
            "orders this year": _cycle(0, 1, 2, 3, 4, 5),
        }
    )
    assert [name for name, kind in found.items() if kind == "rating"] == ["prepared", "clear", "useful"]


def test_counts_that_pile_up_at_the_bottom_are_no_ratings() -> None:
    few = _cycle(*[0, 1, 1, 2] * 4, 3, 4, 5, 7)
    assert set(_kinds({"calls_may": few, "calls_june": few, "calls_july": few}).values()) == {"attribute"}
    many = _cycle(7, 6, 6, 5, 4, 3)
    assert set(_kinds({"clarity_may": many, "clarity_june": many, "clarity_july": many}).values()) == {"rating"}


def test_a_scale_nobody_used_up_is_asked_about() -> None:
    battery = {name: _cycle(1, 3, 4, 5) for name in ("talk_clear", "talk_useful", "talk_lively")}
    found = _suggested({**_DATED, **battery, "talk_length": _cycle(1, 2, 3)}, "answers")
    length = next(c for c in found.mapping.columns if c.column == "talk_length")
    assert (length.kind, length.scale) == ("rating", (1.0, 5.0))
    assert ["talk_length" in q.text for q in found.questions if q.key == "scale"] == [True]


def test_one_average_below_the_scores_does_not_hide_them() -> None:
    assert _kinds({"satisfaction": [*_cycle(3, 4, 5)[:59], "4.105263158"]}) == {"satisfaction": "csat"}


def test_ticks_are_breakdowns_and_no_scores() -> None:
    found = _kinds({"rate us: 5": _cycle(5, ""), "project: Envoy": _cycle("Envoy", "", "")})
    assert set(found.values()) == {"attribute"}


def test_what_is_the_same_in_the_whole_file_tells_files_apart() -> None:
    same_all_over = {"TYPE": ["Rodents"] * 28, "SUBJECT": ["Health"] * 28, "n": ["7"] * 28}
    found = _suggested({"opened": _DAYS, "closed": _DAYS, **same_all_over})
    why = {column: (role, reason) for column, role, _, reason in found.why}
    same = "the same in this whole file; tells files apart"
    assert (why["TYPE"], why["SUBJECT"]) == (("theme", same), ("attribute", same))
    assert why["n"] == ("ignore", "the same number in every row")


def test_after_a_complaint_the_satisfaction_counts_not_another_score() -> None:
    scores = {"recommend us": [str(i % 11) for i in range(28)], "Satisfaction": ["1", "3", "4", "5"] * 7}
    found = _suggested({"opened": _DAYS, "closed": _DAYS, **scores}, "complaints")
    assert [(c.column, c.role, c.kind) for c in found.mapping.columns if c.rated] == [
        ("recommend us", "score", "nps"),
        ("Satisfaction", "satisfaction_after", "csat"),
    ]


def test_a_survey_tool_is_known_by_its_respondents() -> None:
    columns = {"Respondent ID": [str(i) for i in range(28)], "Start Date": _DAYS, "End Date": _DAYS, "Which?": ["a", "b"] * 14}
    assert _suggested(columns).mapping.kind == "answers"


def test_a_helpdesks_times_and_a_german_call_list_are_known_by_name() -> None:
    times = [f"2026-01-{i:02} 10:00:00" for i in range(1, 29)]
    names = ("Created time", "Due by Time", "Resolved time", "Closed time", "Initial response time")
    found = _roles({"Ticket ID": [f"T{i}" for i in range(28)], **dict.fromkeys(names, times)}, "complaints")
    assert [found[name] for name in names] == ["ts", "due_at", "resolved_at", "closed_at", "first_response_at"]
    calls = {
        "Anruf-Nr": ([f"A-{i}" for i in range(28)], "id"), "Datum": (_DAYS, "ts"),
        "Kanal": (["Telefon", "Chat"] * 14, "channel"),
        "Wartezeit (Sek.)": ([f"{i}" for i in range(28)], "waiting_seconds"),
        "Gesprächsdauer (Sek.)": ([f"{3 * i}" for i in range(28)], "handling_seconds"),
        "Kosten (€)": ([f"{i},50" for i in range(28)], "cost"), "Grund": (["Rechnung", "Umzug"] * 14, "reason"),
        "Gelöst": (["ja", "nein"] * 14, "resolved"),
    }  # fmt: skip
    assert _roles({name: cells for name, (cells, _) in calls.items()}) == {name: role for name, (_, role) in calls.items()}


def test_an_option_called_telephone_is_no_telephone() -> None:
    columns = {
        "序号": [f"{i}" for i in range(28)], "提交答卷时间": [f"2026/5/{i} 10:00:00" for i in range(1, 29)],
        "所用时间": ["60秒"] * 28, "来源": ["微信", "链接"] * 14, "来自IP": [f"10.0.0.{i}(北京)" for i in range(28)],
        "3、(电话)": ["0", "1"] * 14, "4、您的电话": [f"138123456{i:02}" for i in range(28)],
    }  # fmt: skip
    found = {c.column: c for c in _suggested(columns).mapping.columns}
    assert (found["3、(电话)"].role, found["4、您的电话"].personal, found["来自IP"].personal) == ("attribute", True, True)
