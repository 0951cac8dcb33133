"""What the customer service hears."""

from __future__ import annotations

from chassis.feed.consumers import Consumers
from contracts.auth import DepartmentChanged, StaffChanged
from contracts.reporting import TierAssigned
from services.customer.usecases import directory, tiers

consumers = Consumers("customer")
consumers.on(DepartmentChanged, directory.learn_department)
consumers.on(StaffChanged, directory.learn_staff)
consumers.on_many(TierAssigned, tiers.learn_tiers)
