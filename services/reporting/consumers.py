"""What the reporting service hears."""

from __future__ import annotations

from chassis.auth import directory, endings
from chassis.feed.consumers import Consumers
from contracts.auth import AccessEnded, DepartmentChanged, StaffChanged
from contracts.customer import CustomerChanged, TransactionsRecorded
from contracts.feedback import CaseChanged
from services.reporting.usecases import facts

consumers = Consumers("reporting")
consumers.on(DepartmentChanged, directory.hear_unit)
consumers.on(StaffChanged, directory.hear_person)
consumers.on_many(AccessEnded, endings.hear_ends)
consumers.on_many(CustomerChanged, facts.learn_customers)
consumers.on_many(TransactionsRecorded, facts.learn_transactions)
consumers.on_many(CaseChanged, facts.learn_cases)
