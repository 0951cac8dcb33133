"""Named reads of the tokens for programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.db import Page, PageQuery, fetch_page, one
from contracts.auth import SessionKind
from services.auth.store.models import ApiToken, ApiTokenUse, OpenSession, Staff


def token_page(session: Session, page: PageQuery) -> Page[ApiToken]:
    """One page of tokens, the newest first."""
    return fetch_page(
        session, select(ApiToken), order=[ApiToken.id], descending=True, after=page.after, limit=page.limit
    )


def token_locked(session: Session, id: UUID) -> ApiToken:
    """A token, locked for its change; NotFound when there is none."""
    return one(session, select(ApiToken).where(ApiToken.id == id), lock=True)


def tokens_of(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, ApiToken]:
    """Some tokens, in one query."""
    wanted = {id for id in ids if id is not None}
    rows = select(ApiToken).where(ApiToken.id.in_(wanted))
    return {token.id: token for token in session.scalars(rows)} if wanted else {}


def was_entered(session: Session, staff_id: UUID) -> bool:
    """Whether somebody has ever signed in to an account at the pages."""
    rows = select(OpenSession.id).where(OpenSession.staff_id == staff_id, OpenSession.kind == SessionKind.PAGES)
    return session.scalar(rows.limit(1)) is not None


def owner_of_token(session: Session, secret_hash: str) -> UUID | None:
    """Whose account a token's secret acts as."""
    return session.scalar(select(ApiToken.staff_id).where(ApiToken.secret_hash == secret_hash))


def token_held(session: Session, secret_hash: str) -> ApiToken | None:
    """The token of a secret as it is at this moment, and stays until the transaction ends."""
    rows = select(ApiToken).where(ApiToken.secret_hash == secret_hash).with_for_update(read=True)
    return session.scalar(rows, execution_options={"populate_existing": True})


def uses_of(session: Session, ids: list[UUID]) -> dict[UUID, ApiTokenUse]:
    """The last use of some tokens, in one query."""
    return {use.token_id: use for use in session.scalars(select(ApiTokenUse).where(ApiTokenUse.token_id.in_(ids)))}


def note_use(session: Session, id: UUID, at: datetime, address: str, since: datetime) -> None:
    """Note that a token was used, unless that was noted after ``since``."""
    row: Any = insert(ApiTokenUse).values(token_id=id, at=at, address=address)
    newer = {"at": row.excluded.at, "address": row.excluded.address}
    session.execute(row.on_conflict_do_update(index_elements=["token_id"], set_=newer, where=ApiTokenUse.at < since))


def end_tokens(session: Session, staff_id: UUID, now: datetime) -> None:
    """End the tokens of an account: what they rest on is not what it was. Its access is ended by the caller."""
    rows = select(ApiToken).where(ApiToken.staff_id == staff_id, ApiToken.revoked_at.is_(None))
    for token in session.scalars(rows.order_by(ApiToken.id).with_for_update()):
        token.revoked_at = now


def program_accounts(session: Session, oneself: UUID | None) -> list[Staff]:
    """The active accounts that a token can be made for: those of programs, and one's own."""
    entered = select(OpenSession.id).where(OpenSession.staff_id == Staff.id, OpenSession.kind == SessionKind.PAGES)
    programs = Staff.program & ~entered.exists()
    rows = select(Staff).where(Staff.active, programs | (Staff.id == oneself))
    return list(session.scalars(rows.order_by(Staff.username)))
