"""What the feedback service hears."""

from __future__ import annotations

from chassis.auth import directory, revocations
from chassis.feed.consumers import Consumers
from contracts.auth import AccessEnded, DepartmentChanged, StaffChanged
from contracts.reporting import TierAssigned
from services.feedback.store.customers import SAID
from services.feedback.store.opened import OPENED
from services.feedback.usecases import customers, leavers

consumers = Consumers("feedback")
consumers.on(DepartmentChanged, directory.hear_department)
consumers.on(StaffChanged, leavers.record_staff)
consumers.on_many(AccessEnded, revocations.hear_revocations)
consumers.keep(SAID, then=customers.follow_customers)
consumers.on_many(TierAssigned, customers.learn_tiers)
consumers.keep(OPENED)
