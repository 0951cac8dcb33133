"""Who is over somebody by a permission: whose reach covers the one who asks."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from chassis.testing.service import Caller
from services.auth.store.models import Staff
from tests.services.auth.people import Hire


def test_a_permission_reaches_from_above_or_from_everywhere_but_not_from_below_nor_from_oneself(
    hire: Hire, department: Callable[..., UUID], caller: Callable[[Staff], Caller]
) -> None:
    sales = department("销售部")
    east = department("华东", below=sales)
    leader = hire("leader", "leader", roles=["leadership"])
    head = hire("head", "head", roles=["department_manager"], unit=sales)
    lower = hire("lower", "lower", roles=["department_manager"], unit=east)
    other = hire("other", "other", roles=["department_manager"], unit=department("客服部"))
    hire("seller", roles=["sales"], unit=sales)

    def over(person: Staff) -> set[str]:
        answer = caller(person).get("/colleagues?permission=export:approve&over_me=true")
        assert answer.json is not None
        return {row["name"] for row in answer.json["items"]}

    assert over(lower) == {"leader", "head"}
    assert over(head) == {"leader"}
    assert over(other) == {"leader"}
    assert over(leader) == set()


def test_without_the_question_everybody_with_the_permission_is_named(
    hire: Hire, caller: Callable[[Staff], Caller]
) -> None:
    leader = hire("leader", "leader", roles=["leadership"])
    answer = caller(leader).get("/colleagues?permission=export:approve")
    assert [row["name"] for row in (answer.json or {})["items"]] == ["leader"]
