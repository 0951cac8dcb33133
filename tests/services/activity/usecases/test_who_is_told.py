"""Who is told: who is named, who may do what is to be done to whose record it is, nobody twice, never who caused it."""

from __future__ import annotations

from contracts.activity import NoticeKind
from services.activity.consumers import consumers
from tests.services.activity.scenario import House, notices, unread

GIVE = "customer:give"


def test_who_is_named_is_told_and_nobody_else(house: House) -> None:
    wang, li = house.person("王芳"), house.person("李强")
    news = house.tell(wang, due_at=house.service.clock())
    [notice] = notices(wang)
    assert notice["kind"] == NoticeKind.CASE_ASSIGNED
    assert (notice["record_kind"], notice["record_id"]) == ("case", str(news.record_id))
    assert (notice["code"], notice["read_at"], notice["actions"]) == ("X2026000123K", None, ["read"])
    assert (notices(li), unread(wang), unread(li)) == ([], 1, 0)


def test_news_that_are_told_again_tell_nobody_twice(house: House) -> None:
    wang = house.person("王芳")
    news = house.tell(wang)
    house.service.hear(consumers, news, news)
    house.service.hear(consumers, news)
    assert len(notices(wang)) == 1
    wang.post(f"/notices/{notices(wang)[0]['id']}/read")
    house.service.hear(consumers, news)
    assert unread(wang) == 0


def test_a_narrow_permission_reaches_the_records_of_the_own_department_and_below(house: House) -> None:
    house.role("manager", {GIVE: "department"})
    house.role("leader", {GIVE: "all"})
    house.role("clerk", {"customer:read": "all"})
    owner = house.person("孙磊", "clerk", department="team")
    asked = [
        house.person("本部经理", "manager", department="team"),
        house.person("上级经理", "manager", department="sales"),
        house.person("别部经理", "manager", department="service"),
        house.person("领导", "leader", department="service"),
        house.person("同事", "clerk", department="team"),
    ]
    house.tell(permission=GIVE, owner_id=owner.actor.id)
    assert house.told([*asked, owner]) == {"本部经理", "上级经理", "领导"}


def test_a_manager_below_the_owners_department_is_not_told(house: House) -> None:
    house.role("manager", {GIVE: "department"})
    owner, below = house.person("孙磊", department="sales"), house.person("下级经理", "manager", department="team")
    house.tell(permission=GIVE, owner_id=owner.actor.id)
    assert notices(below) == []


def test_a_permission_for_what_is_ones_own_is_told_to_the_owner_alone(house: House) -> None:
    house.role("sales", {GIVE: "own"})
    owner, colleague = house.person("孙磊", "sales"), house.person("周洋", "sales")
    house.tell(permission=GIVE, owner_id=owner.actor.id)
    assert house.told([owner, colleague]) == {"孙磊"}


def test_what_is_nobodys_is_told_to_those_who_reach_everything(house: House) -> None:
    house.role("lead", {"case:lead": "all"})
    house.role("half", {"case:lead": "department"})
    lead, half = house.person("客服领导", "lead"), house.person("组长", "half")
    house.tell(permission="case:lead")
    assert house.told([lead, half]) == {"客服领导"}


def test_several_roles_reach_as_far_as_the_widest_and_tell_once(house: House) -> None:
    house.role("manager", {GIVE: "department"})
    house.role("leader", {GIVE: "all"})
    both = house.person("两职", "manager", "leader")
    house.tell(both, permission=GIVE, owner_id=both.actor.id)
    assert len(notices(both)) == 1


def test_a_role_that_is_disabled_or_permits_it_no_more_tells_nobody(house: House) -> None:
    house.role("lead", {"case:lead": "all"})
    lead = house.person("客服领导", "lead")
    house.role("lead", {"case:lead": "all"}, active=False)
    house.tell(permission="case:lead")
    house.role("lead", {"case:read": "all"})
    house.tell(permission="case:lead")
    assert notices(lead) == []
    house.role("lead", {"case:lead": "all"})
    house.tell(permission="case:lead")
    assert len(notices(lead)) == 1


def test_who_caused_it_is_not_told_of_it(house: House) -> None:
    house.role("lead", {"case:lead": "all"})
    lead, other = house.person("客服领导", "lead"), house.person("副领导", "lead")
    house.tell(lead, permission="case:lead", but_not=[lead.actor.id])
    assert house.told([lead, other]) == {"副领导"}


def test_a_disabled_person_is_not_told(house: House) -> None:
    house.role("lead", {"case:lead": "all"})
    gone, lead = house.person("离职", "lead"), house.person("客服领导", "lead")
    house.disable(gone)
    house.tell(gone, permission="case:lead")
    assert house.told([gone, lead]) == {"客服领导"}


def test_many_at_once_are_each_told(house: House) -> None:
    wang = house.person("王芳")
    news = [house.raised(wang, kind=NoticeKind.CUSTOMER_ROSE) for _ in range(120)]
    house.service.hear(consumers, *news)
    answer = wang.get("/notices/unread").json
    assert answer == {"count": 99, "more": True}
    assert wang.post("/notices/read", {}).json == {"count": 120}
    assert unread(wang) == 0
