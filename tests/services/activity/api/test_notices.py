"""One's own notices: listed, counted, read; nobody sees those of others."""

from __future__ import annotations

from datetime import timedelta

from chassis.db import new_id
from contracts.activity import NoticeKind
from tests.services.activity.scenario import House, notices, unread


def test_the_latest_come_first_and_the_pages_follow_each_other(house: House) -> None:
    wang = house.person("王芳")
    for number in range(5):
        house.tell(wang, code=f"X{number}", at=house.service.clock() + timedelta(minutes=number))
    first = wang.get("/notices?limit=3").json
    second = wang.get(f"/notices?limit=3&after={first['next']}").json
    assert [each["code"] for each in first["items"] + second["items"]] == ["X4", "X3", "X2", "X1", "X0"]
    assert second["next"] is None


def test_a_list_can_be_of_one_kind_and_of_what_is_unread(house: House) -> None:
    wang = house.person("王芳")
    house.tell(wang, kind=NoticeKind.CASE_DUE, code="due")
    house.tell(wang, kind=NoticeKind.CASE_OVERDUE, code="late")
    [late] = notices(wang, "?kind=case_overdue")
    wang.post(f"/notices/{late['id']}/read")
    assert [each["code"] for each in notices(wang, "?unread=true")] == ["due"]
    assert notices(wang, "?kind=case_overdue&unread=true") == []
    assert wang.get("/notices?kind=nonsense").status_code == 422


def test_reading_one_counts_at_once_and_stays_as_it_was_first(house: House) -> None:
    wang = house.person("王芳")
    house.service.clock.stop()
    house.tell(wang)
    [notice] = notices(wang)
    first = wang.post(f"/notices/{notice['id']}/read").json
    assert (unread(wang), first["actions"]) == (0, [])
    house.service.clock.advance(timedelta(hours=1))
    assert wang.post(f"/notices/{notice['id']}/read").json["read_at"] == first["read_at"]


def test_all_of_a_kind_or_all_are_read_together(house: House) -> None:
    wang = house.person("王芳")
    for kind in (NoticeKind.CASE_DUE, NoticeKind.CASE_DUE, NoticeKind.CASE_OVERDUE):
        house.tell(wang, kind=kind)
    assert wang.post("/notices/read", {"kind": "case_due"}).json == {"count": 2}
    assert unread(wang) == 1
    assert wang.post("/notices/read", {}).json == {"count": 1}
    assert (unread(wang), wang.post("/notices/read", {}).json) == (0, {"count": 0})


def test_the_notices_of_others_do_not_exist(house: House) -> None:
    wang, li = house.person("王芳"), house.person("李强")
    house.tell(wang)
    [notice] = notices(wang)
    assert li.post(f"/notices/{notice['id']}/read").status_code == 404
    assert li.post(f"/notices/{new_id()}/read").status_code == 404
    li.post("/notices/read", {})
    assert unread(wang) == 1


def test_counting_and_listing_put_no_reading_on_record(house: House) -> None:
    wang = house.person("王芳")
    house.tell(wang)
    notices(wang)
    unread(wang)
    with house.service.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM read_log").scalar() == 0
