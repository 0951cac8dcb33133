"""An entry is a draft until somebody other than its author has compared it with the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from tests.services.customer.scenario import STAFF

SAID = "customer.customer_changed.v1"
Add = Callable[..., dict[str, Any]]


def test_an_entry_gets_a_code_and_is_a_draft(clerk: Caller) -> None:
    answer = clerk.post("/customers", {"kind": "person", "name": "张三", "mobile": "138 4377 1497", "sex": "male"})
    assert answer.status_code == 201
    assert answer.json["status"] == "draft"
    assert answer.json["mobile"] == "13843771497"
    assert answer.json["code"].startswith("P2026") or answer.json["code"].startswith("P20")
    assert answer.headers["ETag"] == '"1"'


def test_a_draft_is_not_told_to_other_services(service: ServiceUnderTest, clerk: Caller) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三"}).json
    clerk.post(f"/customers/{made['id']}/submit", version=made["version"])
    assert service.told(SAID) == []


def test_a_checked_entry_is_told_once(service: ServiceUnderTest, add_customer: Add) -> None:
    customer = add_customer(name="张三", region="北京市")
    [told] = service.told(SAID)
    assert told["customer_id"] == customer["id"]
    assert told["version"] == customer["version"]
    assert (told["name"], told["region"], told["active"]) == ("张三", "北京市", True)


def test_nobody_checks_an_own_entry(service: ServiceUnderTest) -> None:
    both = service.person("两职", {**STAFF, P.CUSTOMER_VERIFY: Scope.ALL})
    made = both.post("/customers", {"kind": "person", "name": "张三", "submit": True}).json
    answer = both.post(f"/customers/{made['id']}/approve", version=made["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "same_person")


def test_nobody_checks_what_they_have_changed_in_somebody_elses_entry(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller
) -> None:
    both = service.person("两职", {**STAFF, P.CUSTOMER_VERIFY: Scope.ALL})
    entry = {"kind": "person", "name": "张三", "owner_id": str(both.actor.id), "submit": True}
    made = clerk.post("/customers", entry).json
    changed = both.patch(f"/customers/{made['id']}", {"name": "张珊"}, version=made["version"]).json
    refused = both.post(f"/customers/{made['id']}/approve", version=changed["version"])
    assert (refused.status_code, refused.json["code"]) == (409, "same_person")
    assert verifier.post(f"/customers/{made['id']}/approve", version=changed["version"]).status_code == 200


def test_who_returned_an_entry_checks_it_when_it_was_mended(clerk: Caller, verifier: Caller) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三", "submit": True}).json
    back = verifier.post(f"/customers/{made['id']}/return", {"reason": "缺手机"}, version=made["version"]).json
    again = clerk.post(f"/customers/{made['id']}/submit", version=back["version"]).json
    assert verifier.post(f"/customers/{made['id']}/approve", version=again["version"]).json["status"] == "active"


def test_what_does_not_agree_with_the_paper_is_marked_until_the_entry_is_handed_in_again(
    clerk: Caller, verifier: Caller
) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三", "submit": True}).json
    path = f"/customers/{made['id']}"
    assert verifier.post(f"{path}/return", {}, version=1).json["fields"] == {"reason": ["required"]}
    strange = verifier.post(f"{path}/return", {"differs": {"industry": ""}}, version=1)
    assert strange.json["fields"] == {"differs": ["unknown_field"]}
    differs = {"mobile": "表上有手机", "sex": ""}
    assert verifier.post(f"{path}/return", {"differs": differs}, version=1).json["returned_fields"] == differs
    returned = clerk.get(path).json
    assert (returned["returned_reason"], returned["returned_fields"]) == ("", differs)
    assert clerk.post(f"{path}/submit", version=returned["version"]).json["returned_fields"] == {}


def test_a_returned_entry_says_why_and_can_be_handed_in_again(clerk: Caller, verifier: Caller) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三", "submit": True}).json
    back = verifier.post(
        f"/customers/{made['id']}/return", {"reason": "手机号与表格不符"}, version=made["version"]
    ).json
    assert (back["status"], back["returned_reason"]) == ("returned", "手机号与表格不符")
    fixed = clerk.patch(f"/customers/{made['id']}", {"mobile": "13843771498"}, version=back["version"]).json
    again = clerk.post(f"/customers/{made['id']}/submit", version=fixed["version"]).json
    assert (again["status"], again["returned_reason"]) == ("submitted", "")


def test_a_core_field_of_a_checked_customer_waits_for_another_check(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller, add_customer: Add
) -> None:
    customer = add_customer(name="张三")
    path = f"/customers/{customer['id']}"
    changed = clerk.patch(path, {"name": "张三丰", "hobbies": "太极"}, version=customer["version"]).json
    assert (changed["name"], changed["hobbies"]) == ("张三", "太极")
    request = changed["change_request"]
    assert request["changes"] == {"name": ["张三", "张三丰"]}
    done = verifier.post(f"/change-requests/{request['id']}/approve", version=request["version"])
    assert done.status_code == 200
    assert clerk.get(path).json["name"] == "张三丰"
    assert [told["name"] for told in service.told(SAID)] == ["张三", "张三", "张三丰"]


def test_a_rejected_change_changes_nothing(clerk: Caller, verifier: Caller, add_customer: Add) -> None:
    customer = add_customer(name="张三")
    changed = clerk.patch(f"/customers/{customer['id']}", {"name": "李四"}, version=customer["version"]).json
    request = changed["change_request"]
    verifier.post(f"/change-requests/{request['id']}/reject", {"reason": "与身份证不符"}, version=request["version"])
    after = clerk.get(f"/customers/{customer['id']}").json
    assert (after["name"], after["change_request"]) == ("张三", None)


def test_a_stale_write_is_refused_and_says_the_newer_version(clerk: Caller) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三"}).json
    clerk.patch(f"/customers/{made['id']}", {"region": "上海市"}, version=1)
    late = clerk.patch(f"/customers/{made['id']}", {"region": "北京市"}, version=1)
    assert (late.status_code, late.json) == (412, {"code": "stale_version", "detail": {"version": 2}})
    assert clerk.get(f"/customers/{made['id']}").json["region"] == "上海市"


def test_a_change_without_a_version_is_refused(clerk: Caller) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三"}).json
    answer = clerk.patch(f"/customers/{made['id']}", {"region": "上海市"})
    assert (answer.status_code, answer.json["code"]) == (428, "version_required")


def test_the_same_key_twice_makes_one_customer(clerk: Caller) -> None:
    body = {"kind": "person", "name": "张三"}
    first, second = (clerk.post("/customers", body, key="a-1") for _ in range(2))
    assert first.json["id"] == second.json["id"]
    assert second.status_code == 201
    other = clerk.post("/customers", {**body, "name": "李四"}, key="a-1")
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")


def test_bad_fields_are_named_with_codes(clerk: Caller) -> None:
    answer = clerk.post(
        "/customers", {"kind": "person", "name": " ", "mobile": "abc", "birth_date": "2026-02-31", "colour": "red"}
    )
    assert answer.status_code == 422
    assert answer.json == {
        "code": "invalid",
        "fields": {
            "name": ["required"],
            "mobile": ["not_a_phone"],
            "birth_date": ["not_a_date"],
            "colour": ["unknown_field"],
        },
    }


def test_a_person_has_no_company_fields(clerk: Caller) -> None:
    answer = clerk.post("/customers", {"kind": "person", "name": "张三", "founded_on": "2001-01-01"})
    assert (answer.status_code, answer.json["fields"]) == (422, {"founded_on": ["unknown_field"]})


def test_two_customers_never_share_a_senders_code(clerk: Caller) -> None:
    clerk.post("/customers", {"kind": "person", "name": "张三", "external_code": "C1"})
    answer = clerk.post("/customers", {"kind": "person", "name": "李四", "external_code": "C1"})
    assert (answer.status_code, answer.json["fields"]) == (422, {"external_code": ["already_taken"]})


def test_text_that_is_no_json_is_refused(clerk: Caller) -> None:
    answer = clerk.call("POST", "/customers", data=b"{nonsense", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json["code"]) == (400, "not_json")


def test_every_change_leaves_a_trace(clerk: Caller) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三"}).json
    clerk.patch(f"/customers/{made['id']}", {"region": "上海市"}, version=1)
    trail = clerk.get(f"/customers/{made['id']}/changes").json["items"]
    assert [(line["action"], line["actor_name"]) for line in trail] == [("changed", "王芳"), ("created", "王芳")]
    assert trail[0]["changes"] == {"region": ["", "上海市"]}


def test_the_timeline_holds_changes_and_service_records_in_one_order(clerk: Caller) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三"}).json
    path = f"/customers/{made['id']}"
    clerk.post(f"{path}/records", {"kind": "visit", "text": "上门拜访"})
    clerk.patch(path, {"region": "上海市"}, version=1)
    first = clerk.get(f"{path}/timeline?limit=2").json
    rest = clerk.get(f"{path}/timeline?limit=2&after={first['next']}").json
    moments = first["items"] + rest["items"]
    assert [(m["kind"], m["detail"].get("action") or m["detail"]["text"]) for m in moments] == [
        ("change", "changed"),
        ("record", "上门拜访"),
        ("change", "created"),
    ]


def test_a_customer_is_handed_only_to_somebody_who_works_here(
    service: ServiceUnderTest, clerk: Caller, add_customer: Add, approve_change: Callable[[Any], None]
) -> None:
    customer = add_customer()
    other = service.person("赵云", STAFF)
    path = f"/customers/{customer['id']}/owner"
    nobody = clerk.post(path, {"owner_id": customer["id"]}, version=customer["version"])
    assert (nobody.status_code, nobody.json["code"]) == (409, "not_an_owner")
    given = clerk.post(path, {"owner_id": str(other.actor.id)}, version=customer["version"]).json
    assert (given["owner_name"], given["change_request"]["changes"]["owner_name"]) == ("王芳", ["王芳", "赵云"])
    approve_change(given)
    assert other.get(f"/customers/{customer['id']}").json["owner_name"] == "赵云"
    assert clerk.get(f"/customers/{customer['id']}").status_code == 404
    assert other.get(f"/customers/{customer['id']}").status_code == 200
