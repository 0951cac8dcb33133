"""The activity service hears who works where, and whose access has ended."""

from __future__ import annotations

from typing import Any

from chassis.auth import Scope
from chassis.auth.directory import Department, Staff
from chassis.db import new_id
from chassis.testing.service import ServiceUnderTest
from contracts.auth import AccessEnded, DepartmentChanged, StaffChanged
from contracts.permissions import Permission as P
from services.activity.consumers import consumers


def test_it_keeps_the_newest_of_departments_and_people(service: ServiceUnderTest) -> None:
    department, person = new_id(), new_id()
    for version in (2, 1):
        named: dict[str, Any] = {"version": version, "name": f"第{version}版", "active": True}
        service.hear(consumers, DepartmentChanged(department_id=department, path=f"{department}/", **named))
        service.hear(consumers, StaffChanged(staff_id=person, email="", department_id=department, roles=[], **named))
    with service.unit_of_work() as ctx:
        kept = [ctx.session.get_one(model, id).name for model, id in ((Department, department), (Staff, person))]
    assert kept == ["第2版", "第2版"]


def test_a_token_holds_until_it_is_heard_that_access_ended(service: ServiceUnderTest) -> None:
    operator = service.person("运维", {P.SYSTEM_READ: Scope.ALL})
    assert operator.get("/system/activity").status_code == 200
    service.hear(consumers, AccessEnded(staff_id=operator.actor.id, session_id=None, since=service.clock()))
    service.app.extensions["verifier"].look_again()
    assert operator.get("/system/activity").status_code == 401
