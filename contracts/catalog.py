"""The whole choreography on one page: event -> said by, heard by."""

from __future__ import annotations

from chassis.events import Catalog, Flow
from contracts.activity import NoticeRaised
from contracts.auth import AccessEnded, DepartmentChanged, RoleChanged, StaffChanged
from contracts.customer import AccessOpened, CustomerChanged, TransactionsRecorded
from contracts.feedback import CaseChanged
from contracts.reporting import ReportApproved, TierAssigned

CATALOG: Catalog = {
    DepartmentChanged: Flow(by="auth", to=("customer", "feedback", "reporting", "activity")),
    StaffChanged: Flow(by="auth", to=("customer", "feedback", "reporting", "activity")),
    AccessEnded: Flow(by="auth", to=("customer", "feedback", "reporting", "activity")),
    RoleChanged: Flow(by="auth", to=("activity",)),
    CustomerChanged: Flow(by="customer", to=("feedback", "reporting")),
    AccessOpened: Flow(by="customer", to=("feedback", "reporting")),
    TransactionsRecorded: Flow(by="customer", to=("reporting",)),
    TierAssigned: Flow(by="reporting", to=("customer", "feedback")),
    CaseChanged: Flow(by="feedback", to=("customer", "reporting")),
    # Kept in the log for who joins later to tell people of it; a new listener hears what was said before it came, too.
    ReportApproved: Flow(by="reporting", to=()),
    NoticeRaised: Flow(by=("auth", "customer", "feedback", "reporting"), to=("activity",)),
}
