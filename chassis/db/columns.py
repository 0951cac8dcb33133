"""The columns of what tables are mixed from, for their migrations."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def versioned_columns() -> list[sa.Column[Any]]:
    """Those of ``chassis.db.Versioned``."""
    return [
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def approval_columns() -> list[sa.Column[Any]]:
    """Those of ``chassis.approval.UnderApproval``."""
    return [
        *versioned_columns(),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid()),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.Uuid()),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
    ]
