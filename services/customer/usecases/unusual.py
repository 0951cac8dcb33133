"""Noticing unusual reading, and telling those who look after it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from chassis.context import Context
from chassis.jobs import job
from chassis.mail import Email, enqueue_email
from contracts.activity import NoticeKind, notify
from services.customer import emails
from services.customer.domain import unusual
from services.customer.store import unusual as store
from services.customer.store.unusual import Read, UnusualReading


@job("customer.notice_unusual_reading.v1")
class NoticeUnusualReading:
    """Look whether anybody has read unusually much on a day of the company."""

    day: date


def notice_unusual_reading(ctx: Context, day: date) -> list[UnusualReading]:
    """Put on record who read far more customers on a day than is their habit, and tell their managers and the auditors,
    by mail as well where they have an address; each person once a day."""
    read = store.read_on(ctx.session, day, ctx.zone, unusual.LEAST)
    for known in store.noticed_on(ctx.session, day):
        read.pop(known, None)
    if not read:
        return []
    before = store.read_before(ctx.session, list(read), day, ctx.zone, unusual.LOOK_BACK_DAYS)
    noticed = []
    for person_id, counted in read.items():
        usual = unusual.habit(before.get(person_id, []))
        if unusual.is_unusual(counted.customers, usual) and (notice := _notice(ctx, day, person_id, counted, usual)):
            noticed.append(notice)
    return noticed


def notice_questions(ctx: Context) -> None:
    """Somebody has come to the limit of questions about masked values: it is told at once, whatever the habit; once a
    person and day."""
    person_id, day = ctx.actor.id, ctx.today
    if person_id is None or person_id in store.noticed_on(ctx.session, day):
        return
    counted = store.read_on(ctx.session, day, ctx.zone, 1).get(person_id, Read(0, 0))
    before = store.read_before(ctx.session, [person_id], day, ctx.zone, unusual.LOOK_BACK_DAYS)
    _notice(ctx, day, person_id, counted, unusual.habit(before.get(person_id, [])))


def _notice(ctx: Context, day: date, person_id: UUID, counted: Read, usual: float) -> UnusualReading | None:
    """Put on record that somebody reads unusually, and tell whom it concerns; None for whom nobody knows."""
    found = store.staff_and_department(ctx.session, person_id)
    if found is None:
        return None
    person, department = found
    notice = UnusualReading(
        at=ctx.now,
        day=day,
        person_id=person.id,
        person_name=person.name,
        department_name=department.name,
        customers=counted.customers,
        by_case=counted.by_case,
        usual=usual,
    )
    ctx.session.add(notice)
    told = store.who_hears_of(ctx.session, person, department)
    to = [each.id for each in told]
    notify(ctx, NoticeKind.UNUSUAL_READING, "person", person.id, to=to, once=day.isoformat())
    _write(ctx, notice, [each.email for each in told if each.email])
    return notice


def _write(ctx: Context, notice: UnusualReading, addresses: list[str]) -> None:
    words = emails.unusual(
        name=notice.person_name,
        department=notice.department_name,
        day=notice.day.isoformat(),
        customers=notice.customers,
        by_case=notice.by_case,
        usual=f"{notice.usual:g}",
        link=f"{ctx.deployment.public_url}/audit/unusual",
    )
    for address in addresses:
        enqueue_email(
            ctx,
            Email(
                unique_key=f"unusual:{notice.day}:{notice.person_id}:{address}",
                to=[address],
                subject=words.subject,
                html=words.html,
                text=words.text,
            ),
        )
