"""What speaks for two customers being one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from services.customer.merging.domain.scoring import WORTH_A_LOOK, score


@dataclass(frozen=True)
class Known:
    name: str = "张三"
    mobile: str = ""
    phone: str = ""
    email: str = ""
    birth_date: date | None = None
    external_code: str | None = None


@pytest.mark.parametrize(
    ("one", "other", "points", "reasons"),
    [
        (Known(), Known(), 40, ["name"]),
        (Known(), Known("李四"), 0, []),
        (Known(mobile="13800000001"), Known("李四", mobile="13800000001"), 45, ["mobile"]),
        (Known(mobile="13800000001"), Known(mobile="13800000001"), 85, ["mobile", "name"]),
        (Known(birth_date=date(1980, 2, 3)), Known(birth_date=date(1980, 2, 3)), 60, ["name", "birth_date"]),
        (Known(email="a@example.com"), Known("李四", email="A@example.com"), 30, ["email"]),
        (Known("欧阳建国一二三"), Known("欧阳建国一二"), 15, ["close_name"]),
        (
            Known(mobile="1", phone="2", email="c"),
            Known(mobile="1", phone="2", email="c"),
            100,
            ["mobile", "name", "phone", "email"],
        ),
    ],
)
def test_what_agrees_is_weighed_the_strongest_first(one: Known, other: Known, points: int, reasons: list[str]) -> None:
    assert score(one, other, same_core=False) == (points, reasons)


def test_names_that_differ_in_town_and_form_only_count_nearly_as_the_same() -> None:
    assert score(Known("上海市华联有限公司"), Known("华联公司"), same_core=True) == (35, ["core_name"])


def test_one_number_is_worth_a_look_and_a_name_alone_is_not() -> None:
    assert score(Known(mobile="1"), Known("李四", mobile="1"), same_core=False)[0] >= WORTH_A_LOOK
    assert score(Known(), Known(), same_core=False)[0] < WORTH_A_LOOK
