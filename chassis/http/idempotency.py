"""Idempotency-Key: the same POST twice is done once, and answered twice with the same answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app, request
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from chassis.context import Context
from chassis.db.base import ChassisBase
from chassis.errors import Invalid, KeyReused

LONGEST_KEY = 200
PIECE = 1024 * 1024


class Idempotency(ChassisBase):
    """The answer to a POST, kept under the key its sender gave it."""

    __tablename__ = "idempotency"

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    at: Mapped[datetime]
    status: Mapped[int | None]
    body: Mapped[dict[str, Any] | None]


@dataclass(frozen=True)
class Answered:
    """What was answered the first time."""

    status: int
    body: Any


def claim_key(ctx: Context) -> tuple[str, Answered | None]:
    """Claim the request's key inside its transaction ('' when it has none). A twin that runs at the same moment waits
    here until the first has committed, then gets the first one's answer. Raises Invalid, KeyReused."""
    key = request.headers.get("Idempotency-Key", "")
    if not key or ctx.actor.id is None:
        return "", None
    if len(key) > LONGEST_KEY:
        raise Invalid(**{"Idempotency-Key": "too_long"})
    fingerprint = _fingerprint()
    values = {"actor_id": ctx.actor.id, "key": key, "fingerprint": fingerprint, "at": ctx.now}
    claim = insert(Idempotency).values(values).on_conflict_do_nothing().returning(Idempotency.key)
    claimed = ctx.session.execute(claim).first()
    if claimed:
        return key, None
    first = ctx.session.execute(
        select(Idempotency).where(Idempotency.actor_id == ctx.actor.id, Idempotency.key == key)
    ).scalar_one()
    if first.fingerprint != fingerprint:
        raise KeyReused()
    return key, Answered(first.status or 200, (first.body or {}).get("answer"))


def _fingerprint() -> str:
    """What tells one request from another. A form has been taken apart when we come here, its raw bytes are gone: it is
    known by its fields and the contents of its files, whatever boundary was between them."""
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.mimetype != "multipart/form-data":
        digest.update(request.get_data())
        return digest.hexdigest()
    for name, text in request.form.items(multi=True):
        digest.update(f"{name}={text}\n".encode())
    for name, file in request.files.items(multi=True):
        digest.update(f"{name}={file.filename}\n".encode())
        while piece := file.stream.read(PIECE):
            digest.update(piece)
        file.stream.seek(0)
    return digest.hexdigest()


def keep_answer(ctx: Context, key: str, status: int, body: Any) -> None:
    """Keep the answer in the same transaction as the effect."""
    ctx.session.execute(
        update(Idempotency)
        .where(Idempotency.actor_id == ctx.actor.id, Idempotency.key == key)
        .values(status=status, body={"answer": current_app.json.loads(current_app.json.dumps(body))})
    )
