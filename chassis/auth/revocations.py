"""Revocation: access that ended before its token did: of a person, or of one session of theirs.

Tokens are verified without asking anybody, so whoever revokes access tells it, every service keeps what it heard here,
and a token that was issued at or before that moment no longer holds. Each process looks at the recent rows twice a
second at most, never once a request.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from chassis.auth.actor import LONGEST_LIFETIME
from chassis.db.base import ChassisBase
from chassis.db.records import keep_newest

if TYPE_CHECKING:
    from chassis.context import Context

LOOKED_BACK = LONGEST_LIFETIME + timedelta(minutes=5)
"""How far back revocations are read: older ones revoke nothing that is not over by itself. Clocks may differ a
little."""

LOOK_EVERY = 0.5
"""Seconds for which a process believes what it read last."""


class Revocation(ChassisBase):
    """When access of a person, or of a session, last ended. ``subject`` is the id of either."""

    __tablename__ = "access_end"

    subject: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(index=True)


class RevocationNews(Protocol):
    """News of a revocation, whatever event brings it. Without a session it is about all that the person has."""

    @property
    def staff_id(self) -> UUID: ...
    @property
    def session_id(self) -> UUID | None: ...
    @property
    def since(self) -> datetime: ...


def hear_revocations(ctx: Context, news: Sequence[RevocationNews]) -> None:
    """What every service does when it hears that access ended."""
    record_revocations(ctx.session, [(each.session_id or each.staff_id, each.since) for each in news])


def record_revocations(session: Session, revocations: Sequence[tuple[UUID, datetime]]) -> None:
    """Keep the latest revocation of each subject; an earlier one changes nothing."""
    rows = [{"subject": subject, "since": since} for subject, since in revocations]
    keep_newest(session, Revocation, rows, key="subject", version="since")


_RECENT = select(Revocation.subject, Revocation.since).where(Revocation.since > func.clock_timestamp() - LOOKED_BACK)


class Revocations:
    """The recent revocations, as one process knows them. Thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._revocations: dict[UUID | None, float] = {}
        self._due = 0.0
        self._looking = Lock()

    def revokes(self, issued: float, person: UUID | None, session: UUID | None) -> bool:
        """Whether what was issued at ``issued`` (seconds since 1970) to a person for a session no longer holds."""
        now = monotonic()
        if now >= self._due:
            self._look(now)
        revocations = self._revocations
        if not revocations:
            return False
        return issued <= revocations.get(person, 0.0) or issued <= revocations.get(session, 0.0)

    def look_again(self) -> None:
        """Believe nothing that was read before."""
        self._due = 0.0

    def _look(self, now: float) -> None:
        late = now >= self._due + LOOK_EVERY  # somebody else has been looking for too long to go on without waiting
        if not self._looking.acquire(blocking=late):
            return
        try:
            if monotonic() < self._due:
                return
            began = monotonic()
            with self._engine.connect() as connection:
                rows: Any = connection.execute(_RECENT)
                self._revocations = {subject: since.timestamp() for subject, since in rows}
            self._due = began + LOOK_EVERY
        finally:
            self._looking.release()
