"""What the activity service hears."""

from __future__ import annotations

from chassis.auth import directory, revocations
from chassis.feed.consumers import Consumers
from contracts.activity import NoticeRaised
from contracts.auth import AccessEnded, DepartmentChanged, StaffChanged
from services.activity.store.roles import ROLES
from services.activity.usecases import notices

consumers = Consumers("activity")
consumers.on(DepartmentChanged, directory.hear_department)
consumers.on(StaffChanged, directory.hear_staff)
consumers.on_many(AccessEnded, revocations.hear_revocations)
consumers.keep(ROLES)
consumers.on_many(NoticeRaised, notices.learn_notices)
