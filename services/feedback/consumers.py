"""What the feedback service hears."""

from __future__ import annotations

from chassis.feed.consumers import Consumers
from contracts.auth import DepartmentChanged, StaffChanged
from contracts.customer import CustomerChanged
from contracts.reporting import TierAssigned
from services.feedback.usecases import customers, directory, tiers

consumers = Consumers("feedback")
consumers.on(DepartmentChanged, directory.learn_department)
consumers.on(StaffChanged, directory.learn_staff)
consumers.on_many(CustomerChanged, customers.learn_customers)
consumers.on_many(TierAssigned, tiers.learn_tiers)
