"""Put a case under what it is about and why it came: entries of the lists that the leadership keeps."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.context import Context
from contracts.feedback import CaseEventKind
from services.feedback.store.classes import class_names
from services.feedback.store.models import CLASSES, Case
from services.feedback.usecases.actions import act, case_to_work
from services.feedback.usecases.steps import note_step, put_under, say_changed


@dataclass(frozen=True, kw_only=True)
class Classify:
    """What a case is about and why it came, each by an entry's code or by what it is called; empty: by none; None
    leaves it as it is."""

    subject: str | None = None
    cause: str | None = None
    product: str | None = None
    place: str | None = None


def classify_case(ctx: Context, id: UUID, command: Classify, version: int | None) -> Case:
    """Say what a case is about, also when it is over. Raises Invalid for what no list has."""
    case, customer = case_to_work(ctx, id, version)
    act(ctx, case, "classify")
    if put_under(ctx, case, command):
        names = class_names(ctx.session, [case])
        now = [names[kind, code] for kind in CLASSES if (code := getattr(case, f"{kind}_code"))]
        note_step(ctx, case, CaseEventKind.CLASSIFIED, " · ".join(now))
        say_changed(ctx, case, customer)
    return case
