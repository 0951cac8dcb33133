"""Many cases in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from chassis.db.records import plain_json

_CASE_COLUMNS = (
    "id, version, created_at, updated_at, code, kind, status, channel, customer_id, owner_id, tier, desk, content, "
    "pairs, filed_by, filed_by_name, source, external_id, received_at, due_at, "
    "first_due_at, due_clock, mark, mark_at, first_told"
)
_CASES = text(
    f"""
    INSERT INTO case_file ({_CASE_COLUMNS})
    SELECT {_CASE_COLUMNS}
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS row(
        id uuid, version bigint, created_at timestamptz, updated_at timestamptz, code text, kind text, status text,
        channel text, customer_id uuid, owner_id uuid, tier text, desk text, content text, pairs text[], filed_by uuid,
        filed_by_name text, source text, external_id text, received_at timestamptz, due_at timestamptz,
        first_due_at timestamptz, due_clock text, mark bigint, mark_at timestamptz,
        first_told boolean)
    ON CONFLICT (source, external_id) DO NOTHING
    RETURNING id
    """  # noqa: S608 - no value of anybody's is part of the statement
)


def insert_new_cases(session: Session, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Insert cases; one whose sender's id is there already is left out. Returns the ids of those inserted."""
    return set(session.scalars(_CASES, {"rows": plain_json(rows)}))
