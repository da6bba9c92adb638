"""The tables. `facts` hold what happened, `state` what people decided; one MetaData for both."""

from data_access.schema.base import METADATA
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
)
from data_access.schema.state import (
    audit,
    batches,
    channels,
    mappings,
    notes,
    people,
    priors,
    rejected_rows,
    restatements,
    saved_views,
    sessions,
    targets,
    versions,
)

__all__ = [
    "FACTS", "METADATA", "answers", "attributes", "audit", "batches", "channels", "comments", "complaints", "contacts",
    "customers", "invitations", "mappings", "notes", "people", "priors", "purchases", "records", "rejected_rows",
    "restatements", "saved_views", "sessions", "targets", "versions",
]
