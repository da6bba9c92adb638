"""Northbridge before it is written down: everything drawn and tied together, and `build`, which writes it as tables."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from sample_data import facts
from sample_data import tables as to
from sample_data.answers import after_contact, relationship
from sample_data.comments import comments
from sample_data.complaints import complaints
from sample_data.contacts import service_contacts
from sample_data.customers import People, people
from sample_data.journeys import purchase_journeys
from sample_data.purchases import purchases
from sample_data.world import NONE, SEED, SERVICE_STAGES

GENERATOR_VERSION = 2  # raise it when the same seed would give other rows
_LATE_SHARE = 0.003  # contacts that reach the file after younger ones


@dataclass(frozen=True)
class Company:
    """Data frames of codes, one per fact, each in the order of its file."""

    who: People
    contacts: pd.DataFrame
    responses: pd.DataFrame
    comments: pd.DataFrame
    asked: pd.DataFrame
    complaints: pd.DataFrame
    purchases: pd.DataFrame


def simulate(seed: int = SEED, scale: float = 1.0) -> Company:
    """Draw the company. `scale` multiplies customers and events; every part has a random stream of its own."""
    streams = np.random.default_rng(seed).spawn(9)
    who = people(streams[0], scale)
    requests = service_contacts(streams[1], who, scale)
    journeys = purchase_journeys(streams[2], who, scale)
    surveys = after_contact(streams[3], who, requests), relationship(streams[4], who)
    responses = pd.concat([survey.responses for survey in surveys])
    responses = responses.sort_values("second", kind="stable", ignore_index=True)
    asked = pd.concat([survey.asked for survey in surveys])
    register = complaints(streams[7], who, requests)
    return Company(
        who=who, contacts=_in_file_order(streams[5], requests, journeys), responses=responses,
        comments=comments(streams[6], who, responses, register),
        asked=asked.groupby(["day", "channel", "unit", "instrument"], as_index=False).sum(),
        complaints=register, purchases=purchases(streams[8], requests, journeys),
    )


def build(seed: int = SEED, scale: float = 1.0, *, pseudonym: to.Pseudonym) -> dict[str, pa.Table]:
    """The store's fact tables by name, and `records` (all kinds; column `kind` tells which).

    `pseudonym` turns a customer number such as C000123 into what may be stored. Columns are the schema's without
    batch_id; those the company never records are absent.
    """
    company = simulate(seed, scale)
    ids = [pseudonym(to.raw_customer(number)) for number in range(len(company.who))]
    counts = {
        "contacts": len(company.contacts), "answers": len(company.responses), "invitations": len(company.asked),
        "complaints": len(company.complaints), "purchases": len(company.purchases), "customers": len(company.who),
    }
    version = zlib.crc32(f"{seed} {scale} {GENERATOR_VERSION}".encode())
    return {
        "contacts": facts.contacts(company.contacts, ids),
        "responses": facts.responses(company.responses, ids),
        "answers": facts.answers(company.responses, ids),
        "comments": facts.comments(company.comments, company.responses, ids),
        "invitations": facts.invitations(company.asked),
        "complaints": facts.complaints(company.complaints, ids),
        "purchases": facts.purchases(company.purchases, ids),
        "customers": facts.customers(company.who.rows, ids),
        "attributes": facts.attributes(company.contacts, company.responses, company.who.rows),
        "records": pa.concat_tables([to.records(kind, counts[kind], version) for kind in to.KINDS]),
    }


def _in_file_order(rng: np.random.Generator, requests: pd.DataFrame, journeys: pd.DataFrame) -> pd.DataFrame:
    """Service and purchase contacts by time, a few late ones at the end of the file."""
    purchase = journeys.assign(stage=journeys["stage"] + len(SERVICE_STAGES), purchase=True)
    rows = pd.concat([requests.assign(device=NONE, purchase=False), purchase], ignore_index=True)
    late = rng.random(len(rows)) < _LATE_SHARE
    order = np.lexsort((rows["stage"].to_numpy(), rows["second"].to_numpy(), late))
    return rows.iloc[order].reset_index(drop=True)
