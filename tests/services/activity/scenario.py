"""A house with departments, and what others tell the activity service of its people, its roles and of what happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.auth.directory import Staff
from chassis.db import new_id
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.activity import NoticeKind, NoticeRaised
from contracts.auth import RoleChanged, StaffChanged
from services.activity.consumers import consumers


@dataclass
class House:
    """Sales with a team below it, and service; who works there, and news of what they should look at."""

    service: ServiceUnderTest
    roles: dict[str, int] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, below in (("sales", ""), ("team", "sales"), ("service", "")):
            self.service.department(name, below=below)

    def role(self, code: str, permissions: dict[str, str], *, active: bool = True) -> None:
        """A role is new or has changed."""
        id = self.ids.setdefault(code, new_id())
        self.roles[code] = self.roles.get(code, 0) + 1
        told = RoleChanged(role_id=id, version=self.roles[code], code=code, permissions=permissions, active=active)
        self.service.hear(consumers, told)

    def person(self, name: str, *roles: str, department: str = "sales") -> Caller:
        """Somebody who works in a department with some roles."""
        return self.service.person(name, {}, department=department, roles=roles)

    def disable(self, who: Caller) -> None:
        """Somebody's account is taken away."""
        with self.service.unit_of_work() as ctx:
            known = ctx.session.get_one(Staff, who.actor.id)
            told = StaffChanged(
                staff_id=known.id,
                version=known.version + 1,
                name=known.name,
                email=known.email,
                department_id=known.unit_id,
                roles=known.roles,
                active=False,
            )
        self.service.hear(consumers, told)

    def raised(self, *to: Caller, **values: Any) -> NoticeRaised:
        """News that these persons should look at something; not heard yet."""
        return NoticeRaised(
            **{
                "notice_id": new_id(),
                "kind": NoticeKind.CASE_ASSIGNED,
                "at": self.service.clock(),
                "to": [who.actor.id for who in to],
                "permission": "",
                "owner_id": None,
                "but_not": [],
                "record_kind": "case",
                "record_id": new_id(),
                "code": "X2026000123K",
                "due_at": None,
            }
            | values
        )

    def tell(self, *to: Caller, **values: Any) -> NoticeRaised:
        """Tell these persons that they should look at something."""
        news = self.raised(*to, **values)
        self.service.hear(consumers, news)
        return news

    def told(self, callers: Iterable[Caller]) -> set[str]:
        """The names of those who have a notice."""
        return {who.actor.name for who in callers if notices(who)}


def notices(who: Caller, query: str = "") -> list[dict[str, Any]]:
    """Somebody's notices as they read them."""
    answer = who.get(f"/notices{query}")
    assert answer.status_code == 200, answer.json
    return list(answer.json["items"])


def unread(who: Caller) -> int:
    """How many somebody has not read."""
    answer = who.get("/notices/unread")
    assert answer.status_code == 200, answer.json
    return int(answer.json["count"])


def at(text: str) -> datetime:
    """A moment of the company's zone."""
    return datetime.fromisoformat(f"{text}+08:00")
