"""What the reporting service hears."""

from __future__ import annotations

from chassis.auth import directory, revocations
from chassis.feed.consumers import Consumers
from contracts.auth import AccessEnded, DepartmentChanged, StaffChanged
from contracts.customer import TransactionsRecorded
from services.reporting.store.facts import CASES, CUSTOMERS
from services.reporting.usecases import facts

consumers = Consumers("reporting")
consumers.on(DepartmentChanged, directory.hear_department)
consumers.on(StaffChanged, directory.hear_staff)
consumers.on_many(AccessEnded, revocations.hear_revocations)
consumers.keep(CUSTOMERS, then=facts.follow_customers)
consumers.on_many(TransactionsRecorded, facts.learn_transactions)
consumers.keep(CASES)
