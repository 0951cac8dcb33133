"""Names that were read by earlier rules are read anew, step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from chassis.auth import SYSTEM
from chassis.testing.service import Caller, ServiceUnderTest
from services.customer.jobs import jobs
from services.customer.usecases import reading_names
from services.customer.usecases.reading_names import ReadNames

Add = Callable[..., dict[str, Any]]
EARLIER = (
    "UPDATE customer SET sort_key = 'ceng guo qiang', initials = 'cgq', readings = 'cengguoqiang', pairs = '{国强}'"
)


def found(by: Caller, q: str) -> list[str]:
    return sorted(each["name"] for each in by.get("/customers", query_string={"q": q}).json["items"])


@pytest.mark.parametrize("q", ["zgq", "cgq", "zengguoqiang", "cengguoqiang", "zeng", "ZGQ", "guoqiang", "gq", "曾国"])
def test_a_person_is_found_by_initials_and_pinyin_in_each_reading(clerk: Caller, add_customer: Add, q: str) -> None:
    add_customer(name="曾国强"), add_customer(name="王芳")
    assert found(clerk, q) == ["曾国强"]


def test_persons_are_sorted_by_their_surnames_as_they_are_read(clerk: Caller, add_customer: Add) -> None:
    for name in ("张三", "曾国强", "仇英华", "陈凯", "单雄信"):
        add_customer(name=name)
    listed = clerk.get("/customers?sort=name").json["items"]
    assert [each["name"] for each in listed] == ["陈凯", "仇英华", "单雄信", "曾国强", "张三"]


def test_names_are_read_anew_in_steps_and_their_customers_keep_their_versions(
    service: ServiceUnderTest, clerk: Caller, add_customer: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_names, "STEP", 2)
    made = [add_customer(name=name) for name in ("曾国强", "曾国强", "曾国强")]
    add_customer(name="曾记有限公司", kind="company")
    with service.engine.begin() as connection:
        connection.execute(text(EARLIER))
    assert found(clerk, "zgq") == []
    with service.unit_of_work(SYSTEM) as ctx:
        ctx.enqueue(ReadNames())
    service.work(jobs)
    assert found(clerk, "zgq") == ["曾国强"] * 3
    assert found(clerk, "cj") == ["曾记有限公司"]
    assert [clerk.get(f"/customers/{each['id']}").json["version"] for each in made] == [
        each["version"] for each in made
    ]
