"""Recovery codes: made with the first second factor, ended with the last."""

from __future__ import annotations

from uuid import UUID

from chassis.context import Context
from chassis.db.trail import record_change
from services.auth.domain import second_factors as rules
from services.auth.store import factors
from services.auth.store.models import RecoveryCode, Staff


def make_codes(ctx: Context, person: Staff) -> list[str]:
    """Other codes in the place of those there are; they can be read here and never again."""
    end_codes(ctx, person.id)
    codes = rules.new_recovery_codes()
    ctx.session.add_all(
        RecoveryCode(staff_id=person.id, code_hash=rules.recovery_hash(code), made_at=ctx.now) for code in codes
    )
    return codes


def end_codes(ctx: Context, staff_id: UUID) -> None:
    """None of the person's codes is good any more."""
    for known in factors.good_codes(ctx.session, staff_id):
        known.ended_at = ctx.now


def code_fits(ctx: Context, staff_id: UUID, code: str) -> bool:
    """Whether a normalised code is a recovery code of the person's. It is good this once, and its use is on record."""
    hashed = rules.recovery_hash(code)
    for known in factors.good_codes(ctx.session, staff_id):
        if known.code_hash == hashed:
            known.ended_at = ctx.now
            record_change(ctx, Staff.__tablename__, staff_id, "recovery_code_used", {})
            return True
    return False
