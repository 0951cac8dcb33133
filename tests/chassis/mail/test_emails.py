"""Emails: sent once the transaction holds, again and again until the mail server takes them."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from chassis.auth import SYSTEM
from chassis.context import Context
from chassis.jobs import Jobs
from chassis.jobs.runner import JobRunner
from chassis.mail import Attachment, Email, EmailStatus, emails_of, enqueue_email, picture, register, send_again
from chassis.unit_of_work import unit_of_work
from ops.servers import free_port


@dataclass
class Mailbox:
    """A mail server that refuses what it is told to."""

    refuse_address: dict[str, str] = field(default_factory=dict)
    refuse_all: str | None = None
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse_address:
            return self.refuse_address[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(0)
        if self.refuse_all:
            return self.refuse_all
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"


@dataclass
class Post:
    """The mail server, and a worker that sends to it."""

    mailbox: Mailbox
    engine: Engine
    runner: JobRunner
    failed: list[tuple[UUID, str]] = field(default_factory=list)

    def deliver(self) -> None:
        """Do what is due, and what would be due later, now."""
        with self.engine.begin() as connection:
            connection.execute(text("UPDATE job SET due_at = now() WHERE status = 'waiting'"))
        self.runner.run_due()

    def status(self, prefix: str = "report:1") -> EmailStatus:
        with Session(self.engine) as session:
            (found,) = emails_of(session, prefix)
        return found


@pytest.fixture
def post(engine: Engine) -> Iterator[Post]:
    mailbox, port = Mailbox(), free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    jobs = Jobs("test")
    opened = Post(mailbox, engine, JobRunner(engine=engine, jobs=jobs))

    def failed(ctx: Context, email: EmailStatus, author: UUID | None) -> None:
        assert (ctx.actor, author) == (SYSTEM, SYSTEM.id)
        opened.failed.append((email.id, email.status))

    register(jobs, smtp_url=f"smtp://127.0.0.1:{port}", mail_from="客户关系 <guanxi@example.com>", failed=failed)
    yield opened
    server.stop()


REPORT = Email(
    unique_key="report:1",
    to=["leader@example.com", "deputy@example.com"],
    subject="客户反馈与投诉报告：第一季度",
    html='<p>投诉 <b>12</b> 件</p><img src="cid:chart">',
    text="投诉 12 件",
    attachments=[
        picture("chart", b"\x89PNG picture"),
        Attachment(name="报告 第一季度.pdf", mime="application/pdf", content=b"%PDF-1.7 report"),
    ],
)


def write(engine: Engine, email: Email = REPORT) -> None:
    with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
        enqueue_email(ctx, email)


def test_an_email_arrives_whole_in_chinese_with_its_picture_and_its_file(post: Post) -> None:
    write(post.engine)
    assert post.status().status == "waiting"
    post.deliver()
    (mail,) = post.mailbox.mails
    assert mail["Subject"] == REPORT.subject
    assert str(mail["From"]) == "客户关系 <guanxi@example.com>"
    assert mail["To"] == "leader@example.com, deputy@example.com"
    assert post.mailbox.recipients == [["leader@example.com", "deputy@example.com"]]
    html, plain = mail.get_body(("html",)), mail.get_body(("plain",))
    assert html is not None
    assert plain is not None
    assert html.get_content().strip() == REPORT.html
    assert plain.get_content().strip() == REPORT.text
    (pdf,) = mail.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content_type()) == ("报告 第一季度.pdf", "application/pdf")
    assert pdf.get_payload(decode=True) == b"%PDF-1.7 report"
    (image,) = [part for part in mail.walk() if part.get_content_maintype() == "image"]
    assert (image["Content-ID"], image.get_payload(decode=True)) == ("<chart>", b"\x89PNG picture")
    assert (post.status().status, post.status().attempts) == ("sent", 1)
    assert post.status().sent_at is not None


def test_the_same_email_is_sent_once(post: Post) -> None:
    write(post.engine)
    write(post.engine)
    post.deliver()
    write(post.engine)
    post.deliver()
    assert len(post.mailbox.mails) == 1


@pytest.mark.parametrize("refusal", ["451 try again later", "550 no such mailbox"])
def test_an_email_that_is_refused_shows_so_and_is_tried_again(post: Post, refusal: str) -> None:
    post.mailbox.refuse_all = refusal
    write(post.engine)
    post.deliver()
    assert (post.status().status, post.status().last_error) == ("waiting", refusal)
    with post.engine.connect() as connection:
        due = connection.scalar(text("SELECT due_at FROM job"))
    lasting = refusal.startswith("5")
    assert (due - datetime.now(UTC) > timedelta(minutes=50)) is lasting
    post.mailbox.refuse_all = None
    post.deliver()
    assert (post.status().status, post.status().attempts, post.status().last_error) == ("sent", 2, None)


def test_a_mail_server_that_is_away_is_waited_for(engine: Engine) -> None:
    jobs = Jobs("test")
    register(jobs, smtp_url=f"smtp://127.0.0.1:{free_port()}", mail_from="guanxi@example.com")
    post = Post(Mailbox(), engine, JobRunner(engine=engine, jobs=jobs))
    write(engine)
    post.deliver()
    assert post.status().status == "waiting"
    assert "ConnectionRefusedError" in (post.status().last_error or "")


def test_who_has_an_email_already_does_not_get_it_again(post: Post) -> None:
    post.mailbox.refuse_address = {"deputy@example.com": "452 mailbox full"}
    write(post.engine)
    post.deliver()
    assert post.status().status == "waiting"
    post.mailbox.refuse_address = {}
    post.deliver()
    assert post.status().status == "sent"
    assert post.mailbox.recipients == [["leader@example.com"], ["deputy@example.com"]]


def test_a_retry_carries_the_same_message_id(post: Post) -> None:
    write(post.engine)
    post.deliver()
    with post.engine.begin() as connection:  # as if the worker had died between the mail server and its commit
        connection.execute(text("UPDATE letter SET status = 'waiting', accepted = '[]'"))
        connection.execute(text("UPDATE job SET status = 'waiting'"))
    post.deliver()
    assert len({mail["Message-ID"] for mail in post.mailbox.mails}) == 1
    assert len(post.mailbox.mails) == 2


def test_an_email_is_given_up_after_days_and_can_be_sent_again(post: Post) -> None:
    post.mailbox.refuse_all = "451 not today"
    write(post.engine)
    with post.engine.begin() as connection:
        connection.execute(text("UPDATE letter SET created_at = now() - interval '3 days'"))
    post.deliver()
    assert post.status().status == "failed"
    post.mailbox.refuse_all = None
    with unit_of_work(post.engine, actor=SYSTEM, origin="test") as ctx:
        assert send_again(ctx, post.status().id)
    post.deliver()
    assert post.status().status == "sent"


def test_a_line_break_in_a_subject_makes_no_second_header(post: Post) -> None:
    write(
        post.engine,
        Email(unique_key="report:1", to=["a@example.com"], subject="a\r\nBcc: evil@example.com", html="h", text="t"),
    )
    post.deliver()
    (mail,) = post.mailbox.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "a Bcc: evil@example.com"


def test_nothing_is_sent_of_a_transaction_that_is_rolled_back(post: Post) -> None:
    def write_and_fail() -> None:
        with unit_of_work(post.engine, actor=SYSTEM, origin="test") as ctx:
            enqueue_email(ctx, REPORT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    post.deliver()
    assert post.mailbox.mails == []


def secret(until: timedelta) -> Email:
    """A letter with something that opens what nobody else may open."""
    words = {"subject": "x", "html": "<p>open-sesame</p>", "text": "open-sesame"}
    return Email(unique_key="report:1", to=["a@example.com"], secret_until=datetime.now(UTC) + until, **words)


def words_kept(engine: Engine) -> tuple[str, str]:
    with engine.connect() as connection:
        row = connection.execute(text("SELECT html, text FROM letter")).one()
    return row.html, row.text


def test_of_a_letter_with_a_secret_nothing_is_kept_once_it_is_sent(post: Post) -> None:
    write(post.engine, secret(timedelta(hours=1)))
    assert words_kept(post.engine) == ("<p>open-sesame</p>", "open-sesame")
    post.deliver()
    assert "open-sesame" in str(post.mailbox.mails[0])
    assert words_kept(post.engine) == ("", "")


def test_a_letter_with_a_secret_is_given_up_when_that_is_over_and_never_sent_again(post: Post) -> None:
    post.mailbox.refuse_all = "451 try again later"
    write(post.engine, secret(timedelta(seconds=5)))
    post.deliver()
    assert (post.status().status, words_kept(post.engine)) == ("failed", ("", ""))
    with unit_of_work(post.engine, actor=SYSTEM, origin="test") as ctx:
        assert send_again(ctx, post.status().id) is False


@pytest.mark.parametrize("address", ['"a\x0bb"@example.com', "a@[127.0.0.1]", "nobody", "", "a b@example.com", "a@b@c"])
def test_an_email_that_can_go_nowhere_is_given_up_at_once_and_says_why(post: Post, address: str) -> None:
    write(post.engine, replace(REPORT, to=[address]))
    post.deliver()
    assert (post.status().status, post.status().attempts) == ("failed", 1)
    assert (post.status().last_error or "").startswith("no mail can go to ")
    assert (post.mailbox.mails, post.failed) == ([], [(post.status().id, "failed")])


def test_an_address_that_is_none_keeps_nobody_else_from_the_email(post: Post) -> None:
    write(post.engine, replace(REPORT, to=["a@[127.0.0.1]", "deputy@example.com"]))
    post.deliver()
    assert post.mailbox.recipients == [["deputy@example.com"]]
    assert post.status().status == "failed"


def test_a_job_that_is_given_up_gives_up_its_email(post: Post) -> None:
    write(post.engine)
    with post.engine.begin() as connection:
        connection.execute(
            text("UPDATE job SET status = 'running', attempts = 8, lease_until = now() - interval '1 h'")
        )
    post.runner.run_due()
    assert (post.status().status, post.status().last_error) == ("failed", "the worker was lost each time")
    assert post.failed == [(post.status().id, "failed")]


def test_an_email_that_was_given_up_goes_to_another_address_when_sent_again(post: Post) -> None:
    write(post.engine, replace(REPORT, to=["nobody"]))
    post.deliver()
    with unit_of_work(post.engine, actor=SYSTEM, origin="test") as ctx:
        assert send_again(ctx, post.status().id, to=["leader@example.com"])
    post.deliver()
    assert (post.status().status, post.status().last_error) == ("sent", None)
    assert post.mailbox.recipients == [["leader@example.com"]]
