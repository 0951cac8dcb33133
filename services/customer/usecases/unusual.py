"""Noticing unusual reading, and telling those who look after it."""

from __future__ import annotations

from datetime import date

from chassis.context import Context
from chassis.jobs import job
from chassis.mail import Email, enqueue_email
from services.customer import emails
from services.customer.domain import unusual
from services.customer.store import unusual as store
from services.customer.store.unusual import UnusualReading


@job("customer.notice_unusual_reading.v1")
class NoticeUnusualReading:
    """Look whether anybody has read unusually much on a day of the company."""

    day: date


def notice_unusual_reading(ctx: Context, day: date) -> list[UnusualReading]:
    """Put on record who read far more customers on a day than is their habit, and write to their managers and the
    auditors; each person once a day."""
    read = store.read_on(ctx.session, day, ctx.zone, unusual.LEAST)
    for known in store.noticed_on(ctx.session, day):
        read.pop(known, None)
    if not read:
        return []
    before = store.read_before(ctx.session, list(read), day, ctx.zone, unusual.LOOK_BACK_DAYS)
    noticed = []
    for person_id, customers in read.items():
        usual = unusual.habit(before.get(person_id, []))
        found = store.staff_and_department(ctx.session, person_id)
        if found is None or not unusual.is_unusual(customers, usual):
            continue
        person, department = found
        notice = UnusualReading(
            at=ctx.now,
            day=day,
            person_id=person.id,
            person_name=person.name,
            department_name=department.name,
            customers=customers,
            usual=usual,
        )
        ctx.session.add(notice)
        _write(ctx, notice, [each.email for each in store.who_hears_of(ctx.session, person, department)])
        noticed.append(notice)
    return noticed


def _write(ctx: Context, notice: UnusualReading, addresses: list[str]) -> None:
    words = emails.unusual(
        name=notice.person_name,
        department=notice.department_name,
        day=notice.day.isoformat(),
        customers=notice.customers,
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
