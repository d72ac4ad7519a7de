"""The first ledger: series, editions, posts, makings, signatures, audit, deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from generator.series.schema import Instant, Key

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_GROWING = ("audit", "signature")


def upgrade() -> None:
    """Make the tables, and the triggers that let history only grow."""
    text, number = sa.Text(), sa.Integer()
    op.create_table(
        "series",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("title", text, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("source", text, nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("edition", number, nullable=False),
        sa.Column("total", number, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
    )
    op.create_table(
        "edition",
        sa.Column("series", sa.String(64), nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("facts", text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("series", "number", name="pk_edition"),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_edition_series"),
    )
    op.create_table(
        "closed_day",
        sa.Column("series", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("reason", text, nullable=False),
        sa.PrimaryKeyConstraint("series", "day", name="pk_closed_day"),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_closed_day_series"),
    )
    op.create_table(
        "post",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("series", sa.String(64), nullable=False),
        sa.Column("number", number),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("time", sa.String(5), nullable=False),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("size", sa.String(64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("theme", sa.String(64), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("making", Key),
        sa.Column("reason", text, nullable=False),
        sa.Column("folder", text, nullable=False),
        sa.Column("replaces", Key),
        sa.Column("claim", text, nullable=False),
        sa.Column("version", number, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_post_series"),
    )
    op.create_index("ix_post_state_due", "post", ["state", "due"])
    op.create_index("ix_post_series_due", "post", ["series", "due"])
    op.create_table(
        "making",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("post", Key, nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("caption", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("inputs", sa.String(64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_making"),
        sa.ForeignKeyConstraint(["post"], ["post.id"], name="fk_making_post"),
    )
    op.create_index("ix_making_post", "making", ["post"])
    op.create_table(
        "signature",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("post", Key, nullable=False),
        sa.Column("making", Key, nullable=False),
        sa.Column("stage", number, nullable=False),
        sa.Column("role", text, nullable=False),
        sa.Column("person", text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("note", text, nullable=False),
        sa.Column("signed_at", Instant(), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signature"),
        sa.ForeignKeyConstraint(["post"], ["post.id"], name="fk_signature_post"),
        sa.ForeignKeyConstraint(["making"], ["making.id"], name="fk_signature_making"),
    )
    op.create_index("ix_signature_post", "signature", ["post"])
    op.create_table(
        "audit",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("seq", number, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("who", text, nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("before", sa.String(16), nullable=False),
        sa.Column("after", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("detail", text, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("subject", "seq", name="uq_audit_subject_seq"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", Key, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("post", Key),
        sa.Column("outlet", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("text", text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", number, nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("memory", sa.JSON(), nullable=False),
        sa.Column("receipt", text, nullable=False),
        sa.Column("error", text, nullable=False),
        sa.Column("claim", text, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("key", name="uq_delivery_key"),
    )
    op.create_index("ix_delivery_post", "delivery", ["post"])
    op.create_index("ix_delivery_state_not_before", "delivery", ["state", "not_before"])
    _let_only_grow()


def _let_only_grow() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _GROWING:
            for deed in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION mima_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$"
    )
    for table in _GROWING:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION mima_only_grows()"
        )
