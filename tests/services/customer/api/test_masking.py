"""Phone numbers, mails and addresses are the owner's to see; others see masks, everywhere the same ones."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from tests.services.customer.importing import IMPORTER, Imports, lines
from tests.services.customer.scenario import HEAD, STAFF

Add = Callable[..., dict[str, Any]]
PLAIN = {
    "mobile": "13812345678",
    "phone": "01062345678",
    "employer_phone": "01068889999",
    "email": "zhang@example.com",
    "address": "北京市海淀区中关村大街27号",
}
MASKED = {
    "mobile": "138****5678",
    "phone": "010****5678",
    "employer_phone": "010****9999",
    "email": "z***@example.com",
    "address": "北京市海淀区****",
}
CONTACT = {"name": "李四", "phone": "13900001111", "email": "lisi@example.com"}
SECRETS = [*PLAIN.values(), CONTACT["phone"], CONTACT["email"]]


@pytest.fixture
def head(service: ServiceUnderTest) -> Caller:
    """Reads the whole department's customers, owns none of them."""
    return service.person("主任", HEAD)


@pytest.fixture
def customer(clerk: Caller, add_customer: Add) -> dict[str, Any]:
    made = add_customer(name="张三", **PLAIN)
    assert clerk.post(f"/customers/{made['id']}/contacts", CONTACT).status_code == 201
    return made


def readings(service: ServiceUnderTest, purpose: str) -> list[tuple[str, str]]:
    with service.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT actor_name, note FROM read_log WHERE purpose = :p ORDER BY id"), {"p": purpose}
        )
        return [(name, note) for name, note in rows]


def test_the_owner_sees_everything_plain(clerk: Caller, customer: dict[str, Any]) -> None:
    detail = clerk.get(f"/customers/{customer['id']}").json
    assert {name: detail[name] for name in PLAIN} == PLAIN
    assert detail["masked"] is False
    [contact] = clerk.get(f"/customers/{customer['id']}/contacts").json["items"]
    assert (contact["phone"], contact["email"]) == (CONTACT["phone"], CONTACT["email"])


def test_others_see_masks_in_every_answer(
    clerk: Caller, head: Caller, customer: dict[str, Any], approve_change: Callable[[Any], None]
) -> None:
    path = f"/customers/{customer['id']}"
    version = clerk.get(path).json["version"]
    approve_change(clerk.patch(path, {"email": "neu@example.com"}, version=version).json)
    approve_change(clerk.patch(path, {"address": "上海市浦东新区张江路5号"}, version=version + 1).json)
    clerk.patch(path, {"mobile": "13987654321"}, version=version + 2)
    detail = head.get(path).json
    assert {name: detail[name] for name in ("mobile", "phone", "employer_phone")} == {
        name: MASKED[name] for name in ("mobile", "phone", "employer_phone")
    }
    assert (detail["email"], detail["address"], detail["masked"]) == ("n***@example.com", "上海市浦东新区****", True)
    assert detail["change_request"]["changes"] == {"mobile": ["138****5678", "139****4321"]}
    answers = [
        head.get(path),
        head.get("/customers"),
        head.get("/customers", query_string={"q": "张三"}),
        head.get(f"{path}/contacts"),
        head.get(f"{path}/changes"),
        head.get(f"{path}/timeline"),
    ]
    for answer in answers:
        assert answer.status_code == 200
        for secret in [*SECRETS, "13987654321", "neu@example.com", "张江路"]:
            assert secret not in answer.get_data(as_text=True)


def test_a_former_owner_sees_no_more_of_the_customer_once_it_is_handed_over(
    service: ServiceUnderTest, clerk: Caller, customer: dict[str, Any], approve_change: Callable[[Any], None]
) -> None:
    other = service.person("接手", STAFF)
    path = f"/customers/{customer['id']}"
    version = clerk.get(path).json["version"]
    given = clerk.post(f"{path}/owner", {"owner_id": str(other.actor.id)}, version=version).json
    assert given["mobile"] == PLAIN["mobile"]
    approve_change(given)
    assert clerk.get(path).status_code == 404
    assert other.get(path).json["mobile"] == PLAIN["mobile"]


def test_a_verifier_compares_plain_values_only_while_an_entry_waits_and_each_reading_is_on_record(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller
) -> None:
    made = clerk.post("/customers", {"kind": "person", "name": "张三", "submit": True, **PLAIN}).json
    waiting = verifier.get(f"/customers/{made['id']}").json
    assert {name: waiting[name] for name in PLAIN} == PLAIN
    assert readings(service, "check") == [("李强", "")]
    assert verifier.get("/customers?status=submitted").json["items"][0]["mobile"] == MASKED["mobile"]
    done = verifier.post(f"/customers/{made['id']}/approve", version=made["version"]).json
    assert done["mobile"] == MASKED["mobile"]
    assert verifier.get(f"/customers/{made['id']}").json["mobile"] == MASKED["mobile"]
    assert len(readings(service, "check")) == 1


def test_a_change_is_plain_to_whoever_checks_it_until_it_is_decided(
    service: ServiceUnderTest, clerk: Caller, verifier: Caller, customer: dict[str, Any]
) -> None:
    path = f"/customers/{customer['id']}"
    clerk.patch(path, {"mobile": "13987654321"}, version=clerk.get(path).json["version"])
    [request] = verifier.get("/change-requests").json["items"]
    assert request["changes"] == {"mobile": ["13812345678", "13987654321"]}
    assert readings(service, "check")[-1] == ("李强", "")
    detail = verifier.get(path).json
    assert (detail["change_request"]["changes"], detail["phone"]) == (request["changes"], MASKED["phone"])
    decided = verifier.post(f"/change-requests/{request['id']}/approve", version=request["version"]).json
    assert decided["changes"] == {"mobile": ["138****5678", "139****4321"]}
    [past] = verifier.get("/change-requests?status=approved").json["items"]
    assert past["changes"] == decided["changes"]


def test_a_masked_number_is_found_by_the_whole_of_it_only_and_that_is_on_record(
    service: ServiceUnderTest, clerk: Caller, head: Caller, customer: dict[str, Any]
) -> None:
    for part in ("138", "1381234", "1381234567"):
        assert head.get(f"/customers?q={part}").json["items"] == []
        assert head.get(f"/customers/count?q={part}").json["count"] == 0
        assert len(clerk.get(f"/customers?q={part}").json["items"]) == 1
    assert readings(service, "search") == []
    assert [item["mobile"] for item in head.get("/customers?q=138 1234 5678").json["items"]] == [MASKED["mobile"]]
    assert readings(service, "search") == [("主任", "")]
    assert head.get("/customers/count?q=13812345678").json["count"] == 1
    assert len(readings(service, "search")) == 2


def test_a_form_that_sends_masks_back_does_not_write_them(
    service: ServiceUnderTest, clerk: Caller, customer: dict[str, Any]
) -> None:
    editor = service.person("编辑", {P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_WRITE: Scope.ALL})
    path = f"/customers/{customer['id']}"
    shown = editor.get(path).json
    sent = {"email": shown["email"], "address": shown["address"], "region": "北京市"}
    assert editor.patch(path, sent, version=shown["version"]).status_code == 200
    after = clerk.get(path).json
    assert (after["email"], after["address"], after["region"]) == (PLAIN["email"], PLAIN["address"], "北京市")
    [contact] = editor.get(f"{path}/contacts").json["items"]
    changed = editor.patch(
        f"/contacts/{contact['id']}", {"email": contact["email"], "notes": "会计"}, version=contact["version"]
    )
    assert (changed.status_code, changed.json["email"]) == (200, "l***@example.com")
    assert clerk.get(f"{path}/contacts").json["items"][0]["email"] == CONTACT["email"]


def test_revealing_needs_the_right_a_purpose_and_leaves_a_record(
    service: ServiceUnderTest, head: Caller, customer: dict[str, Any]
) -> None:
    path = f"/customers/{customer['id']}/reveal"
    body = {"purpose": "complaint", "note": "回访投诉 X2026"}
    assert head.post(path, body).status_code == 403
    revealer = service.person("经理", {**HEAD, P.CUSTOMER_REVEAL: Scope.DEPARTMENT})
    assert revealer.get(f"/customers/{customer['id']}").json["mobile"] == MASKED["mobile"]
    for lacking in ({"purpose": "complaint"}, {"note": "x y"}, {"purpose": "check", "note": "xyz"}):
        assert revealer.post(path, lacking).status_code == 422
    assert readings(service, "complaint") == []
    answer = revealer.post(path, body, key="once").json
    assert {name: answer[name] for name in PLAIN} == PLAIN
    assert (answer["contacts"][0]["phone"], answer["contacts"][0]["email"]) == (CONTACT["phone"], CONTACT["email"])
    assert readings(service, "complaint") == [("经理", "回访投诉 X2026")]
    [first, *_] = revealer.get(f"/customers/{customer['id']}/readings").json["items"]
    assert (first["purpose"], first["note"]) == ("complaint", "回访投诉 X2026")


def test_the_right_to_reveal_reaches_no_further_than_its_scope(
    service: ServiceUnderTest, customer: dict[str, Any]
) -> None:
    service.department("elsewhere")
    reader = {P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_REVEAL: Scope.DEPARTMENT}
    far = service.person("外部", reader, department="elsewhere")
    body = {"purpose": "legal", "note": "法院来函"}
    assert far.get(f"/customers/{customer['id']}").status_code == 200
    assert far.post(f"/customers/{customer['id']}/reveal", body).status_code == 404
    blind = service.person("盲", {P.CUSTOMER_READ: Scope.OWN, P.CUSTOMER_REVEAL: Scope.ALL})
    assert blind.post(f"/customers/{customer['id']}/reveal", body).status_code == 404
    assert readings(service, "legal") == []


def test_a_file_is_plain_to_its_author_and_masked_to_others(service: ServiceUnderTest) -> None:
    author = service.person("赵敏", IMPORTER, roles=("service",))
    imports = Imports(service, author, service.person("旁人", IMPORTER))
    batch = imports.upload(lines("编号,姓名,手机,邮箱,暗号", "A1,张三,13812345678,zhang,密码七", "A2,李四,,,"))
    path = f"/imports/{batch['id']}"
    assert author.get(path).json["preview"][0]["values"] == ["A1", "张三", "13812345678", "zhang", "密码七"]
    seen = imports.checker.get(path).json["preview"][0]
    assert seen["values"] == ["A1", "张三", "138****5678", "****", "****"]
    assert seen["errors"][0]["value"] == "****"
    imports.act("start", batch, {})
    assert imports.errors(batch)[0]["value"] == "zhang"
    with author.get(f"{path}/errors.csv") as own:
        assert "zhang" in own.get_data(as_text=True)
    for part in ("errors", "errors.csv"):
        with imports.checker.get(f"{path}/{part}") as answer:
            assert answer.status_code == 200
            for secret in ("13812345678", "zhang", "密码七"):
                assert secret not in answer.get_data(as_text=True)


def test_the_logs_of_a_whole_story_hold_no_personal_data(
    service: ServiceUnderTest,
    clerk: Caller,
    verifier: Caller,
    head: Caller,
    customer: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        path = f"/customers/{customer['id']}"
        clerk.get(f"/customers?q={PLAIN['mobile']}")
        clerk.patch(path, {"mobile": "13987654321"}, version=clerk.get(path).json["version"])
        verifier.get("/change-requests")
        head.get(f"/customers?q={PLAIN['mobile']}")
        clerk.post("/customers", {"kind": "person", "name": "李", "mobile": "1381234567890123"})
        imports = Imports(service, service.person("赵敏", IMPORTER), verifier)
        imports.run(lines("编号,姓名,手机", "A1,张三,13812345678"))
        logging.getLogger("test").info("heard")
    assert "heard" in caplog.text
    for secret in [*SECRETS, "13987654321", "1381234567890123"]:
        assert secret not in caplog.text
