"""What the feedback service hears."""

from __future__ import annotations

from chassis.auth import directory, endings
from chassis.feed.consumers import Consumers
from contracts.auth import AccessEnded, DepartmentChanged, StaffChanged
from contracts.customer import CustomerChanged
from contracts.reporting import TierAssigned
from services.feedback.usecases import customers, leavers, tiers

consumers = Consumers("feedback")
consumers.on(DepartmentChanged, directory.hear_unit)
consumers.on(StaffChanged, leavers.learn_person)
consumers.on_many(AccessEnded, endings.hear_ends)
consumers.on_many(CustomerChanged, customers.learn_customers)
consumers.on_many(TierAssigned, tiers.learn_tiers)
