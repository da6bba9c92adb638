"""Alembic's entry: runs on the connection `data_access.migrating` hands over, in its transaction."""

from alembic import context

from data_access.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
