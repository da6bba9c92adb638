"""Small files in the shapes people really have, cut from the same company: to try an upload with.

`python -m sample_data.exports` writes them again into sample_data/files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from sample_data.answers import ITEMS, OVERALL
from sample_data.company import build

FOLDER = Path(__file__).parent / "files"
ROWS = 300
_LOG_STARTS = datetime(2026, 5, 4)
_REGISTER_STARTS = datetime(2026, 8, 20)
_CONTACT_COLUMNS = {
    "case_id": "Case", "ts": "Time (UTC)", "customer": "Customer no.", "channel": "Channel", "direction": "Direction",
    "stage": "Step", "reason": "Reason", "agent": "Agent", "resolved": "Resolved", "abandoned": "Hung up",
    "waiting_seconds": "Waiting (s)", "handling_seconds": "Handling (s)", "cost": "Cost", "segment": "Segment",
    "region": "Region", "business_unit": "Business unit",
}
_SURVEY_COLUMNS = {
    "ts": "Completed", "channel": "Channel", "segment": "Segment", "region": "Region", "customer": "Customer no.",
}
_REGISTER_COLUMNS = {
    "number": "Complaint no.", "ts": "Opened", "first_response_at": "First response", "due_at": "Due",
    "resolved_at": "Resolved", "channel": "Received by", "theme": "Theme", "severity": "Severity", "upheld": "Outcome",
    "compensation": "Compensation",
    "satisfaction_after": "Satisfaction after (1-5)", "confirmed": "Resolved according to customer",
    "customer": "Customer no.", "region": "Region", "team": "Team",
}


def files() -> dict[str, bytes]:
    """Every file by name, as bytes; the same in every run."""
    tables = build(pseudonym=str)
    log = _contact_log(tables["contacts"])
    return {
        "contact_log.csv": _csv(log.rename(columns=_CONTACT_COLUMNS), _iso_seconds),
        "survey_export.csv": _csv(_survey_export(tables["answers"], tables["comments"]), _plain),
        "complaint_register.csv": _csv(_complaint_register(tables["complaints"]), _day_first, delimiter=";", mark=True),
        "purchases.csv": _csv(_purchases(tables["purchases"]), _plain),
        "customers.csv": _csv(_customers(tables["customers"], log), _plain),
        "invitations.csv": _csv(_invitations(tables["invitations"]), _plain, delimiter="\t"),
    }


def write(folder: Path = FOLDER) -> None:
    """Write all files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)


def _contact_log(table: pa.Table) -> pd.DataFrame:
    rows = table.to_pandas()
    return rows[rows["ts"] >= _LOG_STARTS].sort_values("ts", kind="stable").head(ROWS)[list(_CONTACT_COLUMNS)]


def _survey_export(answers: pa.Table, comments: pa.Table) -> pd.DataFrame:
    """One row per questionnaire: N/A where an item was not asked, 0 where the customer stopped before it."""
    given = answers.to_pandas()
    given = given[(given["instrument"] == "After-contact survey") & (given["ts"] >= _LOG_STARTS)]
    scores = given.pivot_table(index="seq", columns="question", values="score", sort=True).head(ROWS)
    about = given.drop_duplicates("seq").set_index("seq").loc[scores.index]
    said = comments.to_pandas().set_index("seq")["text"].reindex(scores.index)
    stopped = scores.notna().sum(axis=1) == 1
    items = {f"{name} (1-5)": _cells(scores[name], stopped) for name in (OVERALL, *ITEMS)}
    return pd.DataFrame({
        "Response ID": [f"R{number:06d}" for number in scores.index],
        **{title: about[name].to_list() for name, title in _SURVEY_COLUMNS.items()},
        **items,
        "It was easy (1-7)": _cells(scores["Ease"], stopped),
        "Comment": said.to_list(),
    })


def _cells(scores: pd.Series, stopped: pd.Series) -> list[str]:
    pairs = zip(scores.tolist(), stopped.tolist(), strict=True)
    return ["0" if pd.isna(score) and gone else "N/A" if pd.isna(score) else f"{score:.0f}" for score, gone in pairs]


def _complaint_register(table: pa.Table) -> pd.DataFrame:
    rows = table.to_pandas()
    rows = rows[rows["ts"] >= _REGISTER_STARTS].head(ROWS)
    rows["number"] = [f"B-{number:05d}" for number in rows["seq"]]
    return rows[list(_REGISTER_COLUMNS)].rename(columns=_REGISTER_COLUMNS)


def _purchases(table: pa.Table) -> pd.DataFrame:
    rows = table.to_pandas()
    rows = rows[rows["ts"] >= _LOG_STARTS].head(ROWS)
    return pd.DataFrame({
        "Order": [f"O{number:06d}" for number in rows["seq"]], "Customer": rows["customer"], "Date": rows["day"],
        "Channel": rows["channel"], "Product": rows["product"], "Amount": rows["amount"],
    })


def _customers(table: pa.Table, log: pd.DataFrame) -> pd.DataFrame:
    rows = table.to_pandas()
    rows = rows[rows["customer"].isin(log["customer"])].head(ROWS)
    names = {"customer": "Customer no.", "segment": "Segment", "region": "Region", "product": "Main product"}
    names |= {"business_unit": "Business unit", "since": "Customer since", "status": "Status"}
    return rows[list(names)].rename(columns=names)


def _invitations(table: pa.Table) -> pd.DataFrame:
    rows = table.to_pandas()
    rows = rows[rows["ts"] >= _LOG_STARTS].head(ROWS)
    names = {"day": "Day", "channel": "Channel", "business_unit": "Business unit", "instrument": "Survey"}
    names |= {"sent": "Sent", "bounced": "Bounced", "answered": "Answered", "partial": "Broken off"}
    return rows[list(names)].rename(columns=names)


def _csv(rows: pd.DataFrame, shown: Callable[[Any], str], delimiter: str = ",", mark: bool = False) -> bytes:
    """CSV bytes; `mark`: with the byte order mark spreadsheets write."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([shown(cell) for cell in row] for row in rows.astype(object).to_numpy().tolist())
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _plain(value: Any) -> str:
    """2026-05-04 09:30, yes and no, numbers without needless decimals, nothing where nothing is known."""
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def _iso_seconds(value: Any) -> str:
    known_time = isinstance(value, datetime) and not pd.isna(value)
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if known_time else _plain(value)


def _day_first(value: Any) -> str:
    """04/05/2026 09:30 and decimal commas, as offices in much of Europe write."""
    if isinstance(value, date) and not pd.isna(value):
        return value.strftime("%d/%m/%Y %H:%M")
    return _plain(value).replace(".", ",") if isinstance(value, float) else _plain(value)


if __name__ == "__main__":
    write()
