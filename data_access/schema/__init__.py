"""The tables. `facts` hold what happened, `state` what people decided, `aside` what is not shown; one MetaData."""

from data_access.schema.aside import ASIDE
from data_access.schema.base import BEHIND, METADATA, WRITTEN
from data_access.schema.facts import (
    FACTS,
    answers,
    attributes,
    comments,
    complaints,
    contacts,
    customers,
    invitations,
    purchases,
    records,
    responses,
)
from data_access.schema.state import (
    CLOCK_DAYS,
    audit,
    batches,
    changed_cells,
    mappings,
    people,
    rejected_rows,
    restatements,
    saved_views,
    sessions,
    settings,
    versions,
    working_clock,
)

__all__ = [
    "ASIDE", "BEHIND", "CLOCK_DAYS", "FACTS", "METADATA", "WRITTEN", "answers", "attributes", "audit", "batches",
    "changed_cells", "comments", "complaints", "contacts", "customers", "invitations", "mappings", "people", "purchases",
    "records", "rejected_rows", "responses", "restatements", "saved_views", "sessions", "settings", "versions", "working_clock",
]
