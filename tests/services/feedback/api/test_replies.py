"""Feedback is answered with a reply, and thanked for by mail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from chassis.jobs.runner import JobRunner
from chassis.jobs.tables import job
from chassis.mail.tables import email_table
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.reporting import Tier
from services.feedback.consumers import consumers
from services.feedback.settings import Settings
from services.feedback.worker import create_worker
from tests.services.feedback.scenario import SAID, AddCustomer, CreateCase, refused, step, timeline

NOTICE = "activity.notice_raised.v1"


def test_a_reply_ends_feedback_and_its_email_waits_to_be_sent(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    customer = add_customer(name="李四", email="li@example.com")
    case = step(agent, create_case(kind="feedback", customer=customer, content="味道 <很好>"), "take")
    done = step(agent, case, "reply", text="谢谢 & 欢迎再来", mail=True)
    assert (done["status"], done["letter"]) == ("answered", {"status": "waiting", "last_error": None, "sent_at": None})
    assert done["answered_at"]
    assert agent.get(f"/cases/{case['id']}").json["letter"]["status"] == "waiting"
    assert timeline(agent, case) == ["filed", "taken", "reply"]
    assert service.told(SAID)[-1]["status"] == "answered"
    with service.unit_of_work() as ctx:
        [written] = ctx.session.execute(email_table.select())
        [sending, asking] = ctx.session.execute(job.select().order_by(job.c.due_at))
    assert (written.to, written.subject) == (
        ["li@example.com"],
        f"感谢您的反馈 / Thank you for your feedback ({case['code']})",
    )
    assert "味道 <很好>" in written.text
    assert "味道 &lt;很好&gt;" in written.html
    assert "谢谢 &amp; 欢迎再来" in written.html
    assert sending.payload == {"letter_id": str(written.id), "secret_until": None}
    assert (asking.name, asking.payload) == ("feedback.ask_satisfaction.v1", {"case_id": case["id"]})


def test_an_email_that_the_mail_server_refused_is_shown_as_not_sent(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase
) -> None:
    done = step(agent, create_case(kind="feedback"), "reply", text="谢谢")
    with service.unit_of_work() as ctx:
        ctx.session.execute(
            email_table.update().values(status="failed", last_error="li@example.com: 550 no such mailbox")
        )
    shown = agent.get(f"/cases/{done['id']}").json["letter"]
    assert shown == {"status": "failed", "last_error": "l***@example.com: 550 no such mailbox", "sent_at": None}


def test_an_email_that_was_given_up_is_told_of_and_sent_again_to_the_address_known_then(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    customer = add_customer(email="li@[127.0.0.1]")
    case = step(agent, step(agent, create_case(customer=customer), "take"), "answer", text="您好", channel="email")
    assert "mail-again" not in case["actions"]
    assert refused(agent, case, "mail-again") == (409, "wrong_status")

    nowhere = {"database_url": "postgresql://nowhere/", "redis_url": "redis://nowhere/", "auth_jwks_file": Path()}
    JobRunner(engine=service.engine, jobs=create_worker(Settings(**nowhere)).jobs).run_due()

    told = [each for each in service.told(NOTICE) if each["kind"] == "case_email_failed"]
    assert [(each["to"], each["code"]) for each in told] == [([str(agent.actor.id)], case["code"])]
    failed = agent.get(f"/cases/{case['id']}").json
    assert "mail-again" in failed["actions"]
    assert refused(agent, failed, "mail-again") == (422, "invalid")

    service.hear(consumers, replace(customer, version=customer.version + 1, email="li@example.com"))
    again = step(agent, failed, "mail-again")
    assert timeline(agent, case)[-1] == "mailed_again"
    assert "mail-again" not in again["actions"]
    with service.unit_of_work() as ctx:
        [email] = ctx.session.execute(email_table.select())
    assert (email.to, email.status, email.last_error) == (["li@example.com"], "waiting", None)


def test_nothing_is_mailed_when_it_is_not_wanted_or_no_address_is_known(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    unwanted = step(agent, create_case(kind="feedback"), "reply", text="谢谢", mail=False)
    nowhere = step(agent, create_case(kind="feedback", customer=add_customer(email="")), "reply", text="谢谢")
    for case in (unwanted, nowhere):
        assert (case["status"], case["letter"]) == ("answered", None)
        assert agent.get(f"/cases/{case['id']}/timeline").json["items"][0]["data"] == {"mailed": False}
    with service.unit_of_work() as ctx:
        assert ctx.session.execute(email_table.select()).all() == []


def test_who_answers_what_nobody_had_taken_has_it(agent: Caller, create_case: CreateCase) -> None:
    done = step(agent, create_case(kind="feedback"), "reply", text="谢谢", mail=False)
    assert done["assignee_name"] == "王芳"


def test_answered_feedback_is_answered_once(agent: Caller, colleague: Caller, create_case: CreateCase) -> None:
    taken = step(agent, create_case(kind="feedback", tier=Tier.VIP), "take")
    assert refused(colleague, taken, "reply", text="谢谢") == (409, "taken_by_other")
    done = step(agent, taken, "reply", text="谢谢")
    assert refused(agent, done, "reply", text="再次谢谢") == (409, "wrong_status")
    assert refused(agent, done, "take") == (409, "wrong_status")


def test_a_complaint_is_not_answered_with_thanks(agent: Caller, create_case: CreateCase) -> None:
    assert refused(agent, step(agent, create_case(), "take"), "reply", text="谢谢") == (409, "wrong_case_kind")
