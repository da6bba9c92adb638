"""Versions of rows that are not shown: the same columns as the facts, a table aside for each.

Nothing a file brought is destroyed. The facts hold, for each record, the version of the newest batch that is loaded;
every other version stands here, and comes back when its batch is the newest again (`data_access.showing`).
"""

from sqlalchemy import Table

from data_access.schema.base import METADATA
from data_access.schema.facts import FACTS

ASIDE: dict[str, Table] = {table.name: table.to_metadata(METADATA, name=f"{table.name}_aside") for table in FACTS}
