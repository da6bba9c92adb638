"""The sample company at a chosen size, built once and kept: the store every measurement reads."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from data_access.pseudonym import Pseudonymiser
from data_access.store import Store
from sample_data.company import GENERATOR_VERSION, build
from sample_data.load import load_sample
from sample_data.world import SEED

CONTACTS_AT_SCALE_1 = 188_828
_NOTE = "load.json"


@dataclass(frozen=True)
class Built:
    """A store ready to be read, and what filling it took. Seconds of wall time; facts: rows of all tables of facts."""

    home: str
    contacts: int
    facts: int
    generating_seconds: float
    loading_seconds: float
    megabytes: float

    @property
    def url(self) -> str:
        return f"duckdb:///{Path(self.home) / 'touchstone.duckdb'}"


def at_size(contacts: int, folder: Path) -> Built:
    """The store with about so many contacts below `folder`; made when it is not there or the generator has changed."""
    home = (folder / f"{contacts}-{GENERATOR_VERSION}").resolve()
    note = home / _NOTE
    if not note.exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        note.write_text(json.dumps(asdict(_fill(home, contacts))))
    return Built(**json.loads(note.read_text()) | {"home": str(home)})


def _fill(home: Path, contacts: int) -> Built:
    scale = contacts / CONTACTS_AT_SCALE_1
    started = time.perf_counter()
    store = Store.open(f"duckdb:///{home / 'touchstone.duckdb'}")
    try:
        build(SEED, scale, pseudonym=Pseudonymiser.beside(store).customer)  # thrown away: to tell making from loading
        made = time.perf_counter()
        batches = load_sample(store, scale=scale)
        loaded = time.perf_counter()
    finally:
        store.close()
    facts = sum(sum(batch.loaded.values()) for batch in batches)
    size = (home / "touchstone.duckdb").stat().st_size / 1e6
    return Built(str(home), contacts, facts, made - started, loaded - made - (made - started), size)
