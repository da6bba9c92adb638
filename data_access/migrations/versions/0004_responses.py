"""Responses: a row per file row of a survey, so that answers without a score are counted too.

Filled from what is stored: a row with scores or comments says everything its response says. Of a row that had neither,
nobody kept the day; loading its file again brings its response (see `data_access/catching_up.py`).
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = ("source", "record", "batch_id")
_SHARED = (
    "seq", "ts", "day", "day_written", "dated", "channel", "channel_written", "segment", "region", "product",
    "business_unit", "customer",
)  # fmt: skip
_OF_ANSWERS = ("case_id", "instrument", "touchpoint", "stage", "weight")
_INDEX = "CREATE INDEX responses_by_ts ON responses USING brin (ts)"


def upgrade() -> None:
    for suffix in ("", "_aside"):
        _create(f"responses{suffix}")
        _fill(suffix)
    _tell_batches()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_INDEX)


def _create(name: str) -> None:
    op.create_table(
        name,
        sa.Column("source", sa.String(), nullable=False), sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False), sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("ts", sa.DateTime(), nullable=False), sa.Column("day", sa.Date(), nullable=False),
        sa.Column("day_written", sa.Date()), sa.Column("dated", sa.Boolean()),
        sa.Column("channel", sa.String()), sa.Column("channel_written", sa.String()), sa.Column("segment", sa.String()),
        sa.Column("region", sa.String()), sa.Column("product", sa.String()), sa.Column("business_unit", sa.String()),
        sa.Column("customer", sa.String()), sa.Column("case_id", sa.String()), sa.Column("instrument", sa.String()),
        sa.Column("touchpoint", sa.String()), sa.Column("stage", sa.String()), sa.Column("weight", sa.Float()),
    )


def _fill(suffix: str) -> None:
    """All answers and comments of a row say the same of it; comments do not say everything."""
    written = _table(f"comments{suffix}", _KEY, _SHARED)
    scored = _table(f"answers{suffix}", _KEY, _SHARED, _OF_ANSWERS)
    nothing = [sa.cast(sa.null(), sa.Float() if name == "weight" else sa.String()).label(name) for name in _OF_ANSWERS]
    parts = sa.select(*scored.c), sa.select(*written.c, *nothing)
    every, known = sa.union_all(*parts).subquery("every"), _table(f"records{suffix}", _KEY, ("kind",))
    mine = sa.and_(*(every.c[name] == known.c[name] for name in _KEY), known.c.kind == "answers")
    told = [(sa.func.bool_or if name == "dated" else sa.func.max)(every.c[name]) for name in (*_SHARED, *_OF_ANSWERS)]
    keys = [every.c[name] for name in _KEY]
    rows = sa.select(*keys, *told).select_from(every.join(known, mine)).group_by(*keys).order_by(sa.func.max(every.c.ts))
    names = (*_KEY, *_SHARED, *_OF_ANSWERS)
    op.get_bind().execute(sa.insert(_table(f"responses{suffix}", names)).from_select(names, rows))


def _tell_batches() -> None:
    """Which file brought how many, so that a number about responses names its files."""
    connection = op.get_bind()
    counted: dict[int, int] = {}
    for name in ("responses", "responses_aside"):
        number = _table(name, ("batch_id",)).c.batch_id
        for batch, n in list(connection.execute(sa.select(number, sa.func.count()).group_by(number))):
            counted[batch] = counted.get(batch, 0) + n
    table = _table("batches", ("id", "loaded"))
    for batch, loaded in list(connection.execute(sa.select(table.c.id, table.c.loaded))):
        if batch in counted:
            told = json.dumps({**json.loads(loaded), "responses": counted[batch]})
            connection.execute(sa.update(table).where(table.c.id == batch).values(loaded=told))


def _table(name: str, *columns: tuple[str, ...]) -> sa.TableClause:
    return sa.table(name, *(sa.column(one) for some in columns for one in some))
