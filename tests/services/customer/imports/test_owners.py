"""A file says whose customers they are."""

from __future__ import annotations

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from services.customer.domain.owning import name_and_unit
from tests.services.customer.importing import Imports, lines
from tests.services.customer.scenario import STAFF


@pytest.fixture
def sellers(service: ServiceUnderTest) -> dict[str, Caller]:
    for department in ("东区", "西区"):
        service.department(department)
    return {
        "east": service.person("张伟", STAFF, department="东区", roles=("sales",)),
        "west": service.person("张伟", STAFF, department="西区", roles=("sales",)),
        "lin": service.person("林静", STAFF, department="东区", roles=("sales",)),
        "admin": service.person("管理员", {}, department="东区", roles=("administrator",)),
    }


def owned(by: Caller) -> list[str]:
    return sorted(item["external_code"] for item in by.get("/customers").json["items"])


def test_new_customers_belong_to_whom_their_rows_name_else_to_the_author(
    imports: Imports, sellers: dict[str, Caller]
) -> None:
    mail = f"{sellers['west'].actor.id}@example.com"
    batch = imports.bring(
        lines(
            "编号,姓名,业务员", "A1,甲,林静", f"A2,乙,{mail.upper()}", "A3,丙,张伟/东区", "A4,丁,张伟（西区）", "A5,戊,"
        )
    )
    assert (batch["status"], batch["created"], batch["rejected"]) == ("done", 5, 0)
    assert [owned(sellers[who]) for who in ("lin", "east", "west")] == [["A1"], ["A3"], ["A2", "A4"]]
    mine = imports.author.get("/customers?mine=true").json["items"]
    assert [item["external_code"] for item in mine] == ["A5"]


def test_a_row_whose_owner_is_not_clear_is_refused(imports: Imports, sellers: dict[str, Caller]) -> None:
    batch = imports.run(lines("编号,姓名,owner", "A1,甲,张伟", "A2,乙,没有人", "A3,丙,管理员", "A4,丁,林静/西区"))
    assert imports.flaws(batch) == [
        (2, "owner", "several_owners"),
        (3, "owner", "no_such_owner"),
        (4, "owner", "no_such_owner"),
        (5, "owner", "no_such_owner"),
    ]
    assert (batch["created"], batch["rejected"]) == (0, 4)


def test_a_file_does_not_change_the_owner_of_a_known_customer(imports: Imports, sellers: dict[str, Caller]) -> None:
    imports.bring(lines("编号,姓名,地区,业务员", "A1,甲,北京市,林静"))
    again = imports.run(lines("编号,姓名,地区,业务员", "A1,甲,上海市,张伟/东区"), on_known="update")
    assert (again["updated"], again["rejected"]) == (1, 0)
    assert owned(sellers["lin"]) == ["A1"]
    assert owned(sellers["east"]) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("张三", ("张三", "")),
        ("张三/销售部", ("张三", "销售部")),
        ("张三 · 销售部", ("张三", "销售部")),
        ("张三（销售部）", ("张三", "销售部")),
        ("Li Wei (East)", ("Li Wei", "East")),
    ],
)
def test_an_owner_is_named_with_or_without_the_department(text: str, parts: tuple[str, str]) -> None:
    assert name_and_unit(text) == parts
