"""What the reporting service hears."""

from __future__ import annotations

from chassis.feed.consumers import Consumers
from contracts.auth import DepartmentChanged, StaffChanged
from contracts.customer import CustomerChanged, TransactionsRecorded
from contracts.feedback import CaseChanged
from services.reporting.usecases import directory, facts

consumers = Consumers("reporting")
consumers.on(DepartmentChanged, directory.learn_department)
consumers.on(StaffChanged, directory.learn_staff)
consumers.on_many(CustomerChanged, facts.learn_customers)
consumers.on_many(TransactionsRecorded, facts.learn_transactions)
consumers.on_many(CaseChanged, facts.learn_cases)
