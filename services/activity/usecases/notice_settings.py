"""How somebody wants to be told of each kind of notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chassis.context import Context
from contracts.activity import Delivery, NoticeKind
from services.activity.domain.telling import delivery_of
from services.activity.store.settings import NoticeSetting, settings_of

Deliveries = Mapping[str, Delivery]
"""Kind of notice -> how somebody is told of it."""


@dataclass(frozen=True, kw_only=True)
class ChooseDeliveries:
    """How one wants to be told of some kinds; the others stay as they are."""

    deliveries: Deliveries


def read_notice_settings(ctx: Context) -> Deliveries:
    """How one is told of each kind of notice: as one has chosen, or as everybody is until then."""
    return _deliveries(settings_of(ctx.session, ctx.actor.id))


def change_notice_settings(ctx: Context, command: ChooseDeliveries) -> Deliveries:
    """Choose how to be told of some kinds: on the page, by mail at once, with the mail of the day, or not at all. It
    holds for what comes from now on."""
    assert ctx.actor.id is not None  # the route is for those who are signed in
    known = settings_of(ctx.session, ctx.actor.id, lock=True)
    for name, delivery in command.deliveries.items():
        kind = NoticeKind(name)
        if kind in known:
            known[kind].delivery = delivery
        elif delivery is not delivery_of(kind):
            known[kind] = NoticeSetting(staff_id=ctx.actor.id, kind=kind, delivery=delivery)
            ctx.session.add(known[kind])
    ctx.session.flush()
    return _deliveries(known)


def _deliveries(known: Mapping[NoticeKind, NoticeSetting]) -> Deliveries:
    return {kind.value: delivery_of(kind, known[kind].delivery if kind in known else None) for kind in NoticeKind}
