"""Alembic's door: the ledger hands in its connection, already inside a transaction."""

from __future__ import annotations

from alembic import context

from generator.series.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
