"""What the customer service hears."""

from __future__ import annotations

from chassis.auth import directory, revocations
from chassis.feed.consumers import Consumers
from contracts.auth import AccessEnded, DepartmentChanged, StaffChanged
from contracts.reporting import TierAssigned
from services.customer.rhythm.usecases import following
from services.customer.store.cases import CASES
from services.customer.usecases import leaving, tiers

consumers = Consumers("customer")
consumers.on(DepartmentChanged, directory.hear_department)
consumers.on(StaffChanged, leaving.follow_staff)
consumers.on_many(AccessEnded, revocations.hear_revocations)
consumers.on_many(TierAssigned, tiers.learn_tiers)
consumers.keep(CASES, then=following.follow_cases)
