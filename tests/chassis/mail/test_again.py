"""Unsent emails are tried at once when somebody asks for it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, select, update

from chassis.auth import SYSTEM
from chassis.jobs.tables import job
from chassis.mail import Email, emails_of, enqueue_email
from chassis.mail.again import try_now
from chassis.mail.tables import email_table
from chassis.unit_of_work import unit_of_work

LATER = datetime(2040, 1, 1, tzinfo=UTC)


def post(engine: Engine, *keys: str) -> None:
    with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
        for key in keys:
            enqueue_email(ctx, Email(unique_key=key, to=["a@example.com"], subject="s", html="h", text="t"))
    with engine.begin() as connection:
        connection.execute(update(job).values(due_at=LATER))


def test_an_email_that_waits_for_its_next_try_is_due_now_and_others_are_left_alone(engine: Engine) -> None:
    post(engine, "report:1:a", "report:2:a")
    with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
        assert try_now(ctx, "report:1:") == 1
    with engine.connect() as connection:
        due = [
            moment < LATER for moment in connection.scalars(select(job.c.due_at).order_by(job.c.created_at, job.c.id))
        ]
    assert sorted(due) == [False, True]


def test_an_email_that_was_given_up_waits_again_and_one_that_was_sent_does_not(engine: Engine) -> None:
    post(engine, "report:1:a", "report:1:b")
    with engine.begin() as connection:
        for key, status in (("report:1:a", "failed"), ("report:1:b", "sent")):
            connection.execute(update(email_table).where(email_table.c.unique_key == key).values(status=status))
    with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
        assert try_now(ctx, "report:1:") == 1
    with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
        assert sorted(each.status for each in emails_of(ctx.session, "report:1:")) == ["sent", "waiting"]
