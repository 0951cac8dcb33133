"""A file of cases waits for somebody else who leads the desk, who sees its rows and can give some of them back."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from services.feedback.files.domain.reading import GIVEN_OUT
from tests.services.feedback.files.sending import GOOD, HEAD, lines, send
from tests.services.feedback.scenario import LEAD, SAID, STAFF, AddCustomer


@pytest.fixture(autouse=True)
def customer(add_customer: AddCustomer) -> None:
    add_customer(external_code="C1")


def waiting(caller: Caller, *rows: str) -> dict[str, Any]:
    """A file that was sent and waits."""
    sent: Any = send(caller, lines(HEAD, *(rows or GOOD))).json
    assert sent["waiting"], sent
    return dict(caller.get(f"/case-files/{sent['waiting']}").json)


def act(caller: Caller, file: dict[str, Any], name: str, body: Any = None) -> dict[str, Any]:
    answer = caller.post(f"/case-files/{file['id']}/{name}", body, version=file["version"])
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def test_cases_of_a_file_are_filed_when_somebody_else_has_approved_them(
    service: ServiceUnderTest, agent: Caller, lead: Caller
) -> None:
    file = waiting(agent)
    assert (file["status"], file["created"], file["total"], file["actions"]) == ("waiting", 2, 2, [])
    assert (agent.get("/cases").json["items"], service.told(SAID)) == ([], [])
    assert lead.get("/case-files/count").json == {"waiting": 1}
    done = act(lead, file, "approve")
    assert (done["status"], done["created"], done["decided_by_name"]) == ("approved", 2, "赵敏")
    cases = [agent.get(f"/cases/{case['id']}").json for case in agent.get("/cases").json["items"]]
    assert {case["filed_by_name"] for case in cases} == {"王芳"}
    assert len(service.told(SAID)) == 2
    assert lead.get("/case-files/count").json == {"waiting": 0}


def test_refused_rows_come_back_corrected_and_right(agent: Caller, lead: Caller) -> None:
    wrong = "2026/10/1 8:05,C1,鸽子,投诉,-太慢"
    done = act(lead, waiting(agent, *GOOD, wrong), "approve")
    assert (done["created"], done["rejected"]) == (2, 1)
    given = agent.get(f"/case-files/{done['id']}/errors.csv")
    assert given.content_type == "text/csv; charset=utf-8"
    row = ["2026-10-01T08:05:00+08:00", "C1", "鸽子", "complaint", "'-太慢", "4", "channel", "unknown_choice", "鸽子"]
    assert given.data.decode("utf-8-sig").splitlines() == [",".join(GIVEN_OUT), ",".join(row)]
    again: Any = send(agent, given.data.decode("utf-8-sig").replace("鸽子", "电话").encode()).json
    assert (again["total"], again["created"], again["rejected"]) == (1, 1, [])
    act(lead, dict(agent.get(f"/case-files/{again['waiting']}").json), "approve")
    cases = [agent.get(f"/cases/{case['id']}").json for case in agent.get("/cases").json["items"]]
    assert ("phone", "-太慢") in [(case["channel"], case["content"]) for case in cases]


def test_the_sender_does_not_approve_the_own_file(lead: Caller) -> None:
    file = waiting(lead)
    assert file["actions"] == []
    for name, body in (("approve", None), ("return", {"reason": "x"}), ("return-rows", {"rows": [2], "reason": "x"})):
        answer = lead.post(f"/case-files/{file['id']}/{name}", body, version=file["version"])
        assert (answer.status_code, answer.json["code"]) == (409, "same_person")


def test_a_returned_file_becomes_no_cases_and_says_why(agent: Caller, lead: Caller) -> None:
    done = act(lead, waiting(agent), "return", {"reason": "时间不对"})
    assert (done["status"], done["reason"], done["created"]) == ("returned", "时间不对", 0)
    assert agent.get(f"/case-files/{done['id']}").json["reason"] == "时间不对"
    assert agent.get("/cases").json["items"] == []


def test_rows_are_given_back_and_the_others_are_filed(agent: Caller, lead: Caller) -> None:
    file = act(lead, waiting(agent), "return-rows", {"rows": [3], "reason": "不是反馈"})
    assert (file["created"], file["rejected"], file["status"]) == (1, 1, "waiting")
    again = lead.post(f"/case-files/{file['id']}/return-rows", {"rows": [3], "reason": "x"}, version=file["version"])
    assert (again.status_code, again.json["fields"]) == (422, {"rows": ["not_to_return"]})
    done = act(lead, file, "approve")
    assert (done["created"], done["rejected"]) == (1, 1)
    [case] = agent.get("/cases").json["items"]
    assert case["kind"] == "complaint"
    [row] = agent.get(f"/case-files/{file['id']}/rows").json["items"]
    assert (row["row"], row["code"], row["value"]) == (3, "returned_row", "不是反馈")


def test_the_checker_sees_rows_totals_and_problems(agent: Caller, lead: Caller) -> None:
    wrong = "2026-10-19 21:21,C9,phone,complaint,没有这个客户"
    act(lead, waiting(agent), "approve")
    file = waiting(
        agent, *GOOD, "2026-10-31 23:59,C1,web,feedback,很好2", "2026-11-01 00:01,C1,web,feedback,很好3", wrong
    )
    assert (file["created"], file["unchanged"], file["rejected"]) == (2, 2, 1)
    seen = lead.get(f"/case-files/{file['id']}").json
    assert [(row["row"], row["content"], row["code"]) for row in seen["rows"]] == [
        (2, "送餐太慢", ""),
        (3, "很好", ""),
        (4, "很好2", ""),
        (5, "很好3", ""),
        (6, "没有这个客户", "no_such_customer"),
    ]
    assert [row["returnable"] for row in seen["rows"]] == [True, True, True, True, False]
    assert seen["figures"] == [
        {"month": "2026-10", "kind": "complaint", "rows": 1, "books_rows": 1},
        {"month": "2026-10", "kind": "feedback", "rows": 2, "books_rows": 1},
        {"month": "2026-11", "kind": "feedback", "rows": 1, "books_rows": 0},
    ]
    assert seen["problems"] == [{"code": "no_such_customer", "column": "customer_code", "rows": 1}]


def test_of_a_long_file_the_ends_and_the_same_rows_between_are_shown(agent: Caller) -> None:
    file = waiting(agent, *(f"2026-10-19 21:21,C1,phone,complaint,第{n}条" for n in range(60)))
    numbers = [row["row"] for row in file["rows"]]
    assert numbers == [row["row"] for row in agent.get(f"/case-files/{file['id']}").json["rows"]]
    assert (len(numbers), numbers[:5], numbers[-5:]) == (20, [2, 3, 4, 5, 6], [57, 58, 59, 60, 61])


def test_a_file_that_brings_nothing_new_waits_for_nobody(agent: Caller, lead: Caller) -> None:
    act(lead, waiting(agent), "approve")
    again: Any = send(agent, lines(HEAD, *GOOD)).json
    assert (again["waiting"], again["created"], again["unchanged"]) == (None, 0, 2)


def test_a_file_of_somebody_else_is_none_to_who_leads_no_desk(
    service: ServiceUnderTest, agent: Caller, colleague: Caller
) -> None:
    file = waiting(agent)
    assert colleague.get(f"/case-files/{file['id']}").status_code == 404
    assert colleague.get("/case-files").json["items"] == []
    assert [each["id"] for each in agent.get("/case-files").json["items"]] == [file["id"]]


def test_what_its_sender_may_not_file_is_not_filed_by_the_approval(
    service: ServiceUnderTest, add_customer: AddCustomer, lead: Caller
) -> None:
    seller = service.person("周强", STAFF, roles=("sales",))
    add_customer(external_code="C7", owner=seller)
    file = waiting(seller, *GOOD, "2026-10-19 21:21,C7,phone,complaint,自己的客户")
    assert (file["created"], file["rejected"]) == (1, 2)
    done = act(lead, file, "approve")
    assert (done["created"], done["rejected"], done["unchanged"]) == (1, 2, 0)


def test_a_change_of_the_limit_by_somebody_else_is_noticed(lead: Caller, service: ServiceUnderTest) -> None:
    policy = lead.get("/case-files/policy").json
    assert policy["rows_unasked"] == 0
    other = service.person("另一位", LEAD, roles=("service_lead",))
    assert other.patch("/case-files/policy", {"rows_unasked": 5}, version=policy["version"]).status_code == 200
    assert lead.patch("/case-files/policy", {"rows_unasked": 9}, version=policy["version"]).status_code == 412
