"""Many rows in one statement: sent as one JSON value, which costs a tenth of a thousand rows of parameters."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

_CASE_COLUMNS = (
    "id, version, created_at, updated_at, code, kind, status, channel, customer_id, owner_id, tier, desk, content, "
    "pairs, filed_by, filed_by_name, source, external_id, received_at, due_at"
)
_CASES = text(
    f"""
    INSERT INTO case_file ({_CASE_COLUMNS})
    SELECT {_CASE_COLUMNS}
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS row(
        id uuid, version bigint, created_at timestamptz, updated_at timestamptz, code text, kind text, status text,
        channel text, customer_id uuid, owner_id uuid, tier text, desk text, content text, pairs text[], filed_by uuid,
        filed_by_name text, source text, external_id text, received_at timestamptz, due_at timestamptz)
    ON CONFLICT (source, external_id) DO NOTHING
    RETURNING id
    """  # noqa: S608 - no value of anybody's is part of the statement
)
_STEPS = text(
    """
    INSERT INTO case_event (id, case_id, at, kind, actor_id, actor_name, text, data)
    SELECT id, case_id, at, kind, actor_id, actor_name, text, data
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS row(
        id uuid, case_id uuid, at timestamptz, kind text, actor_id uuid, actor_name text, text text, data jsonb)
    """
)


def insert_new_cases(session: Session, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Insert cases; one whose sender's id is there already is left out. Returns the ids of those inserted."""
    return set(session.scalars(*_with_rows(_CASES, rows)))


def insert_steps(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of timelines."""
    session.execute(*_with_rows(_STEPS, rows))


def _with_rows(statement: TextClause, rows: Sequence[dict[str, Any]]) -> tuple[TextClause, dict[str, str]]:
    return statement, {"rows": json.dumps(rows, ensure_ascii=False, default=_plain)}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
