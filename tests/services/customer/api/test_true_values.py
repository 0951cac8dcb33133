"""What is kept of a customer is what was meant: whole numbers, no masks, nothing that nobody sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from tests.services.customer.scenario import HEAD

Add = Callable[..., dict[str, Any]]
PERSON = {"kind": "person", "name": "张三"}
FULL = {
    "mobile": "13900000210",
    "phone": "010-62345678转801",
    "employer_phone": "+442079460958",
    "email": "zhang@example.com",
    "address": "北京市海淀区中关村大街27号",
}
MASKS = {
    "mobile": "139****0210",
    "phone": "010****5678-****",
    "employer_phone": "+44****0958",
    "email": "z***@example.com",
    "address": "北京市海淀区****",
}


@pytest.fixture
def head(service: ServiceUnderTest) -> Caller:
    """Reads the customers of the department masked, and asks for changes of them."""
    return service.person("主任", HEAD)


def refusal(answer: Any) -> Any:
    assert answer.status_code == 422, answer.json
    return answer.json["fields"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"phone": "010-62345678 ext 801"}, "01062345678-801"),
        ({"phone": "010-62345678#801"}, "01062345678-801"),
        ({"phone": "010-62345678,801"}, "01062345678-801"),
        ({"phone": "021-62345678转801"}, "02162345678-801"),
        ({"phone": "(010)62345678-801"}, "01062345678-801"),
        ({"employer_phone": "400-800-1234"}, "4008001234"),
        ({"mobile": "１３９００００１００９"}, "13900001009"),
    ],
)
def test_a_number_is_kept_with_the_digits_that_were_typed(clerk: Caller, sent: dict[str, str], kept: str) -> None:
    made = clerk.post("/customers", PERSON | sent)
    assert (made.status_code, [made.json[name] for name in sent]) == (201, [kept])


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"mobile": "139000010190"}, "not_a_phone"),
        ({"mobile": "1390000101"}, "not_a_phone"),
        ({"mobile": "12345678901"}, "not_a_phone"),
        ({"mobile": "2345678"}, "not_a_mobile"),
        ({"mobile": "13900001006;ext=5"}, "not_a_mobile"),
        ({"phone": "010-6234567"}, "not_a_phone"),
        ({"email": "a@[127.0.0.1]"}, "not_an_email"),
        ({"name": "\u200b\u3164"}, "required"),
        ({"name": "张三\n李四"}, "line_ends"),
    ],
)
def test_what_is_beyond_doubt_no_value_is_refused_with_a_word(clerk: Caller, sent: dict[str, str], code: str) -> None:
    assert refusal(clerk.post("/customers", PERSON | sent)) == {name: [code] for name in sent}


def test_names_have_nothing_in_them_that_nobody_sees(clerk: Caller) -> None:
    made = clerk.post("/customers", PERSON | {"name": "冯\ufeff\u202e\a三", "external_code": "ＢＲ１１１"}).json
    assert (made["name"], made["external_code"]) == ("冯三", "BR111")
    for q in ("冯三", "冯\ufeff三", "BR111", "ＢＲ１１１"):
        assert [each["id"] for each in clerk.get("/customers", query_string={"q": q}).json["items"]] == [made["id"]]


@pytest.mark.parametrize("field", MASKS)
def test_a_mask_makes_no_customer(clerk: Caller, field: str) -> None:
    assert refusal(clerk.post("/customers", PERSON | {field: MASKS[field]})) == {field: ["masked_value"]}


@pytest.mark.parametrize(
    "sent", [{"name": "张*"}, {"name": "张**"}, {"external_code": "1101************11"}, {"employer": "****"}]
)
def test_a_mask_is_no_value_of_any_other_field(clerk: Caller, sent: dict[str, str]) -> None:
    assert refusal(clerk.post("/customers", PERSON | sent)) == {name: ["masked_value"] for name in sent}


def test_all_that_is_wrong_is_said_at_once(clerk: Caller) -> None:
    sent = {"name": "张*", "mobile": "010-62345678", "phone": "138****1234", "email": "a@[127.0.0.1]"}
    assert refusal(clerk.post("/customers", PERSON | sent)) == {
        "name": ["masked_value"],
        "mobile": ["not_a_mobile"],
        "phone": ["masked_value"],
        "email": ["not_an_email"],
    }


def test_in_what_is_longer_than_a_line_people_write_stars_as_they_like(clerk: Caller) -> None:
    assert clerk.post("/customers", PERSON | {"background": "**要紧**: 电话 138****1234"}).status_code == 201


def test_the_own_masks_of_a_customer_change_nothing_whoever_sends_them(
    clerk: Caller, head: Caller, add_customer: Add
) -> None:
    customer = add_customer(**PERSON, **FULL)
    path, version = f"/customers/{customer['id']}", customer["version"]
    assert {name: head.get(path).json[name] for name in MASKS} == MASKS
    for by in (clerk, head):
        same = by.patch(path, MASKS, version=version)
        assert (same.status_code, same.json["version"], same.json.get("change_request")) == (200, version, None)
    kept = clerk.get(path).json
    assert {name: kept[name] for name in FULL} == FULL | {"phone": "01062345678-801"}


@pytest.mark.parametrize(
    "sent",
    [
        {"mobile": "138****0210"},
        {"phone": "010****5678"},
        {"email": "y***@example.com"},
        {"address": "北京市朝阳区****"},
        {"employer_phone": "****"},
    ],
)
def test_the_mask_of_something_else_is_refused_to_the_owner_and_in_a_request(
    clerk: Caller, head: Caller, add_customer: Add, sent: dict[str, str]
) -> None:
    customer = add_customer(**PERSON, **FULL)
    for by in (clerk, head):
        answer = by.patch(f"/customers/{customer['id']}", sent, version=customer["version"])
        assert refusal(answer) == {name: ["masked_value"] for name in sent}


def test_a_mask_is_no_value_at_a_contact_either(clerk: Caller, add_customer: Add) -> None:
    contacts = f"/customers/{add_customer()['id']}/contacts"
    known = {"name": "李四", "phone": "010-62345678-801", "email": "li@example.com"}
    made = clerk.post(contacts, known).json
    assert made["phone"] == "01062345678-801"
    for field, mask in (("phone", "139****0000"), ("email", "z***@example.com"), ("name", "李*"), ("relation", "***")):
        assert refusal(clerk.post(contacts, known | {field: mask})) == {field: ["masked_value"]}
        sent = clerk.patch(f"/contacts/{made['id']}", {field: mask}, version=made["version"])
        assert refusal(sent) == {field: ["masked_value"]}
    own = {"phone": "010****5678-****", "email": "l***@example.com"}
    same = clerk.patch(f"/contacts/{made['id']}", own, version=made["version"]).json
    assert (same["phone"], same["email"]) == ("01062345678-801", "li@example.com")


def test_a_number_with_an_extension_is_found_like_any_other(clerk: Caller, head: Caller, add_customer: Add) -> None:
    customer = add_customer(**PERSON, **FULL)
    for by in (clerk, head):
        for q in ("5678", "01062345678", "62345678", "010-62345678-801", "010-62345678 转801"):
            found = by.get("/customers", query_string={"q": q}).json["items"]
            assert [each["id"] for each in found] == [customer["id"]], q
    assert head.get("/customers", query_string={"q": "8801"}).json["items"] == []
