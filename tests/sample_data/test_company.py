"""The rows hold together: same seed same bytes, enough of everything, nothing impossible."""

from __future__ import annotations

import hashlib

import pandas as pd
import pyarrow as pa
import pytest

from data_access.schema import FACTS
from sample_data.company import build
from sample_data.world import CHINESE_REGIONS, END, START

SCHEMA = {table.name: table for table in FACTS}


def test_same_seed_same_bytes(tables):
    assert fingerprint(build(pseudonym=str)) == fingerprint(tables)


def test_other_seed_other_rows_and_other_fingerprints():
    one, two = build(1, 0.02, pseudonym=str), build(2, 0.02, pseudonym=str)
    assert fingerprint(one) != fingerprint(two)
    shared = one["records"].to_pandas().merge(two["records"].to_pandas(), on=["source", "kind", "record"])
    assert len(shared) > 1000
    assert (shared["fingerprint_x"] != shared["fingerprint_y"]).all()


def test_volumes(frames):
    contacts = frames["contacts"]
    assert len(contacts) >= 150_000
    assert contacts["channel"].nunique() >= 8
    assert set(contacts["mode"]) == {"assisted", "automated"}
    assert set(contacts["direction"]) == {"inbound", "outbound"}
    assert len(frames["answers"]) >= 30_000
    assert set(frames["answers"]["kind"]) == {"csat", "ces", "nps", "rating"}
    assert len(frames["complaints"]) >= 5_000
    assert len(frames["customers"]) >= 25_000
    assert len(frames["comments"]) >= 5_000
    assert frames["customers"]["segment"].nunique() == 4
    assert frames["customers"]["region"].nunique() == 6
    assert frames["customers"]["business_unit"].nunique() == 3


def test_scale_multiplies():
    small = build(scale=0.05, pseudonym=str)
    full = build(pseudonym=str)
    for name in ("contacts", "answers", "complaints", "customers"):
        assert small[name].num_rows == pytest.approx(full[name].num_rows * 0.05, rel=0.12)


@pytest.mark.parametrize("name", [name for name in SCHEMA if name != "records"])
def test_columns_fit_the_store(tables, name):
    columns = {column.name: column for column in SCHEMA[name].columns if column.name != "batch_id"}
    assert set(tables[name].column_names) <= set(columns)
    for column in columns.values():
        if not column.nullable:
            assert tables[name][column.name].null_count == 0, column.name


def test_every_fact_belongs_to_a_file_row(frames):
    records = frames["records"]
    assert not records.duplicated(["source", "kind", "record"]).any()
    known = {kind: set(part["record"]) for kind, part in records.groupby("kind")}
    for kind in known:
        assert set(frames[kind]["record"]) == known[kind]
    assert set(frames["comments"]["record"]) <= known["answers"]
    attributes = frames["attributes"]
    assert not attributes.duplicated(["source", "record", "name"]).any()
    for facts, part in attributes.groupby("facts"):
        assert set(part["record"]) <= known[facts]


def test_everybody_named_is_a_customer_and_already_was(frames):
    since = pd.to_datetime(frames["customers"].set_index("customer")["since"])
    for name in ("contacts", "answers", "comments", "complaints", "purchases"):
        named = frames[name][frames[name]["customer"].notna()]
        assert named["customer"].isin(since.index).all(), name
        assert (named["day"].to_numpy() >= since.reindex(named["customer"]).to_numpy()).all(), name


def test_cases_named_exist(frames):
    cases = set(frames["contacts"]["case_id"])
    for name in ("answers", "complaints"):
        assert set(frames[name]["case_id"].dropna()) <= cases


def test_one_case_is_one_customer(frames):
    assert (frames["contacts"].groupby("case_id")["customer"].nunique() <= 1).all()


def test_numbers_are_possible(frames):
    contacts, answers, invitations = frames["contacts"], frames["answers"], frames["invitations"]
    for column in ("waiting_seconds", "handling_seconds", "cost"):
        assert (contacts[column].dropna() >= 0).all(), column
    assert contacts.loc[contacts["abandoned"] == True, "resolved"].eq(False).all()  # noqa: E712  # null is neither
    assert ((answers["score"] >= answers["scale_min"]) & (answers["score"] <= answers["scale_max"])).all()
    assert (answers["score"] % 1 == 0).all()
    assert (invitations[["bounced", "answered", "partial"]].sum(axis=1) <= invitations["sent"]).all()
    assert frames["purchases"]["amount"].gt(0).all()
    assert frames["complaints"]["compensation"].dropna().gt(0).all()


def test_complaints_happen_in_order(frames):
    rows = frames["complaints"]
    pairs = [("ts", later) for later in ("first_response_at", "due_at", "resolved_at", "reopened_at")]
    for earlier, later in (*pairs, ("resolved_at", "closed_at"), ("reopened_at", "resolved_at")):
        both = rows[rows[earlier].notna() & rows[later].notna()]
        assert len(both) > 100
        assert (both[later] >= both[earlier]).all(), (earlier, later)
    assert rows.loc[rows["closed_at"].notna(), "resolved_at"].notna().all()
    assert rows.loc[rows["satisfaction_after"].notna(), "closed_at"].notna().all()
    resolved = rows[rows["resolved_at"].notna()]
    assert (pd.to_datetime(resolved["resolved_day"]) == resolved["resolved_at"].dt.normalize()).all()


def test_two_years_and_nothing_outside(frames):
    for name, frame in frames.items():
        if "ts" not in frame:
            continue
        assert frame["ts"].between(pd.Timestamp(START), pd.Timestamp(END), inclusive="left").all(), name
        assert (frame["ts"].dt.normalize() == frame["day"]).all(), name
    complaints = frames["complaints"]
    for name in ("first_response_at", "resolved_at", "closed_at", "reopened_at"):
        assert (complaints[name].dropna() < pd.Timestamp(END)).all()


def test_rough_edges_are_there(frames):
    """What real files have: unknown values, late rows, unanswered invitations, complaints still open at the end."""
    contacts = frames["contacts"]
    assert 0.01 < contacts["segment"].isna().mean() < 0.1
    assert 0.01 < contacts["region"].isna().mean() < 0.1
    assert 0 < contacts["customer"].isna().mean() < 0.1
    late = contacts.sort_values("seq")["ts"].diff().lt(pd.Timedelta(0)).sum()
    assert late > 0
    assert frames["invitations"]["answered"].sum() < frames["invitations"]["sent"].sum() / 2
    assert 10 < frames["complaints"]["resolved_at"].isna().sum() < 200


def test_invitations_count_the_answers(frames):
    """Every questionnaire that came back was sent: per instrument the two tables agree."""
    came_back = frames["answers"].groupby("instrument")["record"].nunique()
    invited = frames["invitations"].groupby("instrument")[["answered", "partial"]].sum().sum(axis=1)
    assert came_back.to_dict() == invited.to_dict()


def test_comments_fit_score_and_language(frames):
    comments = frames["comments"]
    chinese = comments["text"].str.contains("[一-鿿]", regex=True)
    assert (chinese == (comments["language"] == "zh")).all()
    assert comments.loc[chinese, "region"].dropna().isin(CHINESE_REGIONS).all()
    assert chinese.sum() > 500
    assert not comments["text"].str.contains(r"[@\d]", regex=True).any()
    assert comments["text"].nunique() > 1000


def test_only_pseudonyms_reach_the_tables():
    tables = build(scale=0.02, pseudonym=lambda raw: hashlib.sha256(raw.encode()).hexdigest()[:32])
    for name, table in tables.items():
        for column in table.columns:
            if pa.types.is_string(column.type):
                assert not any(value.startswith("C0") for value in column.drop_null().unique().to_pylist()), name


def fingerprint(tables: dict[str, pa.Table]) -> str:
    digest = hashlib.sha256()
    for name in sorted(tables):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, tables[name].schema) as writer:
            writer.write_table(tables[name].combine_chunks())
        digest.update(sink.getvalue())
    return digest.hexdigest()
