"""Customers that are there twice are found, listed to who sees both, and told apart once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from services.customer.jobs import jobs
from tests.services.customer.scenario import STAFF

Add = Callable[..., dict[str, Any]]


@pytest.fixture
def find(service: ServiceUnderTest, verifier: Caller) -> Callable[[], None]:
    """Look through all customers, as every night."""

    def look() -> None:
        assert verifier.post("/likely-pairs/find").json == {"looking": True}
        service.work(jobs)

    return look


def listed(by: Caller, **asked: str) -> list[Any]:
    return list(by.get("/likely-pairs", query_string=asked).json["items"])


def test_who_shares_a_number_or_a_name_and_more_is_listed_the_likeliest_first(
    clerk: Caller, add_customer: Add, find: Callable[[], None]
) -> None:
    add_customer(name="张三", mobile="13812345678")
    add_customer(name="李四", mobile="13812345678")
    add_customer(name="张 三", mobile="13812345678", confirm_duplicate=True)
    add_customer(name="张三", mobile="13712345678")
    find()
    assert [(each["score"], each["reasons"]) for each in listed(clerk)] == [
        (85, ["mobile", "name"]),
        (45, ["mobile"]),
        (45, ["mobile"]),
    ]


def test_companies_are_the_same_but_for_their_town_and_form(
    clerk: Caller, add_customer: Add, find: Callable[[], None]
) -> None:
    add_customer(name="上海市华联商贸有限公司", kind="company", phone="02162345678")
    add_customer(name="华联商贸（上海）有限责任公司", kind="company", phone="02162345678", confirm_duplicate=True)
    add_customer(name="华联商贸", kind="person")
    find()
    [pair] = listed(clerk)
    assert (pair["reasons"], pair["kind"]) == (["core_name", "phone"], "company")


def test_a_pair_is_kept_once_and_what_was_decided_stays(
    clerk: Caller, add_customer: Add, find: Callable[[], None]
) -> None:
    add_customer(name="张三", mobile="13812345678")
    add_customer(name="李四", mobile="13812345678")
    find()
    [pair] = listed(clerk)
    answer = clerk.post(f"/likely-pairs/{pair['id']}/differ", version=pair["version"])
    assert (answer.status_code, answer.json["status"], answer.json["decided_by_name"]) == (200, "different", "王芳")
    find()
    assert listed(clerk) == []
    assert len(listed(clerk, status="different")) == 1
    again = clerk.post(f"/likely-pairs/{pair['id']}/differ", version=answer.json["version"])
    assert (again.status_code, again.json["code"]) == (409, "wrong_status")


def test_merged_a_pair_is_settled_and_taken_apart_it_is_known_as_two(
    clerk: Caller, add_customer: Add, find: Callable[[], None]
) -> None:
    one = add_customer(name="张三", mobile="13812345678")
    other = add_customer(name="李四", mobile="13812345678")
    find()
    body = {"absorbed_id": other["id"], "absorbed_version": other["version"]}
    merged = clerk.post(f"/customers/{one['id']}/merge", body, version=one["version"])
    assert merged.status_code == 200, merged.json
    assert listed(clerk) == []
    gone = clerk.get(f"/customers/{other['id']}").json
    clerk.post(f"/customers/{other['id']}/separate", version=gone["version"])
    assert [each["status"] for each in listed(clerk, status="different")] == ["different"]


def test_who_does_not_see_both_is_told_of_neither(
    service: ServiceUnderTest, clerk: Caller, add_customer: Add, find: Callable[[], None]
) -> None:
    other = service.person("赵云", STAFF)
    add_customer(name="张三", mobile="13812345678")
    add_customer(name="李四", mobile="13812345678", by=other)
    find()
    assert listed(clerk) == listed(other) == []
