"""The customer of any case is answered, from templates, by mail or as noted; what is said to be mailed was mailed."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.auth import Scope
from chassis.mail.tables import email_table
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.feedback import CaseStatus
from contracts.permissions import Permission as P
from tests.services.feedback.scenario import STAFF, AddCustomer, CreateCase, refused, step

NOTICE = "activity.notice_raised.v1"
TEMPLATE = {
    "name": "回访",
    "subject_zh": "关于{code}",
    "text_zh": "{customer_name}您好：{content}",
    "subject_en": "About {code}",
    "text_en": "Dear {customer_name}, {agent_name} here.",
}


def emails(service: ServiceUnderTest) -> list[Any]:
    """All emails that were written, the first first."""
    with service.unit_of_work() as ctx:
        return list(ctx.session.execute(email_table.select().order_by(email_table.c.created_at, email_table.c.id)))


def conversation(caller: Caller, case: dict[str, Any]) -> list[dict[str, Any]]:
    """What was said, the first first."""
    items = caller.get(f"/cases/{case['id']}/timeline?part=conversation").json["items"]
    return list(reversed(items))


def test_a_complaint_is_answered_by_mail_as_often_as_is_needed_and_goes_on(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    case = step(agent, create_case(customer=add_customer(email="li@example.com")), "take")
    for number in (1, 2):
        case = step(agent, case, "answer", text=f"第{number}次 <答复>", channel="email", subject="关于送餐")
    assert (case["status"], case["told_by"], case["answered_at"]) == ("taken", "email", None)
    sent = emails(service)
    assert [each.to for each in sent] == [["li@example.com"]] * 2
    assert sent[0].subject == f"关于送餐 ({case['code']})"
    assert "第1次 <答复>" in sent[0].text
    assert "第1次 &lt;答复&gt;" in sent[0].html
    said = conversation(agent, case)
    assert [(each["kind"], each["inbound"], each["text"]) for each in said] == [
        ("filed", True, "送餐太慢"),
        ("answer", False, "第1次 <答复>"),
        ("answer", False, "第2次 <答复>"),
    ]
    assert [each["letter"] and each["letter"]["status"] for each in said] == [None, "waiting", "waiting"]
    assert step(agent, case, "resolve", result="explained", outcome="x")["status"] == "resolved"


def test_each_answer_shows_what_became_of_its_own_email(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase
) -> None:
    case = step(agent, create_case(), "take")
    for text in ("一", "二"):
        case = step(agent, case, "answer", text=text, channel="email")
    first = emails(service)[0]
    with service.unit_of_work() as ctx:
        failed = {"status": "failed", "last_error": "li@example.com: 550"}
        ctx.session.execute(email_table.update().where(email_table.c.id == first.id).values(**failed))
    shown = [each["letter"] for each in conversation(agent, case)[1:]]
    assert [each["status"] for each in shown] == ["failed", "waiting"]
    assert shown[0]["last_error"] == "l***@example.com: 550"


def test_what_was_told_otherwise_is_noted_and_nothing_is_mailed(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase
) -> None:
    case = step(agent, create_case(), "take")
    assert case["told_by"] is None
    told = step(agent, case, "answer", text="已电话说明", channel="phone")
    assert told["told_by"] == "phone"
    assert conversation(agent, told)[-1]["channel"] == "phone"
    assert emails(service) == []


def test_nothing_is_said_to_be_mailed_where_no_address_is_known(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    case = step(agent, create_case(customer=add_customer(email="")), "take")
    assert case["mailable"] is False
    answer = agent.post(f"/cases/{case['id']}/answer", {"text": "x", "channel": "email"}, version=case["version"])
    assert (answer.status_code, answer.json["fields"]) == (422, {"channel": ["no_address"]})
    shown = agent.post(f"/cases/{case['id']}/email", {"text": "x"}).json
    assert (shown["mailed"], shown["to"]) == (False, "")
    feedback = create_case(kind="feedback", customer=add_customer(email=""))
    assert step(agent, feedback, "reply", text="谢谢", mail=True)["told_by"] is None
    told = create_case(kind="feedback", customer=add_customer(email=""))
    assert step(agent, told, "reply", text="谢谢", mail=True, told="phone")["told_by"] == "phone"
    assert emails(service) == []


@pytest.mark.parametrize("ends", [False, True])
def test_the_email_that_is_shown_is_the_email_that_goes(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase, ends: bool
) -> None:
    case = step(agent, create_case(kind="feedback"), "take")
    body = {"text": "{customer_name}，{code} 已处理。{agent_name}", "subject": "" if ends else "回复 {code}"}
    shown = agent.post(f"/cases/{case['id']}/email", {**body, "ends": ends}).json
    assert "张三" in shown["text"]
    assert "王芳" in shown["text"]
    assert "@example.com" in shown["to"]
    assert not shown["to"].startswith("c1@")
    assert emails(service) == []
    if ends:
        step(agent, case, "reply", text=body["text"])
    else:
        step(agent, case, "answer", channel="email", **body)
    [sent] = emails(service)
    assert (sent.subject, sent.text) == (shown["subject"], shown["text"])


def test_who_may_not_answer_is_shown_no_email(agent: Caller, colleague: Caller, create_case: CreateCase) -> None:
    case = create_case()
    assert agent.post(f"/cases/{case['id']}/email", {"text": "x"}).json["code"] == "wrong_status"
    step(agent, case, "take")
    assert colleague.post(f"/cases/{case['id']}/email", {"text": "x"}).json["code"] == "taken_by_other"


def test_the_leadership_keeps_templates_and_others_begin_with_them(
    agent: Caller, lead: Caller, create_case: CreateCase
) -> None:
    case = create_case(content="送餐太慢。等了两小时")
    made = lead.post("/reply-templates", TEMPLATE)
    assert (made.status_code, made.json["actions"]) == (201, ["edit", "disable"])
    assert agent.post("/reply-templates", TEMPLATE).status_code == 403
    id = made.json["id"]
    begun = agent.get(f"/cases/{case['id']}/draft?template_id={id}").json
    assert (begun["subject"], begun["text"]) == (f"关于{case['code']}", "张三您好：送餐太慢")
    both = agent.get(f"/cases/{case['id']}/draft?template_id={id}&language=both").json
    assert both["text"] == "张三您好：送餐太慢\n\nDear 张三, 王芳 here."
    off = lead.post(f"/reply-templates/{id}/disable", version=1).json
    assert (off["status"], off["actions"]) == ("disabled", ["edit", "enable"])
    assert agent.get(f"/cases/{case['id']}/draft?template_id={id}").status_code == 404
    assert id not in [each["id"] for each in agent.get(f"/cases/{case['id']}/draft").json["templates"]]
    assert id in [each["id"] for each in agent.get("/reply-templates?status=disabled").json["items"]]


def test_four_templates_are_delivered_in_both_languages(agent: Caller) -> None:
    found = agent.get("/reply-templates").json["items"]
    assert len(found) == 4
    assert all(each["text_zh"] and each["text_en"] for each in found)


def test_a_template_names_only_fields_that_there_are(lead: Caller) -> None:
    answer = lead.post("/reply-templates", {**TEMPLATE, "text_en": "Dear {name}"})
    assert (answer.status_code, answer.json["fields"]) == (422, {"text_en": ["no_such_field"]})
    made = lead.post("/reply-templates", TEMPLATE).json
    changed = lead.patch(f"/reply-templates/{made['id']}", {"name": "致谢"}, version=1).json
    assert (changed["name"], changed["text_zh"]) == ("致谢", TEMPLATE["text_zh"])
    assert lead.patch(f"/reply-templates/{made['id']}", {"name": "x"}, version=1).status_code == 412


def test_who_filed_a_case_adds_what_the_customer_says_later_and_who_has_it_is_told(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    manager = service.person("李经理", STAFF, roles=("customer_manager",))
    case = create_case(by=manager, customer=add_customer(owner=manager))
    taken = step(agent, case, "take")
    more = step(manager, taken, "said", text="客户又来电", channel="phone")
    assert "said" in more["actions"]
    assert [each["text"] for each in conversation(agent, more)] == ["送餐太慢", "客户又来电"]
    [notice] = [each for each in service.told(NOTICE) if each["kind"] == "case_said_more"]
    assert notice["to"] == [str(agent.actor.id)]
    assert notice["record_id"] == case["id"]


def test_who_neither_filed_it_nor_works_at_a_desk_nor_owns_the_customer_adds_nothing(
    service: ServiceUnderTest, create_case: CreateCase
) -> None:
    manager = service.person("李经理", {P.CASE_READ: Scope.ALL, P.CASE_WRITE: Scope.OWN})
    case = create_case()
    assert "said" not in manager.get(f"/cases/{case['id']}").json["actions"]
    assert refused(manager, case, "said", text="x", channel="phone")[0] == 404


def test_what_is_said_after_the_end_is_kept_too(agent: Caller, create_case: CreateCase) -> None:
    done = step(agent, create_case(kind="feedback"), "reply", text="谢谢", mail=False)
    assert done["status"] == CaseStatus.ANSWERED
    assert step(agent, done, "said", text="还有一事", channel="chat")["status"] == "answered"


def test_who_was_not_told_at_the_end_is_told_afterwards(agent: Caller, create_case: CreateCase) -> None:
    done = step(agent, create_case(kind="feedback"), "reply", text="谢谢", mail=False)
    assert (done["told_by"], "answer" in done["actions"]) == (None, True)
    told = step(agent, done, "answer", text="已电话告知", channel="phone")
    assert (told["status"], told["told_by"]) == ("answered", "phone")
