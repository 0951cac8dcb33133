"""Opening somebody's account is on record."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from chassis.audit import Reading
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import Staff


def test_whoever_opens_an_account_is_on_record(
    service: ServiceUnderTest, admin: Caller, hire: Callable[..., Staff], caller: Callable[[Staff], Caller]
) -> None:
    person = hire("wang", "王芳", roles=["sales"])
    assert admin.get(f"/staff/{person.id}").status_code == 200
    assert caller(person).get(f"/staff/{person.id}").status_code == 403
    with service.unit_of_work() as ctx:
        rows = ctx.session.execute(select(Reading.kind, Reading.record_id, Reading.actor_id)).all()
    assert rows == [("staff", person.id, admin.actor.id)]
